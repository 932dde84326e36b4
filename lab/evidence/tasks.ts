import type { PhaseWindows } from '../model/timeline.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import { type Capture, disturbedPart, type Evidence, type HostFacts, type Look, type Moment, type StatusQuery } from './evidence.ts';
import { evidence } from './index.ts';
import { type EvidenceLevel, isTaken } from './level.ts';

/** When a task begins: at a time in ms from the beginning of the run, at the end of the run, or after the task with this file. */
type TaskStart = { readonly atMs: number } | 'end' | { readonly after: string };

/** One file of evidence, and how to take it on the database host. */
export interface EvidenceTask {
  readonly id: string;
  readonly file: string;
  readonly start: TaskStart;
  /** When to end the program, in ms from the beginning of the run; null if it ends by itself or goes on to the end of the run. */
  readonly untilMs: number | null;
  readonly task:
    | { readonly kind: 'look' | 'capture'; readonly command: readonly string[] }
    | { readonly kind: 'query'; readonly sql: string };
  readonly whileStuck: boolean;
  readonly disturbs: boolean;
  readonly limitBytes: number;
}

/** A shorter look shows nothing. */
const shortestDisturbanceMs = 500;

/** What a run at this level takes, in the order of the registry. Nothing is taken in a phase that the run does not have. */
export function evidenceTasks(scenario: Scenario, windows: PhaseWindows, level: EvidenceLevel, host: HostFacts): EvidenceTask[] {
  return evidence
    .filter((piece) => isTaken(piece.cost, level) && whyNot(piece, scenario, windows) === undefined)
    .flatMap((piece) => tasksOf(piece, windows, host));
}

/** Why a piece cannot be taken in this run; undefined if it can. */
export function whyNot({ cost }: Evidence, scenario: Scenario, windows: PhaseWindows): string | undefined {
  if (cost !== 'disturbs') {
    return undefined;
  }
  const { startMs, endMs } = windows.fault;
  if ((endMs - startMs) * disturbedPart.share < shortestDisturbanceMs) {
    return `the fault phase is shorter than ${shortestDisturbanceMs / disturbedPart.share} ms`;
  }
  return scenario.traceReads === 'fault' ? 'strace already traces the accept thread, to count reads' : undefined;
}

function tasksOf(piece: Evidence, windows: PhaseWindows, host: HostFacts): EvidenceTask[] {
  switch (piece.kind) {
    case 'record':
      return [];
    case 'capture':
      return [captureTask(piece, windows, host)];
    case 'look':
    case 'query':
      return piece.moments
        .filter((moment) => typeof moment === 'string' || windows[moment.phase].endMs > windows[moment.phase].startMs)
        .map((moment) => momentTask(piece, moment, windows, host));
  }
}

function captureTask(piece: Capture, windows: PhaseWindows, host: HostFacts): EvidenceTask {
  const { id, file, during, limitBytes } = piece;
  const task = { kind: 'capture' as const, command: piece.command(host) };
  const common = { id, file, task, limitBytes, whileStuck: false, disturbs: piece.cost === 'disturbs' };
  if (during === 'run') {
    return { ...common, start: { atMs: 0 }, untilMs: null };
  }
  const { startMs, endMs } = windows.fault;
  const longestMs = (endMs - startMs) * disturbedPart.share;
  const atMs = startMs + Math.min(disturbedPart.afterMs, longestMs);
  return { ...common, start: { atMs }, untilMs: atMs + Math.min(disturbedPart.atMostMs, longestMs) };
}

function momentTask(piece: Look | StatusQuery, moment: Moment, windows: PhaseWindows, host: HostFacts): EvidenceTask {
  const phase = typeof moment === 'string' ? '' : `.${moment.phase}`;
  return {
    id: piece.id,
    file: `${piece.id}${piece.moments.length === 1 ? '' : phase}.txt`,
    start: startOf(piece, moment, windows),
    untilMs: null,
    task: piece.kind === 'query' ? { kind: 'query', sql: piece.sql } : { kind: 'look', command: piece.command(host) },
    whileStuck: piece.kind === 'look' && piece.whileStuck === true,
    disturbs: piece.cost === 'disturbs',
    limitBytes: piece.limitBytes,
  };
}

function startOf(piece: Look | StatusQuery, moment: Moment, windows: PhaseWindows): TaskStart {
  if (piece.kind === 'look' && piece.after !== undefined) {
    return { after: piece.after };
  }
  if (moment === 'end') {
    return 'end';
  }
  const { startMs, endMs } = windows[moment.phase];
  return { atMs: startMs + (endMs - startMs) * moment.share };
}
