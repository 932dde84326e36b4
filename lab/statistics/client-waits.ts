import type { ClientKind, Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { ofKind } from './client-kinds.ts';
import { decidingWindows, windowOf } from './fault-windows.ts';
import type { Interval } from './lookups.ts';
import { asSeen, type SeenWait } from './seen-waits.ts';
import { connects, type Span } from './select.ts';
import { type Timed, waited } from './waited.ts';

/** A wait with the connect that it belongs to. */
export interface ClientWait {
  readonly sample: ConnectSample;
  readonly wait: SeenWait;
}

/** The waits of the connects that began while the DNS was wrong, up to its end; outside the fault phase, of those that began in the span. */
export function clientWaits(record: RunRecord, path: Path, span: Span, kind: ClientKind | undefined): ClientWait[] {
  const windows = decidingWindows(record, span);
  const times = ofKind(record, connects(record, path, span), kind).flatMap((sample) => {
    const window = windowOf(sample, windows);
    return window === undefined ? [] : [until(sample, window)];
  });
  const waits = asSeen(record, times);
  return times.flatMap(({ sample }, index) => {
    const wait = waits[index];
    return wait === undefined ? [] : [{ sample, wait }];
  });
}

/** How long a client waited, up to the end of the window. */
function until(sample: ConnectSample, { toNs }: Interval): Timed {
  const { ms, ended } = waited(sample);
  const untilHealedMs = (toNs - sample.scheduledNs) / 1e6;
  return { sample, ms: Math.min(ms, untilHealedMs), ended: ended && ms <= untilHealedMs };
}
