import type { Path } from '../../model/vocabulary.ts';
import type { RunRecord } from '../../record/run-record.ts';
import type { ConnectSample } from '../../record/samples.ts';
import { connects, type Span } from '../select.ts';
import type { QuantityKinds } from './quantity-kind.ts';

/** Clients that try again. A client belongs to the phase of its first try. */
export const clientTries = {
  attempts: {
    meaning: 'how often a client of a path tried, on average',
    unit: 'tries per client',
    measure(record, { path }, span) {
      const clients = clientsOf(record, path, span);
      const tries = clients.reduce((sum, own) => sum + own.length, 0);
      return { value: clients.length === 0 ? null : tries / clients.length, samples: clients.length };
    },
  },
  served: {
    meaning: 'the share of a path’s clients that got in, on any try',
    unit: '%',
    measure(record, { path }, span) {
      const clients = clientsOf(record, path, span);
      const served = clients.filter((own) => own.some(({ outcome }) => outcome === 'ok')).length;
      return { value: clients.length === 0 ? null : (100 * served) / clients.length, samples: clients.length };
    },
  },
} as const satisfies Partial<QuantityKinds>;

/** The tries of each client whose first try lies in the span. Only tries in the span count: the phase did not cause later ones. */
function clientsOf(record: RunRecord, path: Path, span: Span): ConnectSample[][] {
  const own = connects(record, path, span);
  const first = new Set(own.filter(({ attempt }) => attempt === 1).map(({ id }) => id));
  return [
    ...Map.groupBy(
      own.filter(({ id }) => first.has(id)),
      ({ id }) => id,
    ).values(),
  ];
}
