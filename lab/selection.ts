import type { QueryEvent } from './events.ts';
import { type Path, type Phase, phases, type Stage } from './paths.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample, Reading } from './samples.ts';

export type PhaseOrAll = Phase | 'all';

/** A quantity as measured; `value` is null when there is nothing to measure it by, and `samples` says by how much it is. */
export interface Measurement {
  readonly value: number | string | null;
  readonly unit: string;
  readonly samples: number;
}

/** Connects of a path whose scheduled start lies in the phase. */
export function connects(record: RunRecord, path: Path, phase: PhaseOrAll): ConnectSample[] {
  const within = inPhase(record, phase);
  return record.samples
    .filter((sample) => sample.kind === 'connect')
    .filter((sample) => sample.path === path && within(sample.scheduledNs));
}

/** Readings of one side that were taken in the phase. */
export function readings(record: RunRecord, side: Reading['side'], phase: PhaseOrAll): Reading[] {
  const within = inPhase(record, phase);
  return record.samples.filter((sample) => sample.kind === 'reading').filter((sample) => sample.side === side && within(sample.atNs));
}

/** Queries that reached the nameserver in the phase. */
export function queries(record: RunRecord, phase: PhaseOrAll): QueryEvent[] {
  const within = inPhase(record, phase);
  return record.events.filter((event) => event.kind === 'query').filter((event) => within(event.receivedNs));
}

/** When the fault was in force by the DNS agent's own account, in ns of the monotonic clock; null when it never was. */
export function faultWindow(record: RunRecord): { readonly fromNs: number; readonly toNs: number } | null {
  const changes = record.events.filter((event) => event.kind === 'fault').toSorted((a, b) => a.atNs - b.atNs);
  const begin = changes.find(({ fault }) => fault.id !== 'none');
  const end = changes.find(({ atNs, fault }) => begin !== undefined && atNs >= begin.atNs && fault.id === 'none');
  return begin === undefined ? null : { fromNs: begin.atNs, toNs: end?.atNs ?? Number.POSITIVE_INFINITY };
}

/** Times of one stage in ms. A connect that did not come that far, and timed out or is pending, counts as at least as long as it lasted. */
export function stageTimes(samples: readonly ConnectSample[], stage: Stage): number[] {
  return samples.flatMap((sample) => {
    const reached = sample.stages[stage];
    if (reached !== null) {
      return [reached];
    }
    const stillWaiting = sample.outcome === 'timedOut' || sample.outcome === 'pending';
    return stillWaiting && stage !== 'refusal' ? [sample.elapsedMs] : [];
  });
}

/** Whether a time on the monotonic clock lies in the phase. */
export function inPhase({ manifest: { startNs, windows } }: RunRecord, phase: PhaseOrAll): (atNs: number) => boolean {
  if (startNs === null) {
    return () => false;
  }
  const last = phases.at(-1) ?? 'recovery';
  const { startMs, endMs } = phase === 'all' ? { startMs: 0, endMs: windows[last].endMs } : windows[phase];
  return (atNs) => atNs >= startNs + startMs * 1e6 && atNs < startNs + endMs * 1e6;
}
