import type uPlot from 'uplot';
import type { ChartData } from './chart-data.ts';
import { colour } from './palette.ts';

export const connectHeight = 340;
export const readingHeight = 150;

/** All charts of a page have the same margins, so that their times line up, and they share one cursor. */
const axisWidthPx = 62;
const axisHeightPx = 32;
const padding: uPlot.Padding = [20, 16, 0, 0];

/** What all charts have in common. */
export function common(_data: ChartData, width: number, height: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => colour('dim'),
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { stroke: () => colour('grid'), width: 1, size: 4 },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height,
    padding,
    series: [],
    cursor: { drag: { x: true, y: false }, sync: { key: 'run', scales: ['x', null] }, points: { show: false }, y: false },
    axes: [
      { ...axis, values: (_chart, splits) => splits.map((seconds) => `${seconds} s`), size: axisHeightPx },
      { ...axis, size: axisWidthPx },
    ],
  };
}
