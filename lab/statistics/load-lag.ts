import { type Percentiles, percentiles } from '../maths/percentiles.ts';
import type { RunRecord } from '../record/run-record.ts';

/** How late the load agents began their connects, in ms. The lab causes this delay, not the server. */
export function loadLag(record: RunRecord): Percentiles | null {
  return percentiles(record.samples.filter((sample) => sample.kind === 'connect').map(({ lagMs }) => lagMs));
}

/** How late the load agents began their connects, 99th percentile, as a share of what the scenario allows; 0 without connects. */
export function lateness(record: RunRecord): number {
  return (loadLag(record)?.p99 ?? 0) / record.manifest.scenario.lagBudgetMs;
}

/** Whether the load agents began their connects later than the scenario allows. Such a run says nothing about the server. */
export function fellBehind(record: RunRecord): boolean {
  return lateness(record) > 1;
}
