import { stopsProcess } from '../faults/capabilities.ts';
import type { HeldUpEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';

/** A fault that stops the nameserver's process may begin and end by so much late. */
const slackNs = 1e9;

/**
 * Parts of the lab that did nothing for a while during the run, one a sentence. What such a part was to do came late then, and what it was to
 * see it did not see. That of a fault which stops the nameserver is as planned.
 */
export function stalledAgents(record: RunRecord): string[] {
  const { startNs, windows } = record.manifest;
  if (startNs === null) {
    return [];
  }
  const endNs = startNs + windows.recovery.endMs * 1e6;
  return record.events
    .filter((event) => event.kind === 'heldUp')
    .filter((event) => event.atNs > startNs && beganNs(event) < endNs && !isPlanned(record, event))
    .map((event) => {
      const seconds = (ns: number): string => (ns / 1e9).toFixed(1);
      return `the ${event.role} agent was held up: from ${seconds(beganNs(event) - startNs)} s of the run on it did nothing for ${seconds(event.forMs * 1e6)} s`;
    });
}

function isPlanned({ manifest: { scenario, startNs, windows } }: RunRecord, event: HeldUpEvent): boolean {
  const at = (ms: number): number => (startNs ?? 0) + ms * 1e6;
  return (
    event.role === 'dns' &&
    stopsProcess(scenario.fault) &&
    beganNs(event) > at(windows.fault.startMs) - slackNs &&
    event.atNs < at(windows.fault.endMs) + slackNs
  );
}

function beganNs({ atNs, forMs }: HeldUpEvent): number {
  return atNs - forMs * 1e6;
}
