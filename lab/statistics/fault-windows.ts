import { isControl, leavesNoLedger } from '../faults/capabilities.ts';
import { outages } from '../faults/outages.ts';
import type { PhaseWindows } from '../model/timeline.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import type { Interval } from './lookups.ts';
import { faultWindow, type Span, spanWindow } from './select.ts';

/** A fault of the host may end this much early. */
export const timerSlackNs = 10e6;

/**
 * When the DNS was wrong, as the DNS agent reported it. A fault that comes and goes has several such windows. What is decided after the end
 * of a window was decided by a healthy DNS. For a run without a fault, the window is its fault phase.
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
  // A process that was stopped reports the end of the fault once it runs again, which is after the DNS has healed.
  const toNs = Math.min(inForce.toNs, leavesNoLedger(scenario.fault) ? phase.toNs - timerSlackNs : phase.toNs);
  const lengthMs = (toNs - inForce.fromNs) / 1e6;
  return outages(scenario.fault, lengthMs).map(({ fromMs, untilMs }) => ({
    fromNs: inForce.fromNs + fromMs * 1e6,
    toNs: inForce.fromNs + untilMs * 1e6,
  }));
}

/** The windows in which connects of the span must be decided: the fault's own for the fault phase, else all time from the span's beginning. */
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

/** The window in which a connect began. */
export function windowOf({ scheduledNs }: ConnectSample, windows: readonly Interval[]): Interval | undefined {
  return windows.find(({ fromNs, toNs }) => scheduledNs >= fromNs && scheduledNs < toNs);
}

function phaseInNs(startNs: number, { fault }: PhaseWindows): Interval {
  return { fromNs: startNs + fault.startMs * 1e6, toNs: startNs + fault.endMs * 1e6 };
}
