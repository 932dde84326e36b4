import { percentiles } from '../../maths/percentiles.ts';
import type { ServerReading } from '../../model/readings.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { pathsOfAllowed } from '../../statistics/dns-refusals.ts';
import type { PhaseTable } from '../../statistics/phase-table.ts';
import { readings } from '../../statistics/select.ts';
import { slowRules } from '../../statistics/slow-connects.ts';
import { undisturbedReadings } from '../../statistics/tool-interference.ts';
import { counted } from '../../text/counted.ts';
import { shortNumber } from '../../text/short-number.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import { checks } from '../own-host.ts';
import { waitText } from '../phase-rows.ts';
import { type Content, html, type Markup } from './markup.ts';

type ComparedPhase = 'baseline' | 'fault';

/** What a run measured for a sign in one phase. */
interface Figure {
  /** The number that phases are compared by. It is a share or a rate if phases may differ in length or load. */
  readonly level: number;
  readonly text: string;
}

/** Something to watch on a host in production. */
interface Alert {
  readonly what: string;
  readonly when: string;
  /** The command to type. If a probe of the lab reads the same, it is the probe's command; a test compares them. */
  readonly command: string;
  /** Name of the Prometheus metric, if a common exporter has one. */
  readonly metric?: string;
  /** Null if the phase has no figure for it. */
  measured(record: RunRecord, verdict: Verdict, phase: ComparedPhase): Figure | null;
  /** The sign counts only if its level in the fault is above this, in the unit of the level. */
  readonly above: number;
}

/** A sign shows the fault if its level in the fault is at least this many times the level before it. */
const timesHealthy = 2;

/** Early signs of this outage, the most telling first. */
export const alerts: readonly Alert[] = [
  {
    what: 'Time until the server’s greeting, from another host',
    when: 'it takes several times as long as usual. Do not watch the TCP connection: the kernel makes it, and it stays fast',
    command: 'time mysqladmin --host=HOST --connect-timeout=10 ping',
    measured: (_record, verdict, phase) => wait(verdict.phases[phase]?.paths['tcp']?.waitMs),
    above: slowRules.floorMs,
  },
  {
    what: 'Connections in the accept queue (Recv-Q of the listening socket)',
    when: 'there are more than a few in several looks in a row: mysqld does not take them',
    command: checks.acceptQueue.command,
    measured: (record, _verdict, phase) => figure(percentiles(looks(record, phase, 'acceptQueueDepth'))?.p95, '(p95)'),
    above: 1,
  },
  {
    what: 'A UDP socket of mysqld to port 53',
    when: 'there is one in several looks in a row: a lookup in the server itself takes long',
    command: "ss -uanp '( dport = :53 )'",
    measured: (record, _verdict, phase) => shareOfLooks(looks(record, phase, 'dnsSockets')),
    above: 25,
  },
  {
    what: 'The accept thread waits with a time-out (third argument of poll, such as 0x1388)',
    when: 'it does so in several looks in a row: it waits for the DNS, not for clients',
    command: 'cat /proc/$(pidof mariadbd mysqld)/syscall',
    measured: (record, _verdict, phase) => shareOfLooks(looks(record, phase, 'acceptThreadInLookup')),
    above: 25,
  },
  {
    what: 'Allowed clients that libwrap has refused',
    when: 'their number grows faster than usual: names of clients cannot be found',
    command: 'mysql -e "SHOW GLOBAL STATUS LIKE \'Connection_errors_tcpwrap\'"',
    metric: 'mysql_global_status_connection_errors_total{error="tcpwrap"}',
    measured: (_record, verdict, phase) => refused(verdict, phase),
    above: 0,
  },
  {
    what: 'Connections that the kernel dropped because the accept queue was full',
    when: 'their number grows at all',
    command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
    metric: 'node_netstat_TcpExt_ListenOverflows',
    measured: (record, _verdict, phase) => growth(record, phase, 'listenOverflows'),
    above: 0,
  },
];

/** How to notice this outage in production: the signs that differed between the fault and the time before it in this run. */
export function alertSection(record: RunRecord, verdict: Verdict): Markup {
  const compared = alerts.map((alert) => {
    const [before, during] = [alert.measured(record, verdict, 'baseline'), alert.measured(record, verdict, 'fault')];
    return { alert, before, during };
  });
  const rows = compared.flatMap(({ alert, before, during }) =>
    before !== null && during !== null && tells(alert, before, during) ? [row(alert, before, during)] : [],
  );
  const leftOut = alerts.length - rows.length;
  return html`<section><h2>How to alert on this in production</h2>
${rows.length === 0 ? html`<p>No sign that this page knows differed between the fault and the time before it: in this run there was no sign to alert on.</p>` : table(rows)}
<p class="note">${rows.length === 0 || leftOut === 0 ? '' : `${leftOutInWords(leftOut)} `}(p95): 95 of 100 connects, or looks, had this or less. “Refused” counts as in the table of the connects, without outsiders; the
server’s own counter includes outsiders and clients that had left. TIME_WAIT is not a sign of this outage: the side that closes first has it, on a healthy host too.
To find out whether a server is affected at all: <code>${checks.linkage.command}</code>; to find out whether its resolver is slow:
<code>${checks.resolver.command}</code>, on the database host.</p></section>`;
}

/** @param count at least one. */
function leftOutInWords(count: number): string {
  return count === 1
    ? 'The other sign that this page knows did not differ in this run, and is left out.'
    : `The ${count} other signs that this page knows did not differ in this run, and are left out.`;
}

function tells({ above }: Alert, before: Figure, during: Figure): boolean {
  return during.level > above && during.level >= timesHealthy * before.level;
}

function table(rows: readonly Content[]): Markup {
  return html`<table class="stacked"><thead><tr><th>sign</th><th class="figure">before the fault</th><th class="figure">in the fault</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function row({ what, when, command, metric }: Alert, before: Figure, during: Figure): Markup {
  return html`<tr>
<td><strong>${what}</strong><br>Alert when ${when}.<br><code>${command}</code>${metric === undefined ? '' : html`<br>Prometheus: <code>${metric}</code>`}</td>
<td class="figure" data-name="before the fault">${before.text}</td>
<td class="figure" data-name="in the fault">${during.text}</td>
</tr>`;
}

function figure(level: number | null | undefined, unit: string): Figure | null {
  return level == null ? null : { level, text: `${shortNumber(level)} ${unit}`.trim() };
}

/** A reading of the database host at each look of the phase, without looks during which evidence held up the accept thread. */
function looks(record: RunRecord, phase: ComparedPhase, name: ServerReading): number[] {
  return undisturbedReadings(record, readings(record, 'server', phase))
    .map(({ values }) => values[name])
    .filter((value) => typeof value === 'number');
}

function wait(times: PhaseTable[string]['paths'][string]['waitMs'] | undefined): Figure | null {
  return times == null ? null : { level: times.p95, text: `${waitText(times, 'p95')} ms (p95)` };
}

function shareOfLooks(values: readonly number[]): Figure | null {
  const there = values.filter((value) => value > 0).length;
  return values.length === 0 ? null : figure((100 * there) / values.length, '% of looks');
}

/** The refused connects of allowed clients, as in the phase's table. */
function refused(verdict: Verdict, phase: ComparedPhase): Figure | null {
  const rows = pathsOfAllowed.flatMap((path) => verdict.phases[phase]?.paths[path] ?? []);
  const tries = rows.reduce((sum, { attempts }) => sum + attempts, 0);
  const count = rows.reduce((sum, each) => sum + each.refused, 0);
  return tries === 0 ? null : { level: count / tries, text: `${count} of ${counted(tries, 'connect')}` };
}

/** How much a kernel counter grew, from the last look before the phase to the last look in it. The level is per second. */
function growth(record: RunRecord, phase: ComparedPhase, name: ServerReading): Figure | null {
  const { startNs, windows } = record.manifest;
  if (startNs === null) {
    return null;
  }
  const { startMs, endMs } = windows[phase];
  const counted = readings(record, 'server', 'all').flatMap(({ atNs, values }) => {
    const value = values[name];
    return typeof value === 'number' ? [{ atMs: (atNs - startNs) / 1e6, value }] : [];
  });
  const before = counted.findLast(({ atMs }) => atMs < startMs) ?? counted.find(({ atMs }) => atMs >= startMs);
  const last = counted.findLast(({ atMs }) => atMs >= startMs && atMs < endMs);
  if (before === undefined || last === undefined) {
    return null;
  }
  const grown = Math.max(0, last.value - before.value);
  return { level: (1000 * grown) / (endMs - startMs), text: shortNumber(grown) };
}
