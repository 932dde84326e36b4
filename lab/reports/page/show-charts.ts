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
  const zoomPlace = document.getElementById('zoom');
  if (zoomPlace === null) {
    // There is nothing to draw.
    return;
  }
  const zoom = new Zoom();
  zoomPlace.append(zoom.buttons(data));
  const width = zoomPlace.clientWidth;
  const connects = document.getElementById('connects');
  if (connects !== null) {
    connectChart(data, connects, width, zoom.plugin);
  }
  // The page has no place for a chart of nothing.
  for (const [id, lines] of Object.entries(linesOf(data))) {
    const place = document.getElementById(id);
    if (place !== null) {
      readingChart(data, lines, place, width, zoom.plugin);
    }
  }
  followWidth(zoom, zoomPlace);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw(zoom));
  addEventListener('beforeprint', () => setPrinting(zoom, zoomPlace, true));
  addEventListener('afterprint', () => setPrinting(zoom, zoomPlace, false));
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

/** @param place as wide as the charts. */
function followWidth(zoom: Zoom, place: HTMLElement): void {
  const observer = new ResizeObserver(() => {
    if (!document.documentElement.classList.contains('printing')) {
      resize(zoom, place.clientWidth);
    }
  });
  observer.observe(place);
}

function setPrinting(zoom: Zoom, place: HTMLElement, isPrinting: boolean): void {
  document.documentElement.classList.toggle('printing', isPrinting);
  resize(zoom, isPrinting ? printWidthPx : place.clientWidth);
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
