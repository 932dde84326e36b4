import type { RunRecord } from '../../record/run-record.ts';
import type { ConnectSample } from '../../record/samples.ts';
import type { Measured } from '../measurement.ts';
import { connects, faultWindow, type Span } from '../select.ts';
import { isSlow, slowAboveMs, slowRules, waitedLong } from '../slow-connects.ts';
import { waitedMs } from '../waited.ts';
import type { QuantityKinds, Settings } from './quantity-kind.ts';

/** How long connects stay slow once the reason has gone. */
export const aftermath = {
  recovery: {
    meaning: 'how long after the fault connects of a path are fast again: as in the baseline, or within a given time',
    unit: 's',
    measure: recovery,
  },
  blocked: {
    meaning: 'how long connects of a path stay slow after the last client of another path has gone',
    unit: 'ms',
    measure: blocked,
  },
} as const satisfies Partial<QuantityKinds>;

function recovery(record: RunRecord, { path, withinMs }: Settings['recovery']): Measured {
  const limitMs = withinMs ?? slowAboveMs(record, path);
  const after = connects(record, path, 'recovery').toSorted((a, b) => a.scheduledNs - b.scheduledNs);
  const { startNs, windows } = record.manifest;
  if (limitMs === null || startNs === null || after.length === 0) {
    return { value: null, samples: 0 };
  }
  const window = faultWindow(record);
  const faultEndNs = window === null || !Number.isFinite(window.toNs) ? startNs + windows.fault.endMs * 1e6 : window.toNs;
  const recovered = firstOfRecovered(after.map((sample) => isSlow(sample, limitMs)));
  const samples = after.length - recovered;
  if (samples === 0 && withinMs !== undefined) {
    // The run was over before the path had recovered.
    const runEndNs = startNs + windows.recovery.endMs * 1e6;
    return { value: Math.max(0, (runEndNs - faultEndNs) / 1e9), samples: after.length, isLowerBound: true };
  }
  const last = after[recovered - 1];
  const seconds = last === undefined ? 0 : (endNs(last, waitedMs(last)) - faultEndNs) / 1e9;
  return { value: samples === 0 ? null : Math.max(0, seconds), samples };
}

/** Index of the first fast connect after which at most the allowed share is slow; the length where there is none. */
function firstOfRecovered(slow: readonly boolean[]): number {
  const index = slow.findIndex((slowHere, from) => {
    const rest = slow.slice(from);
    return !slowHere && rest.filter(Boolean).length <= slowRules.allowedShare * rest.length;
  });
  return index === -1 ? slow.length : index;
}

/** Until the last slow connect was greeted, or for at least as long as it waited. A client that is refused at once was not blocked. */
function blocked(record: RunRecord, { path, after }: Settings['blocked'], span: Span): Measured {
  const leaving = connects(record, after, span).map((sample) => endNs(sample, sample.elapsedMs));
  const limitMs = slowAboveMs(record, path);
  const probing = connects(record, path, span);
  if (leaving.length === 0 || limitMs === null) {
    return { value: null, samples: 0 };
  }
  const goneNs = Math.max(...leaving);
  const slowUntilNs = probing.filter((sample) => waitedLong(sample, limitMs)).map((sample) => endNs(sample, waitedMs(sample)));
  return { value: Math.max(0, Math.max(goneNs, ...slowUntilNs) - goneNs) / 1e6, samples: probing.length };
}

function endNs({ scheduledNs }: ConnectSample, afterMs: number): number {
  return scheduledNs + afterMs * 1e6;
}
