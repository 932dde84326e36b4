import { faultInWords as inWords } from '../faults/notation/fault-in-words.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import { loadLag } from '../statistics/load-lag.ts';
import { disturbances, undisturbed } from '../statistics/tool-interference.ts';
import { counted } from '../text/counted.ts';
import { shortNumber } from '../text/short-number.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';

/** The server as it ran, and its source package if that is known. The text is not yet escaped for any medium. */
export function serverInWords({ manifest }: RunRecord, { server }: Verdict): string {
  if (server === null) {
    return 'no server';
  }
  const source = manifest.server?.source === undefined ? '' : ` (source: ${manifest.server.source})`;
  return `${server.name} ${server.version}${server.libwrap ? ', linked against libwrap' : ', NOT linked against libwrap'}${source}`;
}

/** The fault with its settings, such as "slow by 500 ms" or "lossy share=0.2, only PTR". The text is not yet escaped for any medium. */
export function faultInWords({ manifest }: { readonly manifest: { readonly scenario: Pick<Scenario, 'fault'> } }): string {
  return inWords(manifest.scenario.fault);
}

/** How much the run recorded, and how late the load agents were. */
export function whatWasCounted(record: RunRecord): string {
  const lag = loadLag(record);
  const delays =
    lag === null
      ? 'no connects'
      : `the load agents began their connects ${shortNumber(lag.p50)} ms late in the median, ${shortNumber(lag.max)} ms at most`;
  const queries = record.events.filter(({ kind }) => kind === 'query').length;
  return `${counted(queries, 'DNS query', 'DNS queries')} in the ledger, ${counted(record.samples.length, 'sample')}; ${delays}.${leftOut(record)}`;
}

/** What evidence cost: connects that waited while a tool held up the accept thread. */
function leftOut(record: RunRecord): string {
  const held = disturbances(record);
  const all = record.samples.filter((sample) => sample.kind === 'connect');
  const seconds = held.reduce((sum, { fromNs, toNs }) => sum + (toNs - fromNs) / 1e9, 0);
  const underWay = counted(all.length - undisturbed(record, all).length, 'connect');
  return held.length === 0
    ? ''
    : ` Evidence held up the accept thread for ${shortNumber(seconds)} s, with ${underWay} under way. In figures of time, such a connect counts as a wait of at least the time until the evidence began. A figure that this makes uncertain is given as a range.`;
}

/** Names the limits that are not the run's own; empty if there are none. */
export function otherLimitsInWords({ expectations }: Verdict): string {
  const ids = expectations.filter(({ inPlaceOf }) => inPlaceOf !== undefined).map(({ id }) => id);
  return ids.length === 0 ? '' : `Judged by limits that are not the run’s own: ${ids.join(', ')}.`;
}
