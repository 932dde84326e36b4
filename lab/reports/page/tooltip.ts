import type uPlot from 'uplot';
import { firstFrom, type Series } from './points.ts';

const reachPx = 14;

/** Describes the point nearest to the pointer. */
export function tooltip(groups: readonly (Series & { readonly label: string })[]): uPlot.Plugin {
  const box = document.createElement('div');
  box.className = 'tooltip';
  box.hidden = true;
  return {
    hooks: {
      init: (chart: uPlot) => {
        chart.over.append(box);
        chart.over.addEventListener('mouseleave', () => {
          box.hidden = true;
        });
      },
      setCursor: (chart: uPlot) => show(chart, groups, box),
    },
  };
}

function show(chart: uPlot, groups: readonly (Series & { readonly label: string })[], box: HTMLElement): void {
  const { left = -1, top = -1 } = chart.cursor;
  const found = left < 0 || top < 0 ? null : nearest(chart, groups, left, top);
  box.hidden = found === null;
  if (found === null) {
    return;
  }
  box.textContent = `${found.label}: ${found.ms.toLocaleString('en-US')} ms\ncame at ${found.atSeconds.toFixed(2)} s`;
  // On a phone it is wider than the room on either side.
  const room = chart.over.clientWidth - box.offsetWidth;
  box.style.left = `${Math.max(0, left + 12 <= room ? left + 12 : Math.min(room, left - 12 - box.offsetWidth))}px`;
  box.style.top = `${Math.max(0, top - 52)}px`;
}

interface Found {
  readonly label: string;
  readonly atSeconds: number;
  readonly ms: number;
}

function nearest(chart: uPlot, groups: readonly (Series & { readonly label: string })[], left: number, top: number): Found | null {
  let found: Found | null = null;
  let least = reachPx ** 2;
  groups.forEach(({ label, x, y }, index) => {
    if (chart.series[index + 1]?.show === false) {
      return;
    }
    const until = chart.posToVal(left + reachPx, 'x');
    for (let at = firstFrom(x, chart.posToVal(left - reachPx, 'x')); at < x.length && (x[at] ?? 0) <= until; at += 1) {
      const [atSeconds, ms] = [x[at] ?? 0, y[at] ?? 0];
      const distance = (chart.valToPos(atSeconds, 'x') - left) ** 2 + (chart.valToPos(ms, 'y') - top) ** 2;
      if (distance < least) {
        least = distance;
        found = { label, atSeconds, ms };
      }
    }
  });
  return found;
}
