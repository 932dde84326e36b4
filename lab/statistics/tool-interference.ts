import type { DisturbanceEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample, Reading } from '../record/samples.ts';

/** When one of the lab's tools held up the accept thread, as the agent reported it. */
export function disturbances({ events }: Pick<RunRecord, 'events'>): DisturbanceEvent[] {
  return events.filter((event) => event.kind === 'disturbance');
}

/**
 * The connects that were not under way while a tool held up the accept thread: the server alone caused their waits. Figures of how long
 * clients waited use all connects (`seen-waits.ts`), because those left out here are mostly the ones that wait long.
 */
export function undisturbed(record: Pick<RunRecord, 'events'>, samples: readonly ConnectSample[]): readonly ConnectSample[] {
  const held = disturbances(record);
  return held.length === 0 ? samples : samples.filter((sample) => !held.some((each) => waitedIn(sample, each)));
}

/** The readings that were taken while no tool held up the accept thread. */
export function undisturbedReadings(record: Pick<RunRecord, 'events'>, taken: readonly Reading[]): readonly Reading[] {
  const held = disturbances(record);
  return taken.filter(({ atNs }) => !held.some(({ fromNs, toNs }) => atNs >= fromNs && atNs <= toNs));
}

/** Whether the connect was under way at some moment of the disturbance. */
function waitedIn({ scheduledNs, elapsedMs }: ConnectSample, { fromNs, toNs }: DisturbanceEvent): boolean {
  return scheduledNs < toNs && scheduledNs + elapsedMs * 1e6 > fromNs;
}
