import { leavesNoLedger, whyUnreachable } from '../faults/capabilities.ts';
import { percentiles } from '../maths/percentiles.ts';
import type { RunRecord } from '../record/run-record.ts';
import { type Cause, explainSlowConnects } from '../statistics/cause.ts';
import type { DnsRefusal } from '../statistics/dns-refusals.ts';
import { connects } from '../statistics/select.ts';
import { slowRules } from '../statistics/slow-connects.ts';
import { waitedMs } from '../statistics/waited.ts';
import { counted } from '../text/counted.ts';
import { shortNumber } from '../text/short-number.ts';

const mostlyPercent = 50;

/**
 * Why clients were refused or had to wait in the fault phase, in words; empty if neither happened, or the nameserver could not see why. The
 * server is blamed only if more connects are slow than a busy machine makes slow at any time.
 */
export function causeInWords(record: RunRecord): string {
  const cause = explainSlowConnects(record, 'fault');
  return [refusedInWords(cause.refused, record), waitsInWords(cause, record)].filter((words) => words !== '').join(' ');
}

function refusedInWords(refused: readonly DnsRefusal[], record: RunRecord): string {
  if (refused.length === 0) {
    return '';
  }
  const ways = [...new Set(refused.map(({ sample }) => sample.path))];
  const all = ways.flatMap((path) => connects(record, path, 'fault')).length;
  const typical = percentiles(refused.map(({ sample }) => waitedMs(sample)))?.p50 ?? 0;
  return `Cause: the DNS. In the fault phase, ${refused.length} of ${counted(all, 'connect')} of allowed clients ${refused.length === 1 ? 'was' : 'were'} refused because ${why(refused, record)}: without a name that maps back to the client, libwrap matches no rule by name. ${refused.length === 1 ? 'That took' : 'Half of them were refused within'} ${shortNumber(typical)} ms.`;
}

function why(refused: readonly DnsRefusal[], record: RunRecord): string {
  const kinds = [
    ...new Set(refused.flatMap(({ answers }) => answers.map(({ type, rcode, treatment }) => answerInWords(type, rcode, treatment)))),
  ];
  const unreachable = refused.some(({ answers }) => answers.length === 0) ? [whyUnreachable(record.manifest.scenario.fault)] : [];
  return [...(kinds.length === 0 ? [] : [`the nameserver gave ${kinds.join(' and ')}`]), ...unreachable].join(', or ');
}

function answerInWords(type: string, rcode: string | null, treatment: string): string {
  if (treatment === 'truncated') {
    return `a truncated answer for ${type}`;
  }
  return rcode === null || rcode === 'NOERROR' ? `a false answer for ${type}` : `${rcode} for ${type}`;
}

function waitsInWords(cause: Cause, record: RunRecord): string {
  const { judged, slow, waitedMs: waited, inLookupsMs, unexplained, refused, atFullQueue } = cause;
  if (slow === 0 || waited === 0 || leavesNoLedger(record.manifest.scenario.fault)) {
    return '';
  }
  const percent = (100 * inLookupsMs) / waited;
  const waits = `the ${(waited / 1000).toFixed(1)} s that ${counted(slow, 'slow connect')} waited in the fault phase`;
  const dropped =
    atFullQueue === 0
      ? ''
      : ` ${atFullQueue} of them waited for the TCP connection itself: the accept queue was full, and the kernel dropped their SYNs.`;
  if (percent >= mostlyPercent) {
    const rest =
      unexplained.length === 0
        ? slow === 1
          ? 'That explains it.'
          : 'That explains each of them.'
        : `For ${unexplained.length} of them it explains less than half of the wait.`;
    return `Cause: in ${percent.toFixed(1)} % of ${waits}, the accept thread had a DNS lookup open. ${rest}${dropped}`;
  }
  if (slow <= slowRules.allowedShare * judged) {
    return '';
  }
  const open = `the accept thread had a DNS lookup open in only ${percent.toFixed(1)} % of ${waits}. Look at the server itself.${dropped}`;
  return refused.length === 0 ? `The DNS is not the cause: ${open}` : `The DNS is not the cause of the waiting: ${open}`;
}
