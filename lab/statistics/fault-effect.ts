import { isControl, leavesNoLedger } from '../faults/capabilities.ts';
import { noFaultId } from '../faults/index.ts';
import { changesControlQueries, controlQuestions } from '../plan/control-questions.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ControlQuerySample } from '../record/samples.ts';
import { counted } from '../text/counted.ts';
import { timerSlackNs } from './fault-windows.ts';
import { faultWindow, hostQueries, queries } from './select.ts';

/**
 * Why the run does not show its fault's effect; null if it does. The ledger shows the effect. A fault of the nameserver's host leaves
 * nothing there; its effect shows in the control queries that the watch agent sent from the database host.
 *
 * A fault may spare queries by chance. The run is still valid if the fault could have changed the control queries, some of them reached
 * the nameserver while it was in force, and the database host itself asked nothing: nothing on the host could have noticed the fault.
 */
export function missingEffect(record: RunRecord): string | null {
  const { scenario } = record.manifest;
  const window = faultWindow(record);
  if (isControl(scenario.fault) || (window !== null && (wasTreated(record) || leftUnanswered(record, window)))) {
    return null;
  }
  const fault = `the fault "${scenario.fault.id}"`;
  const inForce = queries(record, 'all').filter((query) => query.fault === scenario.fault.id);
  if (window === null || inForce.length === 0) {
    return `${fault} had no effect: ${window === null ? 'it was never in force' : 'no query arrived while it was in force'}`;
  }
  const expected = changesControlQueries(scenario);
  if (expected === 'by chance') {
    const ofHost = hostQueries(record, 'all').filter((query) => query.fault === scenario.fault.id).length;
    const fitting = new Set(controlQuestions(scenario).map(({ name, type }) => `${type} ${name}`));
    return ofHost === 0 && inForce.some(({ name, type }) => fitting.has(`${type} ${name}`))
      ? null
      : `${fault} was in force and by chance changed none of the queries: ${counted(inForce.length, 'query', 'queries')} arrived, ${ofHost} from the database host; use a longer fault phase or stronger settings`;
  }
  return expected === 'never' && !leavesNoLedger(scenario.fault)
    ? `${fault} had no effect: with these settings it changes no answer about any host of this run; check "only" and the other settings`
    : `${fault} had no visible effect: no recorded query was affected, of ${inForce.length} that arrived while it was in force`;
}

function wasTreated(record: RunRecord): boolean {
  return queries(record, 'all').some(({ treatment, fault }) => fault !== noFaultId && treatment !== 'honest');
}

type Window = NonNullable<ReturnType<typeof faultWindow>>;

function leftUnanswered(record: RunRecord, window: Window): boolean {
  const { scenario, startNs, windows } = record.manifest;
  // A process that was stopped answers the queries in its queue before it reports that the fault is over.
  const plannedEndNs = (startNs ?? 0) + windows.fault.endMs * 1e6 - timerSlackNs;
  const silent = { fromNs: window.fromNs, toNs: Math.min(window.toNs, plannedEndNs) };
  return leavesNoLedger(scenario.fault) && record.samples.some((sample) => sample.kind === 'canary' && wentUnanswered(sample, silent));
}

function wentUnanswered(
  { sentNs, roundTripMs }: ControlQuerySample,
  { fromNs, toNs }: { readonly fromNs: number; readonly toNs: number },
): boolean {
  const isWithin = sentNs >= fromNs && sentNs < toNs;
  return isWithin && (roundTripMs === null || sentNs + roundTripMs * 1e6 >= toNs);
}
