import type { Phase } from '../model/vocabulary.ts';
import type { LabEvent } from '../record/events.ts';
import type { Manifest } from '../record/manifest.ts';

/**
 * What it costs the server to be looked at: nothing that is measured; some of the machine's processor; or the accept thread itself, which
 * is held up. What costs is taken only where somebody asks for it, and what disturbs is marked in the record.
 */
export type Cost = 'nothing' | 'processor' | 'disturbs';

/** When to look: in a phase, at this share of it; or at the end, when everything else is taken. */
export type Moment = { readonly phase: Phase; readonly share: number } | 'end';

/** What a command of an operator needs to be told about this host. */
export interface HostFacts {
  /** Of mysqld; its main thread is the accept thread. */
  readonly pid: number;
  readonly port: number;
  /** The host's own root folder, as its tools see it. */
  readonly root: string;
  /** Paths of the host's files, below that. */
  readonly files: readonly string[];
  /** Where the tools leave their files. */
  readonly folder: string;
}

/** One piece of evidence, as an operator would take it. */
interface Piece {
  readonly id: string;
  readonly title: string;
  /** What to look for in it, and what it means. */
  readonly lookFor: string;
  /** The command as a person would type it on their own host. */
  readonly byHand: string;
  readonly cost: Cost;
  /** No file of it becomes larger than this. */
  readonly limitBytes: number;
  /** Which part of a file says most at a glance. */
  readonly excerpt: 'head' | 'middle' | 'tail' | 'growth';
}

/** A command that prints. */
export interface Look extends Piece {
  readonly kind: 'look';
  readonly moments: readonly Moment[];
  command(host: HostFacts): readonly string[];
  /** The file of a capture that must be through before. */
  readonly after?: string;
  /** Waits for a moment in which the accept thread is in a lookup. */
  readonly whileStuck?: true;
}

/** A program that prints for a while: what it prints is the file. */
export interface Capture extends Piece {
  readonly kind: 'capture';
  /** Name of the file. */
  readonly file: string;
  readonly during: 'run' | 'disturbedPart';
  /** It is ended with SIGINT. */
  command(host: HostFacts): readonly string[];
}

/** A query on the session that was opened before the fault. */
export interface StatusQuery extends Piece {
  readonly kind: 'query';
  readonly moments: readonly Moment[];
  readonly sql: string;
}

/** What the record has anyway. */
export interface FromRecord extends Piece {
  readonly kind: 'record';
  text(manifest: Manifest, events: readonly LabEvent[]): string;
}

export type Evidence = Look | Capture | StatusQuery | FromRecord;

/** The part of the fault phase in which a tool may hold the accept thread: early, while few connects wait, and the thread is stuck already. */
export const disturbedPart = { afterMs: 500, share: 0.25, atMostMs: 3000 } as const;

/** What strace writes: the stack is taken when that is through. */
export const systemCallsFile = 'system-calls.txt';

const kilobyte = 1024;

/** For text that a person reads. */
export const textLimitBytes = 256 * kilobyte;

/** Three looks that can be compared: before, late in the fault, and when it is over. */
export const beforeDuringAfter: readonly Moment[] = [
  { phase: 'baseline', share: 0.6 },
  { phase: 'fault', share: 0.85 },
  { phase: 'recovery', share: 0.9 },
];

/** One look may fall between two lookups. */
export function severalTimes(command: string): readonly string[] {
  return ['sh', '-c', Array.from({ length: 3 }, () => command).join('; sleep 0.2; ')];
}
