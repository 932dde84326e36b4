import { isCanary } from './canary.ts';
import { resolverOptions } from './host.ts';
import type { RunRecord } from './record.ts';
import { queries } from './selection.ts';

/** A stretch of time on the monotonic clock. */
export interface Interval {
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * When the database host had each of its questions open at the nameserver, in order of their coming; the lab's own are left out.
 * One that was never answered was open until the host asked again, or its resolver's timeout ended.
 */
export function openLookups(record: RunRecord): Interval[] {
  const { host, scenario } = record.manifest;
  const timeoutNs = resolverOptions(host).timeoutSeconds * 1e9;
  const asked = queries(record, 'all')
    .filter(({ name }) => !isCanary(name, scenario.nameserver))
    .toSorted((a, b) => a.receivedNs - b.receivedNs);
  return asked.map(({ receivedNs, answeredNs }, index) => {
    const givenUpNs = Math.min(asked[index + 1]?.receivedNs ?? Number.POSITIVE_INFINITY, receivedNs + timeoutNs);
    return { fromNs: receivedNs, toNs: Math.min(answeredNs ?? givenUpNs, receivedNs + timeoutNs) };
  });
}
