import type { ChartData } from './chart-data.ts';
import { connectChart } from './connect-chart.ts';
import { decoded } from './points.ts';
import { type Line, readingChart } from './reading-chart.ts';
import { Zoom } from './zoom.ts';

/** In print, charts are as wide as an A4 page between its margins, whatever the window's width. */
const printWidthPx = 680;

const data = read();
if (data !== null) {
  drawAll(data);
}

function read(): ChartData | null {
  const text = document.getElementById('chart-data')?.textContent;
  // The lab wrote it into this file itself.
  return text == null ? null : (JSON.parse(text) as ChartData);
}

function drawAll(data: ChartData): void {
  const zoom = new Zoom();
  place('zoom').append(zoom.buttons(data));
  const width = place('connects').clientWidth;
  connectChart(data, place('connects'), width, zoom.plugin);
  for (const [id, lines] of Object.entries(linesOf(data))) {
    readingChart(data, lines, place(id), width, zoom.plugin);
  }
  followWidth(zoom);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw(zoom));
  addEventListener('beforeprint', () => setPrinting(zoom, true));
  addEventListener('afterprint', () => setPrinting(zoom, false));
}

function linesOf(data: ChartData): Readonly<Record<string, readonly Line[]>> {
  return {
    'accept-queue': [{ label: 'waiting', colour: 'queue', fill: 'queue-fill', ...decoded(data.acceptQueue) }],
    'time-wait': [
      { label: 'server', colour: 'side-server', ...decoded(data.timeWait.server) },
      { label: 'clients', colour: 'side-client', ...decoded(data.timeWait.client) },
    ],
    'queries-open': [{ label: 'in flight', colour: 'query', fill: 'query-fill', ...decoded(data.queriesOpen) }],
    'queries-per-second': [{ label: 'each second', colour: 'query', fill: 'query-fill', ...decoded(data.queriesPerSecond) }],
  };
}

function followWidth(zoom: Zoom): void {
  const observer = new ResizeObserver(() => {
    if (!document.documentElement.classList.contains('printing')) {
      resize(zoom, place('connects').clientWidth);
    }
  });
  observer.observe(place('connects'));
}

function setPrinting(zoom: Zoom, isPrinting: boolean): void {
  document.documentElement.classList.toggle('printing', isPrinting);
  resize(zoom, isPrinting ? printWidthPx : place('connects').clientWidth);
  redraw(zoom);
}

function resize(zoom: Zoom, width: number): void {
  for (const chart of zoom.charts) {
    if (width > 0 && chart.width !== width) {
      chart.setSize({ width, height: chart.height });
    }
  }
}

function redraw(zoom: Zoom): void {
  for (const chart of zoom.charts) {
    chart.redraw(false, true);
  }
}

function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new TypeError(`the page has no place "${id}"`);
  }
  return found;
}
