import type { AgentEvent } from '../agents/protocol.ts';
import type { Phase } from '../model/vocabulary.ts';
import type { Plan } from '../plan/plan.ts';
import { type RunObserver, unobserved } from '../run/observer.ts';
import { coloured, plain } from '../text/paint.ts';
import { coloursOn } from './colours.ts';
import { frame } from './live/frame.ts';
import { plainLine } from './live/plain-line.ts';
import { RunSoFar } from './live/run-state.ts';
import { processScreen, type Screen } from './screen.ts';

/** Five frames a second: as fast as the eye can follow, at negligible cost. */
const frameIntervalMs = 200;
const shortestLineIntervalMs = 5000;
/** The most lines for a long run, besides those of its phases. */
const mostLines = 40;

/** How a run is shown: as stderr allows, as a line for each phase, or not at all. */
export type LiveViewKind = 'full' | 'phases' | 'none';

/** The view of a run of this plan at the command line. */
export function liveView(plan: Plan, kind: LiveViewKind): RunObserver {
  if (kind === 'none') {
    return unobserved;
  }
  const run = new RunSoFar(plan);
  const screen = processScreen();
  return screen === undefined || kind === 'phases' ? new LiveLines(run, kind === 'full') : new LiveDisplay(run, screen);
}

/** Base class of the views: the time and the events of a run. The run's time begins with its first phase. */
abstract class LiveView implements RunObserver {
  readonly #run: RunSoFar;
  #zeroMs: number | null = null;
  /** The start of the current phase: a timer may fire slightly early, but a phase that began counts. */
  #leastMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(run: RunSoFar) {
    this.#run = run;
  }

  began(startNs: number): void {
    this.#run.began(startNs);
    const intervalMs = this.intervalMs(this.#run);
    this.#timer = intervalMs === null ? undefined : setInterval(() => this.showNow(), intervalMs);
  }

  phase(phase: Phase): void {
    const { startMs, endMs } = this.#run.plan.windows[phase];
    this.#zeroMs ??= performance.now() - startMs;
    this.#leastMs = startMs;
    if (endMs > startMs) {
      this.#timer?.refresh();
      this.phaseBegan();
    }
  }

  event(event: AgentEvent): void {
    this.#run.take(event, this.#nowMs ?? 0);
  }

  ended(): void {
    clearInterval(this.#timer);
  }

  protected showNow(): void {
    const nowMs = this.#nowMs;
    this.#run.advance(nowMs ?? 0);
    this.show(this.#run, nowMs);
  }

  get #nowMs(): number | null {
    return this.#zeroMs === null ? null : Math.max(this.#leastMs, performance.now() - this.#zeroMs);
  }

  /** How often to show the run between phases; null: never. */
  protected abstract intervalMs(run: RunSoFar): number | null;
  protected abstract phaseBegan(): void;
  protected abstract show(run: RunSoFar, nowMs: number | null): void;
}

/** Draws in place, at a terminal. */
class LiveDisplay extends LiveView {
  readonly #screen: Screen;
  readonly #paint = coloursOn(process.stderr) ? coloured : plain;

  constructor(run: RunSoFar, screen: Screen) {
    super(run);
    this.#screen = screen;
    screen.onResize = () => this.showNow();
    this.showNow();
  }

  override ended(): void {
    super.ended();
    this.#screen.close();
  }

  protected intervalMs(): number {
    return frameIntervalMs;
  }

  /** Does nothing: the next frame shows the phase. */
  protected phaseBegan(): void {}

  protected show(run: RunSoFar, nowMs: number | null): void {
    const { width, height } = this.#screen;
    this.#screen.draw(frame(run, nowMs, { width, height, paint: this.#paint }));
  }
}

/** Writes a line for each phase and optionally at intervals in between, for a log. */
class LiveLines extends LiveView {
  readonly #between: boolean;

  constructor(run: RunSoFar, between: boolean) {
    super(run);
    this.#between = between;
  }

  protected intervalMs({ totalMs }: RunSoFar): number | null {
    return this.#between ? Math.max(shortestLineIntervalMs, totalMs / mostLines) : null;
  }

  protected phaseBegan(): void {
    this.showNow();
  }

  protected show(run: RunSoFar, nowMs: number | null): void {
    process.stderr.write(`${plainLine(run, nowMs ?? 0)}\n`);
  }
}
