import uPlot from 'uplot';
import { bands } from './bands.ts';
import type { ChartData } from './chart-data.ts';
import { common, readingHeight } from './chart-options.ts';
import { colour } from './palette.ts';
import type { Series } from './points.ts';

export interface Line extends Series {
  readonly label: string;
  /** Name of a colour of the style sheet. */
  readonly colour: string;
  readonly fill?: string;
}

/** Counts over time as steps: each value holds until the next one. */
export function readingChart(data: ChartData, lines: readonly Line[], target: HTMLElement, width: number, zoom: uPlot.Plugin): uPlot {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const options: uPlot.Options = {
    ...common(data, width, readingHeight),
    scales: {
      x: { time: false, range: (_chart, from, to) => [from, to] },
      y: { range: (_chart, _from, to) => [0, Math.max(4, Math.ceil((to ?? 0) * 1.1))] },
    },
    series: [
      { label: 'at', value: (_chart, seconds) => (seconds === null ? '–' : `${seconds.toFixed(2)} s`) },
      ...lines.map(
        (line): uPlot.Series => ({
          label: line.label,
          stroke: () => colour(line.colour),
          ...(line.fill === undefined ? {} : { fill: () => colour(line.fill ?? '') }),
          width: 1.5,
          ...(stepped === undefined ? {} : { paths: stepped }),
          points: { show: false },
          spanGaps: true,
          value: (_chart, value) => (value === null ? '–' : String(value)),
        }),
      ),
    ],
    plugins: [bands(data, false), zoom],
  };
  const end = data.endMs / 1000;
  const chart = new uPlot(options, aligned(lines, end), target);
  chart.setScale('x', { min: 0, max: end });
  return chart;
}

/** Common times for all lines, the end of the run included; each line has its last value at every time. */
function aligned(lines: readonly Line[], end: number): uPlot.AlignedData {
  const times = [...new Set([...lines.flatMap(({ x }) => x), end])].toSorted((a, b) => a - b);
  const columns = lines.map(({ x, y }) => {
    let next = 0;
    let last: number | null = null;
    return times.map((time) => {
      while (next < x.length && (x[next] ?? 0) <= time) {
        last = y[next] ?? null;
        next += 1;
      }
      return last;
    });
  });
  return [times, ...columns];
}
