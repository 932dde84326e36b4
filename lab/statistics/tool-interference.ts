import type { DisturbanceEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample, Reading } from '../record/samples.ts';

/** When a tool of the lab's held up the accept thread, by the agent's own account. */
export function disturbances({ events }: Pick<RunRecord, 'events'>): DisturbanceEvent[] {
  return events.filter((event) => event.kind === 'disturbance');
}

/**
 * The connects that were not under way while a tool of the lab's held up the accept thread: only what they waited for was the server's own
 * doing. How long clients waited is asked of all (`seen-waits.ts`), because those left out here are mostly the ones that wait long.
 */
export function undisturbed(record: Pick<RunRecord, 'events'>, samples: readonly ConnectSample[]): readonly ConnectSample[] {
  const held = disturbances(record);
  return held.length === 0 ? samples : samples.filter((sample) => !held.some((each) => waitedIn(sample, each)));
}

/** The readings that were not taken while a tool of the lab's held up the accept thread. */
export function undisturbedReadings(record: Pick<RunRecord, 'events'>, taken: readonly Reading[]): readonly Reading[] {
  const held = disturbances(record);
  return taken.filter(({ atNs }) => !held.some(({ fromNs, toNs }) => atNs >= fromNs && atNs <= toNs));
}

/** Whether the connect had begun and was not over at some time of it. */
function waitedIn({ scheduledNs, elapsedMs }: ConnectSample, { fromNs, toNs }: DisturbanceEvent): boolean {
  return scheduledNs < toNs && scheduledNs + elapsedMs * 1e6 > fromNs;
}
