import { faultWindows } from '../fault-windows.ts';
import { kneeOf, minimumReadings, queueGrowth, slope } from '../queue-growth.ts';
import { readings } from '../select.ts';
import type { QuantityKinds } from './quantity-kind.ts';

/** How fast the accept queue grows. */
export const growth = {
  knee: {
    meaning: 'the rate above which the accept queue grows; the path’s rate must be stepped',
    unit: 'connects per second',
    measure(record, { path }) {
      const steps = queueGrowth(record, path);
      return { value: kneeOf(steps), samples: steps.length };
    },
  },
  queueAtEnd: {
    meaning: 'how fast the accept queue still grew in the second half of the last fault window',
    unit: 'connections per second',
    measure(record) {
      const last = faultWindows(record).at(-1);
      if (last === undefined) {
        return { value: null, samples: 0 };
      }
      const fromNs = (last.fromNs + last.toNs) / 2;
      const depths = readings(record, 'server', 'fault')
        .filter(({ atNs }) => atNs >= fromNs && atNs < last.toNs)
        .flatMap(({ atNs, values }) =>
          typeof values.acceptQueueDepth === 'number' ? [{ seconds: (atNs - fromNs) / 1e9, depth: values.acceptQueueDepth }] : [],
        );
      return depths.length < minimumReadings
        ? { value: null, samples: depths.length }
        : { value: slope(depths), samples: depths.length, note: `${depths.at(-1)?.depth ?? 0} waited then` };
    },
  },
  queueGrowth: {
    meaning: 'how fast the accept queue grew in some steps of the path’s rate, on average',
    unit: 'connections per second',
    measure(record, { path, steps }) {
      const growths = queueGrowth(record, path).slice(steps.from - 1, steps.to);
      const sum = growths.reduce((total, { growthPerSecond }) => total + growthPerSecond, 0);
      return { value: growths.length === 0 ? null : sum / growths.length, samples: growths.length };
    },
  },
} as const satisfies Partial<QuantityKinds>;
