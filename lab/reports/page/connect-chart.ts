import uPlot from 'uplot';
import type { Outcome, Path } from '../../model/vocabulary.ts';
import { bands } from './bands.ts';
import type { ChartData } from './chart-data.ts';
import { common, connectHeight } from './chart-options.ts';
import { draw, type Mark } from './marks.ts';
import { colour, pathColour } from './palette.ts';
import { decoded, type Series } from './points.ts';
import { tooltip } from './tooltip.ts';

/** A group of points that look the same. */
interface Group extends Series {
  readonly label: string;
  readonly mark: Mark;
  readonly colour: () => string;
}

/** A logarithmic scale has no zero. */
const leastMs = 0.01;

/** Each connect is a point: when it came, and how long its client waited. */
export function connectChart(data: ChartData, target: HTMLElement, width: number, zoom: uPlot.Plugin): uPlot {
  const groups = groupsOf(data);
  const largest = Math.max(10, ...groups.map(({ y }) => y.reduce((most, each) => Math.max(most, each), 0)));
  const options: uPlot.Options = {
    ...common(data, width, connectHeight),
    mode: 2,
    scales: {
      x: { time: false, range: (_chart, from, to) => [from ?? 0, to ?? data.endMs / 1000] },
      y: { distr: 3, range: () => [lowest(groups), 10 ** Math.ceil(Math.log10(largest * 1.05))] },
    },
    series: [{}, ...groups.map((group) => seriesOf(group))],
    legend: { live: false },
    plugins: [bands(data, true), zoom, tooltip(groups)],
  };
  options.axes = [options.axes?.[0] ?? {}, { ...options.axes?.[1], values: (_chart, splits) => splits.map(inMs) }];
  const points = [null, ...groups.map(({ x, y }) => [x, y])] as unknown as uPlot.AlignedData;
  const chart = new uPlot(options, points, target);
  chart.setScale('x', { min: 0, max: data.endMs / 1000 });
  return chart;
}

function groupsOf({ connects, handshakes }: ChartData): Group[] {
  const ofKernel: Group = {
    label: 'TCP connected (the kernel’s part)',
    mark: 'dot',
    colour: () => colour('handshake'),
    ...above(decoded(handshakes)),
  };
  const ofPaths = connects.map((points) => ({
    label: `${points.path} ${inWords[points.outcome]}`,
    mark: markOf(points.outcome),
    colour: () => pathColour(points.path satisfies Path),
    ...above(decoded(points)),
  }));
  return [...(handshakes.value.length === 0 ? [] : [ofKernel]), ...ofPaths];
}

const inWords: Readonly<Record<Outcome, string>> = {
  ok: '● ok',
  refused: '○ refused',
  timedOut: '✕ timed out',
  failed: '✕ failed',
  pending: '✕ pending',
};

function markOf(outcome: Outcome): Mark {
  return outcome === 'ok' ? 'disc' : outcome === 'refused' ? 'ring' : 'cross';
}

function above({ x, y }: Series): Series {
  return { x, y: y.map((ms) => Math.max(leastMs, ms)) };
}

function lowest(groups: readonly Group[]): number {
  const least = Math.min(1, ...groups.map(({ y }) => y.reduce((so, each) => Math.min(so, each), 1)));
  return 10 ** Math.floor(Math.log10(Math.max(leastMs, least)));
}

function seriesOf(group: Group): uPlot.Series {
  return {
    label: group.label,
    stroke: group.colour,
    fill: group.colour,
    paths: (chart, index) => {
      if (chart.series[index]?.show !== false) {
        draw(chart, group);
      }
      return null;
    },
  };
}

function inMs(ms: number | null): string {
  if (ms === null) {
    return '';
  }
  return ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(2))} ms`;
}
