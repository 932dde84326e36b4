import { isControl, leavesNoLedger } from '../faults/capabilities.ts';
import { outages } from '../faults/outages.ts';
import type { PhaseWindows } from '../model/timeline.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Interval } from './lookups.ts';
import { faultWindow, type Span, spanWindow } from './select.ts';

/** A fault of the host may be undone this much early. */
export const timerSlackNs = 10e6;

/**
 * When the DNS was wrong, by the DNS agent's own account; a fault that comes and goes has several such windows. What is decided after one
 * has ended was decided by a DNS that is well. A run without a fault has its fault phase.
 */
export function faultWindows(record: RunRecord): Interval[] {
  const { scenario, startNs, windows } = record.manifest;
  if (startNs === null) {
    return [];
  }
  const phase = phaseInNs(startNs, windows);
  if (isControl(scenario.fault)) {
    return [phase];
  }
  const inForce = faultWindow(record);
  if (inForce === null) {
    return [];
  }
  // A process that was stopped says that the fault is over when it goes on, which is after the DNS is well again.
  const toNs = Math.min(inForce.toNs, leavesNoLedger(scenario.fault) ? phase.toNs - timerSlackNs : phase.toNs);
  const lengthMs = (toNs - inForce.fromNs) / 1e6;
  return outages(scenario.fault, lengthMs).map(({ fromMs, untilMs }) => ({
    fromNs: inForce.fromNs + fromMs * 1e6,
    toNs: inForce.fromNs + untilMs * 1e6,
  }));
}

/** The windows in which what is asked of `span` is decided: those of the fault for the fault phase, else the span itself. */
export function decidingWindows(record: RunRecord, span: Span): Interval[] {
  const { startNs, windows } = record.manifest;
  const isOfFault = span === 'fault' || (typeof span === 'object' && span.phase === 'fault');
  if (startNs === null) {
    return [];
  }
  if (isOfFault) {
    return faultWindows(record);
  }
  const { startMs } = spanWindow(span, windows);
  return [{ fromNs: startNs + startMs * 1e6, toNs: Number.POSITIVE_INFINITY }];
}

function phaseInNs(startNs: number, { fault }: PhaseWindows): Interval {
  return { fromNs: startNs + fault.startMs * 1e6, toNs: startNs + fault.endMs * 1e6 };
}
