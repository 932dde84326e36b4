import type { Outcome, Path, Phase } from '../../model/vocabulary.ts';

/** Points of one series. A report may have 100,000, so they are numbers in arrays, and times are differences. */
export interface Points {
  /** Each in ms after the one before it; the first in ms after the beginning of the run. */
  readonly stepMs: readonly number[];
  readonly value: readonly number[];
}

/** What the charts of a report show. */
export interface ChartData {
  readonly endMs: number;
  readonly phases: readonly { readonly name: Phase; readonly fromMs: number; readonly toMs: number }[];
  /** When the fault was in force by the nameserver's ledger; null if it never was. */
  readonly fault: { readonly fromMs: number; readonly toMs: number } | null;
  /** When a tool that took evidence held up the accept thread. */
  readonly disturbances: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Every connect: when it came, and how long its client waited, in ms. */
  readonly connects: readonly (Points & { readonly path: Path; readonly outcome: Outcome })[];
  /** The kernel's part of every connect over the network: the time until TCP was connected, in ms. */
  readonly handshakes: Points;
  readonly acceptQueue: Points;
  readonly timeWait: { readonly server: Points; readonly client: Points };
  /** Queries that were open at the nameserver, at every change. */
  readonly queriesOpen: Points;
  /** Queries that arrived in each second; a value for each second, at its beginning. */
  readonly queriesPerSecond: Points;
}
