import type { Statistic } from '../../maths/percentiles.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { connectsInSteps } from '../load-steps.ts';
import type { Measured } from '../measurement.ts';
import { asSeen, countSeen, waitStatistic } from '../seen-waits.ts';
import { connects } from '../select.ts';
import { type Timed, tookTo, waitedUntilOver } from '../waited.ts';
import type { QuantityKinds } from './quantity-kind.ts';

/** Times of connects, one statistic of each. */
export const times = {
  stage: {
    meaning: 'how long connects of a path took to reach a stage',
    unit: 'ms',
    measure(record, { path, stage, statistic, steps }, span) {
      const taken = steps === undefined ? connects(record, path, span) : connectsInSteps(record, path, steps);
      return statisticOf(
        record,
        taken.flatMap((sample) => tookTo(sample, stage)),
        statistic,
      );
    },
  },
  elapsed: {
    meaning: 'how long clients of a path waited; giving up ends a wait, too',
    unit: 'ms',
    measure: (record, { path, statistic }, span) => statisticOf(record, connects(record, path, span).map(waitedUntilOver), statistic),
  },
  errorTime: {
    meaning: 'how long connects of a path took to end with one error code',
    unit: 'ms',
    measure(record, { path, code, statistic }, span) {
      const failed = connects(record, path, span).filter(({ error }) => error?.code === code);
      return statisticOf(
        record,
        failed.map((sample) => ({ sample, ms: sample.elapsedMs, ended: true })),
        statistic,
      );
    },
  },
} as const satisfies Partial<QuantityKinds>;

function statisticOf(record: RunRecord, timed: readonly Timed[], statistic: Statistic): Measured {
  const waits = asSeen(record, timed);
  const found = waitStatistic(waits, statistic);
  return {
    value: found?.ms ?? null,
    samples: countSeen(waits),
    ...(found?.isLowerBound === true ? { isLowerBound: true } : {}),
    ...(found === null || found.bounds === null ? {} : { interval: found.bounds }),
  };
}
