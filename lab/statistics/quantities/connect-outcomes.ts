import type { ConnectSample } from '../../record/samples.ts';
import type { Measured } from '../measurement.ts';
import { turnedAway } from '../rejected.ts';
import { connects } from '../select.ts';
import type { QuantityKinds } from './quantity-kind.ts';

/** How connects ended. */
export const connectOutcomes = {
  outcome: {
    meaning: 'how many connects of a path, or what share of them, ended with one outcome',
    unit: { count: 'connects', percent: '%' },
    measure(record, { path, outcome, as }, span) {
      const all = connects(record, path, span);
      const isMeant = (sample: ConnectSample): boolean => sample.outcome === outcome;
      return as === 'count' ? countOf(all, isMeant) : shareOf(all, isMeant);
    },
  },
  turnedAway: {
    meaning: 'the share of a path’s connects that libwrap, a packet filter, the network or an account turned away',
    unit: '%',
    measure: (record, { path }, span) => shareOf(connects(record, path, span), (sample) => turnedAway(sample, record.manifest.host)),
  },
  error: {
    meaning: 'how many connects of a path ended with one error code',
    unit: 'connects',
    measure: (record, { path, code }, span) => countOf(connects(record, path, span), ({ error }) => error?.code === code),
  },
} as const satisfies Partial<QuantityKinds>;

function countOf(all: readonly ConnectSample[], isMeant: (sample: ConnectSample) => boolean): Measured {
  return { value: all.filter(isMeant).length, samples: all.length };
}

function shareOf(all: readonly ConnectSample[], isMeant: (sample: ConnectSample) => boolean): Measured {
  const count = all.filter(isMeant).length;
  return { value: all.length === 0 ? null : (100 * count) / all.length, samples: all.length };
}
