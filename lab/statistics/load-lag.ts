import { type Percentiles, percentiles } from '../maths/percentiles.ts';
import type { RunRecord } from '../record/run-record.ts';

/** How late the load agents began their connects, in ms. The lab causes this delay, not the server. */
export function loadLag(record: RunRecord): Percentiles | null {
  return percentiles(record.samples.filter((sample) => sample.kind === 'connect').map(({ lagMs }) => lagMs));
}

/** Whether the load agents began their connects later than the scenario allows. Such a run says nothing about the server. */
export function fellBehind(record: RunRecord): boolean {
  return (loadLag(record)?.p99 ?? 0) > record.manifest.scenario.lagBudgetMs;
}
