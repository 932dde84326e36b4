import type { Reading } from '../../record/samples.ts';
import type { Measured } from '../measurement.ts';
import { connects, readings } from '../select.ts';
import { undisturbedReadings } from '../tool-interference.ts';
import type { QuantityKinds, Settings } from './quantity-kind.ts';

/** What the agents read on the database host and on the clients' hosts. */
export const hostReadings = {
  reading: {
    meaning: 'the least, mean or greatest value of a reading, or its increase from first to last',
    unit: '',
    measure: (record, { side, name, statistic }, span) =>
      statisticOf(undisturbedReadings(record, readings(record, side, span)), name, statistic),
  },
  perConnect: {
    meaning: 'a counter of the database host that begins at zero, such as reads of a file, for each connect that reached the server',
    unit: 'per connect',
    measure(record, { reading, paths }, span) {
      const counted = statisticOf(readings(record, 'server', span), reading, 'max');
      const samples = paths
        .flatMap((path) => connects(record, path, span))
        .filter(({ stages, pooled }) => stages.tcpConnected !== null && !pooled).length;
      return { value: typeof counted.value === 'number' && samples > 0 ? counted.value / samples : null, samples };
    },
  },
} as const satisfies Partial<QuantityKinds>;

function statisticOf(taken: readonly Reading[], name: string, statistic: Settings['reading']['statistic']): Measured {
  const values = taken.map((reading) => reading.values[name]).filter((value) => typeof value === 'number');
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) {
    return { value: null, samples: 0 };
  }
  const value = {
    min: () => Math.min(...values),
    mean: () => values.reduce((sum, each) => sum + each, 0) / values.length,
    max: () => Math.max(...values),
    increase: () => last - first,
  }[statistic]();
  return { value, samples: values.length };
}
