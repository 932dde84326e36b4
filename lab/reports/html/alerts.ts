import { percentiles } from '../../maths/percentiles.ts';
import type { ServerReading } from '../../model/readings.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { pathsOfAllowed } from '../../statistics/dns-refusals.ts';
import type { PhaseTable } from '../../statistics/phase-table.ts';
import { readings } from '../../statistics/select.ts';
import { normal } from '../../statistics/slow-connects.ts';
import { undisturbedReadings } from '../../statistics/tool-interference.ts';
import { shortNumber } from '../../text/short-number.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import { waitText } from '../phase-rows.ts';
import { type Content, html, type Markup } from './markup.ts';

type ComparedPhase = 'baseline' | 'fault';

/** What a run measured of a sign in one phase. */
interface Figure {
  /** What the phases are compared by. Where phases may differ in length or load it is a share or a rate. */
  readonly level: number;
  readonly text: string;
}

/** Something to watch on a host in production. */
interface Alert {
  readonly what: string;
  readonly when: string;
  /** The command by hand; those of the lab's own probes are theirs, a test compares. */
  readonly command: string;
  /** Name of a Prometheus metric where a usual exporter has one. */
  readonly metric?: string;
  /** Null where the phase has nothing of it. */
  measured(record: RunRecord, verdict: Verdict, phase: ComparedPhase): Figure | null;
  /** The sign tells nothing unless its level in the fault is above this, in the unit of the level. */
  readonly above: number;
}

/** A sign tells a sick host from a healthy one where its level in the fault is at least so many times that before it. */
const timesHealthy = 2;

/** What shows this outage early, the most telling first. */
export const alerts: readonly Alert[] = [
  {
    what: 'Time until the server’s greeting, from another host',
    when: 'it takes several times as long as usual. Do not watch the TCP connection: the kernel makes it, and it stays fast',
    command: 'time mysqladmin --host=HOST --connect-timeout=10 ping',
    measured: (_record, verdict, phase) => wait(verdict.phases[phase]?.paths['tcp']?.waitMs),
    above: normal.floorMs,
  },
  {
    what: 'Connections in the accept queue (Recv-Q of the listening socket)',
    when: 'more than a few, in several looks in a row: mysqld does not take them',
    command: "ss -lnt '( sport = :3306 )'",
    measured: (record, _verdict, phase) => figure(percentiles(looks(record, phase, 'acceptQueueDepth'))?.p95, '(p95)'),
    above: 1,
  },
  {
    what: 'A UDP socket of mysqld to port 53',
    when: 'one is there in several looks in a row: a lookup takes long, in the server itself',
    command: "ss -uanp '( dport = :53 )'",
    measured: (record, _verdict, phase) => shareOfLooks(looks(record, phase, 'dnsSockets')),
    above: 25,
  },
  {
    what: 'The accept thread waits with a time-out (third argument of poll, such as 0x1388), and not without one',
    when: 'in several looks in a row: it waits for the DNS, not for clients',
    command: 'cat /proc/$(pidof mariadbd mysqld)/syscall',
    measured: (record, _verdict, phase) => shareOfLooks(looks(record, phase, 'acceptThreadInLookup')),
    above: 25,
  },
  {
    what: 'Allowed clients that libwrap has refused',
    when: 'it grows faster than usual: names of clients cannot be found',
    command: 'mysql -e "SHOW GLOBAL STATUS LIKE \'Connection_errors_tcpwrap\'"',
    metric: 'mysql_global_status_connection_errors_total{error="tcpwrap"}',
    measured: (_record, verdict, phase) => refused(verdict, phase),
    above: 0,
  },
  {
    what: 'Connections that the kernel dropped for want of room in the queue',
    when: 'it grows at all',
    command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
    metric: 'node_netstat_TcpExt_ListenOverflows',
    measured: (record, _verdict, phase) => growth(record, phase, 'listenOverflows'),
    above: 0,
  },
];

/** How to notice this in production: the signs that told the fault from the healthy time before it in this very run. */
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
${rows.length === 0 ? html`<p>Nothing that this page looks at told the fault from the time before it: in this run there was no sign to alert on.</p>` : table(rows)}
<p class="note">${rows.length === 0 || leftOut === 0 ? '' : `The ${leftOut} other signs that this page looks at did not differ in this run, and are left out. `}(p95): 95 of 100 connects, or looks, had this or less. “Refused” counts as in the table of the connects, without outsiders; the
server’s own counter has those, and clients that had left, as well. TIME_WAIT is no sign of it: whoever closes first has it, on a healthy host too.
Whether a server is concerned at all: <code>ldd $(command -v mariadbd mysqld) | grep libwrap</code>; whether its resolver is slow:
<code>time getent hosts ADDRESS_OF_A_CLIENT</code>, on the database host.</p></section>`;
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

/** A reading of the database host, at each look of the phase that no evidence held up. */
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

/** The refused connects of allowed clients, as the phase's table has them. */
function refused(verdict: Verdict, phase: ComparedPhase): Figure | null {
  const rows = pathsOfAllowed.flatMap((path) => verdict.phases[phase]?.paths[path] ?? []);
  const tries = rows.reduce((sum, { attempts }) => sum + attempts, 0);
  const count = rows.reduce((sum, each) => sum + each.refused, 0);
  return tries === 0 ? null : { level: count / tries, text: `${count} of ${tries} connects` };
}

/** How much a counter of the kernel's grew, from the last look before the phase to the last one in it; compared by the second. */
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
