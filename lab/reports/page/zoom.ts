import type uPlot from 'uplot';
import type { ChartData } from './chart-data.ts';

/** All charts of the page show the same span of time. Drag over one, or choose a phase with a button (on a phone, or by keyboard). */
export class Zoom {
  readonly #charts: uPlot[] = [];
  #following = false;

  readonly plugin: uPlot.Plugin = {
    hooks: {
      init: (chart: uPlot) => void this.#charts.push(chart),
      setScale: (chart: uPlot, key: string) => {
        const { min, max } = chart.scales[key] ?? {};
        if (key === 'x' && min != null && max != null) {
          this.#follow(chart, min, max);
        }
      },
    },
  };

  get charts(): readonly uPlot[] {
    return this.#charts;
  }

  show(fromSeconds: number, toSeconds: number): void {
    for (const chart of this.#charts) {
      chart.setScale('x', { min: fromSeconds, max: toSeconds });
    }
  }

  /** A button for the whole run, and one for each phase. */
  buttons({ endMs, phases }: ChartData): HTMLElement {
    const bar = document.createElement('div');
    bar.className = 'zoom';
    bar.setAttribute('role', 'group');
    bar.setAttribute('aria-label', 'time shown');
    for (const { name, fromMs, toMs } of [{ name: 'whole run', fromMs: 0, toMs: endMs }, ...phases]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = name;
      button.addEventListener('click', () => this.show(fromMs / 1000, toMs / 1000));
      bar.append(button);
    }
    return bar;
  }

  #follow(leader: uPlot, min: number, max: number): void {
    if (this.#following) {
      return;
    }
    this.#following = true;
    for (const chart of this.#charts.filter((other) => other !== leader)) {
      const { min: from, max: to } = chart.scales['x'] ?? {};
      if (from !== min || to !== max) {
        chart.setScale('x', { min, max });
      }
    }
    this.#following = false;
  }
}
