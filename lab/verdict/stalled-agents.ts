import { stopsProcess } from '../faults/capabilities.ts';
import type { StalledEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';

/** A fault that stops the nameserver's process may begin and end this much late. */
const slackNs = 1e9;

/**
 * The agents that stalled during the run, one sentence each. Their actions were late, and they missed events. A stall of the nameserver
 * under a fault that stops it is planned, and does not count.
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
      return `the ${event.role} agent stalled for ${seconds(event.forMs * 1e6)} s, beginning ${seconds(beganNs(event) - startNs)} s into the run`;
    });
}

function isPlanned({ manifest: { scenario, startNs, windows } }: RunRecord, event: StalledEvent): boolean {
  const at = (ms: number): number => (startNs ?? 0) + ms * 1e6;
  return (
    event.role === 'dns' &&
    stopsProcess(scenario.fault) &&
    beganNs(event) > at(windows.fault.startMs) - slackNs &&
    event.atNs < at(windows.fault.endMs) + slackNs
  );
}

function beganNs({ atNs, forMs }: StalledEvent): number {
  return atNs - forMs * 1e6;
}
