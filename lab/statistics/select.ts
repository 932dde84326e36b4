import { isControl } from '../faults/capabilities.ts';
import type { PhaseWindows } from '../model/timeline.ts';
import { type Path, type Phase, phases } from '../model/vocabulary.ts';
import { isControlQuery } from '../network/control-queries.ts';
import type { QueryEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample, Reading } from '../record/samples.ts';

/** The part of a run to look at: a phase, a part of a phase (in ms from its beginning), or all. */
export type Span = Phase | 'all' | { readonly phase: Phase; readonly fromMs: number; readonly untilMs: number };

/** Connects of a path whose scheduled start lies in the span. */
export function connects(record: RunRecord, path: Path, span: Span): ConnectSample[] {
  const within = inSpan(record, span);
  return record.samples
    .filter((sample) => sample.kind === 'connect')
    .filter((sample) => sample.path === path && within(sample.scheduledNs));
}

/** Readings of one side, taken in the span. */
export function readings(record: RunRecord, side: Reading['side'], span: Span): Reading[] {
  const within = inSpan(record, span);
  return record.samples.filter((sample) => sample.kind === 'reading').filter((sample) => sample.side === side && within(sample.atNs));
}

/** Queries that reached the nameserver in the span. */
export function queries(record: RunRecord, span: Span): QueryEvent[] {
  const within = inSpan(record, span);
  return record.events.filter((event) => event.kind === 'query').filter((event) => within(event.receivedNs));
}

/** The same without the lab's control queries: only what the database host itself asked. */
export function hostQueries(record: RunRecord, span: Span): QueryEvent[] {
  return queries(record, span).filter((query) => !isControlQuery(query, record.manifest.scenario.nameserver));
}

/** When the fault was in force, as the DNS agent reported it, in ns of the monotonic clock; null if it never was. */
export function faultWindow(record: RunRecord): { readonly fromNs: number; readonly toNs: number } | null {
  const changes = record.events.filter((event) => event.kind === 'fault').toSorted((a, b) => a.atNs - b.atNs);
  const begin = changes.find(({ fault }) => !isControl(fault));
  const end = changes.find(({ atNs, fault }) => begin !== undefined && atNs >= begin.atNs && isControl(fault));
  return begin === undefined ? null : { fromNs: begin.atNs, toNs: end?.atNs ?? Number.POSITIVE_INFINITY };
}

/** Whether a time on the monotonic clock lies in the span. */
function inSpan({ manifest: { startNs, windows } }: RunRecord, span: Span): (atNs: number) => boolean {
  if (startNs === null) {
    return () => false;
  }
  const { startMs, endMs } = spanWindow(span, windows);
  return (atNs) => atNs >= startNs + startMs * 1e6 && atNs < startNs + endMs * 1e6;
}

/** The span in ms from the beginning of the run. */
export function spanWindow(span: Span, windows: PhaseWindows): { readonly startMs: number; readonly endMs: number } {
  if (span === 'all') {
    return { startMs: 0, endMs: windows[phases.at(-1) ?? 'recovery'].endMs };
  }
  if (typeof span === 'string') {
    return windows[span];
  }
  const { startMs, endMs } = windows[span.phase];
  return { startMs: startMs + span.fromMs, endMs: Math.min(endMs, startMs + span.untilMs) };
}
