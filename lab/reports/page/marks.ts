import type uPlot from 'uplot';
import { firstFrom, type Series } from './points.ts';

/** How a point looks. Its shape shows how the connect ended, its colour the path, so that each can be read without the other. */
export type Mark = 'dot' | 'disc' | 'ring' | 'cross';

const radiusPx: Readonly<Record<Mark, number>> = { dot: 1, disc: 2.2, ring: 3, cross: 3.4 };

/** Draws the points in view, each place on the canvas once: most of 100,000 points cover each other. */
export function draw(chart: uPlot, { x, y, mark, colour }: Series & { readonly mark: Mark; readonly colour: () => string }): void {
  const { ctx, bbox, scales } = chart;
  const { min = 0, max = 0 } = scales['x'] ?? {};
  const radius = radiusPx[mark] * devicePixelRatio;
  const taken = new Set<number>();
  const path = new Path2D();
  for (let index = firstFrom(x, min ?? 0); index < x.length && (x[index] ?? 0) <= (max ?? 0); index += 1) {
    const left = Math.round(chart.valToPos(x[index] ?? 0, 'x', true));
    const top = Math.round(chart.valToPos(y[index] ?? 0, 'y', true));
    const place = left * 65_536 + top;
    if (!taken.has(place)) {
      taken.add(place);
      add(path, mark, left, top, radius);
    }
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colour();
  ctx.strokeStyle = colour();
  ctx.lineWidth = 1.4 * devicePixelRatio;
  mark === 'dot' || mark === 'disc' ? ctx.fill(path) : ctx.stroke(path);
  ctx.restore();
}

function add(path: Path2D, mark: Mark, x: number, y: number, radius: number): void {
  if (mark === 'cross') {
    path.moveTo(x - radius, y - radius);
    path.lineTo(x + radius, y + radius);
    path.moveTo(x - radius, y + radius);
    path.lineTo(x + radius, y - radius);
  } else if (mark === 'dot') {
    path.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  } else {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
}
