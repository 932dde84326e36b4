import type { StepRange } from '../model/expectation.ts';
import { type StepWindow, stepWindows } from '../model/timeline.ts';
import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { connects } from './select.ts';

/** The steps of a path's rate, in order; none if its rate is not stepped. */
export function stepsOf({ manifest: { scenario, windows } }: RunRecord, path: Path): StepWindow[] {
  return scenario.load.flatMap((stream) =>
    stream.path === path && stream.arrivals.process === 'steps' ? stepWindows(stream.arrivals, windows) : [],
  );
}

/** The connects of a path that came in these steps of its rate. */
export function connectsInSteps(record: RunRecord, path: Path, { from, to }: StepRange): ConnectSample[] {
  const windows = stepsOf(record, path).slice(from - 1, to);
  const startNs = record.manifest.startNs ?? 0;
  return connects(record, path, 'all').filter(({ scheduledNs }) =>
    windows.some(({ startMs, endMs }) => scheduledNs >= startNs + startMs * 1e6 && scheduledNs < startNs + endMs * 1e6),
  );
}
