import { censoredPercentile, type Wait } from './censored.ts';
import { ofKind } from './client-kinds.ts';
import { undisturbed } from './disturbance.ts';
import type { Quantity } from './expectation.ts';
import { decidingWindows } from './fault-windows.ts';
import type { Interval } from './lookups.ts';
import type { ClientKind } from './paths.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample } from './samples.ts';
import { connects, type Measurement, type Span } from './selection.ts';
import { steadyWait } from './steady-wait.ts';

const shares = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/**
 * How long the clients of a path waited for the server to greet or to refuse them, in ms. Who gave up waiting, and who still waited when the
 * DNS was well again, waited for at least so long.
 */
export function measureWait(record: RunRecord, quantity: Extract<Quantity, { of: 'wait' }>, span: Span): Measurement {
  const waits = waitsOf(record, quantity, span);
  const found = censoredPercentile(waits, shares[quantity.statistic]);
  const undecided = waits.filter(({ ended }) => !ended).length;
  if (found === null) {
    return { value: null, unit: 'ms', samples: 0 };
  }
  const steady = quantity.path === 'outsider' ? null : steadyWait(record, span, shares[quantity.statistic]);
  const high = Math.max(found.interval.high, steady?.ms ?? 0);
  return {
    value: found.ms,
    unit: 'ms',
    samples: waits.length,
    undecided,
    interval: { low: found.interval.low, high },
    ...(found.reached ? {} : { isLowerBound: true }),
    ...(steady !== null && steady.ms > found.interval.high ? { note: steady.note } : {}),
  };
}

/** The waits of the connects that began while the DNS was wrong, or elsewhere in the span that is asked about. */
export function waitsOf(
  record: RunRecord,
  { path, clients }: { readonly path: ConnectSample['path']; readonly clients?: ClientKind },
  span: Span,
): Wait[] {
  const windows = decidingWindows(record, span);
  return undisturbed(record, ofKind(record, connects(record, path, span), clients)).flatMap((sample) => {
    const window = windowOf(sample, windows);
    return window === undefined ? [] : [waitOf(sample, window)];
  });
}

/** The window in which a connect began. */
export function windowOf({ scheduledNs }: ConnectSample, windows: readonly Interval[]): Interval | undefined {
  return windows.find(({ fromNs, toNs }) => scheduledNs >= fromNs && scheduledNs < toNs);
}

/** When the server greeted or refused the client, or its connect failed, in ms from its scheduled start; null: it did not. */
export function answeredAfterMs({ stages, outcome, elapsedMs }: ConnectSample): number | null {
  return stages.greeting ?? stages.refusal ?? (outcome === 'failed' ? elapsedMs : null);
}

function waitOf(sample: ConnectSample, { toNs }: Interval): Wait {
  const untilHealedMs = (toNs - sample.scheduledNs) / 1e6;
  const answered = answeredAfterMs(sample);
  return answered !== null && answered <= untilHealedMs
    ? { ms: answered, ended: true, fromNs: sample.scheduledNs }
    : { ms: Math.min(untilHealedMs, answered ?? sample.elapsedMs), ended: false, fromNs: sample.scheduledNs };
}
