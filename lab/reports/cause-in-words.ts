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

/** The cause of what clients met in the fault phase, in words. */
export interface CauseInWords {
  /** In one sentence, for the top of a report; empty if `full` is. */
  readonly short: string;
  /** Empty if nobody was refused or had to wait, or the nameserver could not see why. */
  readonly full: string;
  /** Whether the DNS made clients wait or had them refused. */
  readonly isDns: boolean;
}

/**
 * Why clients were refused or had to wait in the fault phase. The server is blamed only if more connects are slow than a busy machine makes
 * slow at any time. Long runs take a moment, so call it once for a report.
 */
export function causeOf(record: RunRecord): CauseInWords {
  const cause = explainSlowConnects(record, 'fault');
  const waits = waitsOf(cause, record);
  return {
    short: shortCause(cause.refused, waits, record),
    full: [refusedInWords(cause.refused, record), waitsInWords(cause, waits)].filter((words) => words !== '').join(' '),
    isDns: cause.refused.length > 0 || waits?.isDns === true,
  };
}

/** The cause with all that is known about it. */
export function causeInWords(record: RunRecord): string {
  return causeOf(record).full;
}

function shortCause(refused: readonly DnsRefusal[], waits: Waits | null, record: RunRecord): string {
  const refusals = refused.length === 0 ? '' : refusedOf(refused, record);
  if (waits?.isDns === false) {
    const open = `mysqld’s accept thread had a lookup open in only ${waits.share}`;
    return refusals === ''
      ? `The DNS is not the cause: ${open}.`
      : `Cause: the DNS – ${refusals}; but it is not the cause of the waiting: ${open}.`;
  }
  const parts = [refusals, waits === null ? '' : `mysqld’s accept thread had a lookup open in ${waits.share}`].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? '' : `Cause: the DNS – ${parts.join('; and ')}.`;
}

function refusedOf(refused: readonly DnsRefusal[], record: RunRecord): string {
  const ways = [...new Set(refused.map(({ sample }) => sample.path))];
  const all = ways.flatMap((path) => connects(record, path, 'fault')).length;
  return `${refused.length} of ${counted(all, 'connect')} of allowed clients ${refused.length === 1 ? 'was' : 'were'} refused because ${why(refused, record)}`;
}

/** The share of the waits that lookups explain, and whether that makes the DNS their cause. */
interface Waits {
  readonly share: string;
  readonly isDns: boolean;
}

/** Null if there is nothing to explain. */
function waitsOf(cause: Cause, record: RunRecord): Waits | null {
  const { judged, slow, waitedMs: waited, inLookupsMs } = cause;
  if (slow === 0 || waited === 0 || leavesNoLedger(record.manifest.scenario.fault)) {
    return null;
  }
  const percent = (100 * inLookupsMs) / waited;
  const isDns = percent >= mostlyPercent;
  const share = `${percent.toFixed(1)} % of the ${seconds(waited)} s that ${counted(slow, 'slow connect')} waited in the fault phase`;
  return !isDns && slow <= slowRules.allowedShare * judged ? null : { share, isDns };
}

function refusedInWords(refused: readonly DnsRefusal[], record: RunRecord): string {
  if (refused.length === 0) {
    return '';
  }
  const typical = percentiles(refused.map(({ sample }) => waitedMs(sample)))?.p50 ?? 0;
  const howLong = refused.length === 1 ? 'That took' : 'Half of them were refused within';
  return `Cause: the DNS. In the fault phase, ${refusedOf(refused, record)}: without a name that maps back to the client, libwrap matches no rule by name. ${howLong} ${shortNumber(typical)} ms.`;
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

function waitsInWords({ slow, unexplained, refused, atFullQueue }: Cause, waits: Waits | null): string {
  if (waits === null) {
    return '';
  }
  const dropped =
    atFullQueue === 0
      ? ''
      : ` ${atFullQueue} of them waited for the TCP connection itself: the accept queue was full, and the kernel dropped their SYNs.`;
  if (waits.isDns) {
    const rest =
      unexplained.length === 0
        ? slow === 1
          ? 'That explains it.'
          : 'That explains each of them.'
        : `For ${unexplained.length} of them it explains less than half of the wait.`;
    return `Cause: in ${waits.share}, the accept thread had a DNS lookup open. ${rest}${dropped}`;
  }
  const open = `the accept thread had a DNS lookup open in only ${waits.share}. Look at the server itself.${dropped}`;
  return refused.length === 0 ? `The DNS is not the cause: ${open}` : `The DNS is not the cause of the waiting: ${open}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
