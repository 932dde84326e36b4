import type { ClientKind } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { faultWindow } from './select.ts';

/** Addresses of the clients that the server greeted before the fault; none if the scenario makes it forget them at the fault. */
export function knownClients(record: RunRecord): ReadonlySet<string> {
  const { scenario, startNs, windows } = record.manifest;
  if (scenario.forgetHostsAtFault === true) {
    return new Set();
  }
  const faultNs = faultWindow(record)?.fromNs ?? (startNs ?? 0) + windows.fault.startMs * 1e6;
  const greeted = record.samples.filter((sample) => sample.kind === 'connect').filter((sample) => greetedBefore(sample, faultNs));
  return new Set(greeted.flatMap(({ source }) => (source === null ? [] : [source])));
}

/** The connects of clients of this kind; all of them if no kind is given. */
export function ofKind(record: RunRecord, samples: readonly ConnectSample[], kind: ClientKind | undefined): readonly ConnectSample[] {
  if (kind === undefined) {
    return samples;
  }
  const known = knownClients(record);
  return samples.filter(({ source }) => source !== null && known.has(source) === (kind === 'known'));
}

function greetedBefore({ scheduledNs, stages, pooled }: ConnectSample, faultNs: number): boolean {
  return !pooled && stages.greeting !== null && scheduledNs + stages.greeting * 1e6 < faultNs;
}
