import { inWords } from '../faults/capabilities.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import { loadLag } from '../statistics/measure.ts';
import { disturbances, undisturbed } from '../statistics/tool-interference.ts';
import { shortNumber } from '../text/short-number.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';

/** The server as it ran, and the source package that it was compiled from where that is known; not yet safe for any medium. */
export function serverInWords({ manifest }: RunRecord, { server }: Verdict): string {
  if (server === null) {
    return 'no server';
  }
  const source = manifest.server?.source === undefined ? '' : ` (source: ${manifest.server.source})`;
  return `${server.name} ${server.version}${server.libwrap ? ', linked against libwrap' : ', NOT linked against libwrap'}${source}`;
}

/** The fault with its delay, such as "slow by 500 ms". */
export function faultInWords({ manifest }: { readonly manifest: { readonly scenario: Pick<Scenario, 'fault'> } }): string {
  return inWords(manifest.scenario.fault);
}

/** How much there is to judge by, and how late the load agents were. */
export function whatWasCounted(record: RunRecord): string {
  const lag = loadLag(record);
  const delays =
    lag === null
      ? 'no connects'
      : `the load agents began their connects ${shortNumber(lag.p50)} ms late in the median, ${shortNumber(lag.max)} ms at most`;
  return `${record.events.filter(({ kind }) => kind === 'query').length} DNS queries in the ledger, ${record.samples.length} samples; ${delays}.${leftOut(record)}`;
}

/** What evidence cost: connects that waited while a tool held the accept thread. */
function leftOut(record: RunRecord): string {
  const held = disturbances(record);
  const all = record.samples.filter((sample) => sample.kind === 'connect');
  const seconds = held.reduce((sum, { fromNs, toNs }) => sum + (toNs - fromNs) / 1e9, 0);
  return held.length === 0
    ? ''
    : ` Evidence held the accept thread up for ${shortNumber(seconds)} s; the ${all.length - undisturbed(record, all).length} connects that were under way then count in figures of time as waits of at least until it began; a figure that is uncertain because of them is given as two, between which it lies.`;
}

/** Which limits the run itself was not judged by; empty where there are none. */
export function otherLimitsInWords({ expectations }: Verdict): string {
  const ids = expectations.filter(({ inPlaceOf }) => inPlaceOf !== undefined).map(({ id }) => id);
  return ids.length === 0 ? '' : `Judged by limits that are not the run’s own: ${ids.join(', ')}.`;
}
