import type uPlot from 'uplot';
import type { ChartData } from './chart-data.ts';
import { colour } from './palette.ts';

const disturbanceHeight = 6;

/** Shades the time of the fault by the ledger, marks when evidence held up the accept thread, and draws the beginning of each phase. */
export function bands(data: ChartData, withNames: boolean): uPlot.Plugin {
  return { hooks: { drawClear: (chart: uPlot) => draw(chart, data, withNames) } };
}

function draw(chart: uPlot, { fault, disturbances, phases }: ChartData, withNames: boolean): void {
  const { ctx, bbox } = chart;
  const x = (ms: number): number => Math.min(bbox.left + bbox.width, Math.max(bbox.left, chart.valToPos(ms / 1000, 'x', true)));
  ctx.save();
  if (fault !== null) {
    ctx.fillStyle = colour('fault-band');
    ctx.fillRect(x(fault.fromMs), bbox.top, x(fault.toMs) - x(fault.fromMs), bbox.height);
  }
  ctx.fillStyle = colour('disturbance-band');
  for (const { fromMs, toMs } of disturbances) {
    // At the foot only, so that the connects that were held up stay visible.
    ctx.fillRect(
      x(fromMs),
      bbox.top + bbox.height - disturbanceHeight * devicePixelRatio,
      x(toMs) - x(fromMs),
      disturbanceHeight * devicePixelRatio,
    );
  }
  ctx.strokeStyle = colour('phase-line');
  ctx.fillStyle = colour('dim');
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { name, fromMs, toMs } of phases) {
    const [left, right] = [x(fromMs), x(toMs)];
    ctx.beginPath();
    ctx.moveTo(Math.round(left), bbox.top);
    ctx.lineTo(Math.round(left), bbox.top + bbox.height);
    ctx.stroke();
    if (withNames && ctx.measureText(name).width < right - left) {
      ctx.fillText(name, (left + right) / 2, bbox.top - 5 * devicePixelRatio);
    }
  }
  ctx.restore();
}
