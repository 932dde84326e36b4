import type { Phase } from '../model/vocabulary.ts';
import type { LabEvent } from '../record/events.ts';
import type { Manifest } from '../record/manifest.ts';

/**
 * What taking a piece costs the server. `nothing`: no measurable cost. `processor`: processor time of the machine. `disturbs`: it holds up
 * the accept thread. A run takes costly pieces only on request, and the record marks when a tool disturbed the thread.
 */
export type Cost = 'nothing' | 'processor' | 'disturbs';

/** When to look: at this share of a phase, or at the end, after everything else. */
export type Moment = { readonly phase: Phase; readonly share: number } | 'end';

/** What a command needs to know about this host. */
export interface HostFacts {
  /** Process id of mysqld; its main thread is the accept thread. */
  readonly pid: number;
  readonly port: number;
  /** The host's own root folder, as its tools see it. */
  readonly root: string;
  /** Paths of the host's files, below `root`. */
  readonly files: readonly string[];
  /** The folder in which the tools leave their files. */
  readonly folder: string;
}

/** One piece of evidence, as an operator would take it. */
interface Piece {
  readonly id: string;
  readonly title: string;
  /** What to look for, and what it means: sentences. */
  readonly lookFor: string;
  /** The command as a person would type it on their own host. */
  readonly byHand: string;
  readonly cost: Cost;
  /** Longer files are cut off at this size. */
  readonly limitBytes: number;
  /** Which part of a file reports show. `growth`: the rows of a table that changed since the first look. */
  readonly excerpt: 'head' | 'middle' | 'tail' | 'growth';
}

/** A command that prints its findings and ends. */
export interface Look extends Piece {
  readonly kind: 'look';
  readonly moments: readonly Moment[];
  command(host: HostFacts): readonly string[];
  /** Waits until the capture with this file has ended. */
  readonly after?: string;
  /** Waits for a moment in which the accept thread is in a lookup. */
  readonly whileStuck?: true;
}

/** A program that prints for a while; its output is the file. */
export interface Capture extends Piece {
  readonly kind: 'capture';
  /** Name of the file. */
  readonly file: string;
  readonly during: 'run' | 'disturbedPart';
  /** The program must end on SIGINT. */
  command(host: HostFacts): readonly string[];
}

/** A query on the session that was opened before the fault. */
export interface StatusQuery extends Piece {
  readonly kind: 'query';
  readonly moments: readonly Moment[];
  readonly sql: string;
}

/** Something that the record holds anyway; it costs nothing. */
export interface FromRecord extends Piece {
  readonly kind: 'record';
  text(manifest: Manifest, events: readonly LabEvent[]): string;
}

export type Evidence = Look | Capture | StatusQuery | FromRecord;

/** The part of the fault phase in which a tool may hold the accept thread: early, when the thread is stuck and few connects wait. */
export const disturbedPart = { afterMs: 500, share: 0.25, atMostMs: 3000 } as const;

/** The file of the strace capture; the stack is taken after it. */
export const systemCallsFile = 'system-calls.txt';

const kilobyte = 1024;

/** For text that a person reads. */
export const textLimitBytes = 256 * kilobyte;

/** Three looks to compare: before the fault, late in it, and after it. */
export const beforeDuringAfter: readonly Moment[] = [
  { phase: 'baseline', share: 0.6 },
  { phase: 'fault', share: 0.85 },
  { phase: 'recovery', share: 0.9 },
];

/** Runs a command three times, because a single look may fall between two lookups. */
export function severalTimes(command: string): readonly string[] {
  return ['sh', '-c', Array.from({ length: 3 }, () => command).join('; sleep 0.2; ')];
}
