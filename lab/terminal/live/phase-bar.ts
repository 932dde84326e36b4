import { type Phase, phases } from '../../model/vocabulary.ts';
import type { RunSoFar } from './run-state.ts';
import type { Piece } from './styled-line.ts';

/** The phase at `nowMs`; the last one when the run is over. */
export function phaseAt({ plan: { windows } }: RunSoFar, nowMs: number): Phase {
  return phases.find((phase) => nowMs < windows[phase].endMs) ?? 'recovery';
}

/**
 * The phases above the columns of the sparklines: heavy up to the current time, light after it. The fault is a block, so that it stands out
 * without colours too.
 */
export function phaseBar(run: RunSoFar, nowMs: number, width: number): Piece[] {
  const column = (ms: number): number => Math.round((ms * width) / run.totalMs);
  const reached = column(Math.min(nowMs, run.totalMs));
  return phases.flatMap((phase) => {
    const { startMs, endMs } = run.plan.windows[phase];
    const [from, to] = [column(startMs), column(endMs)];
    const [heavy, light] = phase === 'fault' ? ['▓', '░'] : ['━', '─'];
    const name = named(phase, to - from);
    const at = from + Math.floor((to - from - name.length) / 2);
    const cells = Array.from({ length: to - from }, (_, index) => {
      const here = from + index;
      return name[here - at] ?? (here < reached ? heavy : light);
    });
    const past = Math.max(0, Math.min(cells.length, reached - from));
    const colour = phase === 'fault' ? (['red'] as const) : [];
    return [
      { text: cells.slice(0, past).join(''), style: [...colour, 'bold'] },
      { text: cells.slice(past).join(''), style: [...colour, 'dim'] },
    ] satisfies Piece[];
  });
}

/** As much of a phase's name as fits, with spaces around it if there is room. */
function named(phase: Phase, width: number): string {
  const candidates = [` ${phase} `, phase, ...(width > 1 ? [phase.slice(0, 1)] : [])];
  return candidates.find((text) => text.length <= width) ?? '';
}
