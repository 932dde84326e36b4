import type { Quantity } from '../model/expectation.ts';
import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { connects, type Measurement, type Span } from './select.ts';
import { normalLimitMs, waitedLong } from './slow-connects.ts';
import { waitedMs } from './waited.ts';

/** How often a client of the path tried, in the mean. A client belongs to the phase of its first try. */
export function measureAttempts(record: RunRecord, path: Path, span: Span): Measurement {
  const clients = clientsOf(record, path, span);
  const tries = clients.reduce((sum, own) => sum + own.length, 0);
  return { value: clients.length === 0 ? null : tries / clients.length, unit: 'tries per client', samples: clients.length };
}

/** The share of the clients of the path that got in, at whatever try. */
export function measureServed(record: RunRecord, path: Path, span: Span): Measurement {
  const clients = clientsOf(record, path, span);
  const served = clients.filter((own) => own.some(({ outcome }) => outcome === 'ok')).length;
  return { value: clients.length === 0 ? null : (100 * served) / clients.length, unit: '%', samples: clients.length };
}

/**
 * For how long connects of `path` stay slow after the last client of `after` has gone, in ms: until the last slow one was greeted,
 * or for at least as long as it waited. One that is refused at once is not held up.
 */
export function measureBlocked(record: RunRecord, { path, after }: Extract<Quantity, { of: 'blocked' }>, span: Span): Measurement {
  const leaving = connects(record, after, span).map((sample) => endNs(sample, sample.elapsedMs));
  const limitMs = normalLimitMs(record, path);
  const probing = connects(record, path, span);
  if (leaving.length === 0 || limitMs === null) {
    return { value: null, unit: 'ms', samples: 0 };
  }
  const goneNs = Math.max(...leaving);
  const slowUntilNs = probing.filter((sample) => waitedLong(sample, limitMs)).map((sample) => endNs(sample, waitedMs(sample)));
  return { value: Math.max(0, Math.max(goneNs, ...slowUntilNs) - goneNs) / 1e6, unit: 'ms', samples: probing.length };
}

/** The tries in the phase of each client whose first one lies in it: what comes of later ones is not the phase's doing. */
function clientsOf(record: RunRecord, path: Path, span: Span): ConnectSample[][] {
  const first = new Set(
    connects(record, path, span)
      .filter(({ attempt }) => attempt === 1)
      .map(({ id }) => id),
  );
  const byId = new Map<number, ConnectSample[]>();
  for (const sample of connects(record, path, span)) {
    if (first.has(sample.id)) {
      byId.set(sample.id, [...(byId.get(sample.id) ?? []), sample]);
    }
  }
  return [...byId.values()];
}

function endNs({ scheduledNs }: ConnectSample, afterMs: number): number {
  return scheduledNs + afterMs * 1e6;
}
