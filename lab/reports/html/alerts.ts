import type { Verdict } from '../../verdict.ts';
import { shortNumber } from '../short-number.ts';
import { type Content, html, type Markup } from './markup.ts';

/** Something to watch on a host in production. */
interface Alert {
  readonly what: string;
  readonly when: string;
  /** The command by hand; those of the lab's own probes are theirs, a test compares. */
  readonly command: string;
  /** Name of a Prometheus metric where a usual exporter has one. */
  readonly metric?: string;
  /** What this run measured in a phase: the largest reading; null where it has none. */
  measured(verdict: Verdict, phase: 'baseline' | 'fault'): number | null;
  readonly unit: string;
}

const largest =
  (name: string) =>
  (verdict: Verdict, phase: string): number | null =>
    verdict.phases[phase]?.server[name] ?? null;

/** What shows this outage early, the most telling first. */
export const alerts: readonly Alert[] = [
  {
    what: 'Time until the server’s greeting, from another host',
    when: 'it takes several times as long as usual. Do not watch the TCP connection: the kernel makes it, and it stays fast',
    command: 'time mysqladmin --host=HOST --connect-timeout=10 ping',
    measured: (verdict, phase) => verdict.phases[phase]?.paths['tcp']?.greetingMs?.p95 ?? null,
    unit: 'ms (p95)',
  },
  {
    what: 'Connections in the accept queue (Recv-Q of the listening socket)',
    when: 'more than a few, in several looks in a row: mysqld does not take them',
    command: "ss -lnt '( sport = :3306 )'",
    measured: largest('acceptQueueDepth'),
    unit: '',
  },
  {
    what: 'A UDP socket of mysqld to port 53',
    when: 'one is there in several looks in a row: a lookup takes long, in the server itself',
    command: "ss -uanp '( dport = :53 )'",
    measured: largest('dnsSockets'),
    unit: '',
  },
  {
    what: 'The accept thread waits with a time-out (third argument of poll, such as 0x1388), and not without one',
    when: 'in several looks in a row: it waits for the DNS, not for clients',
    command: 'cat /proc/$(pidof mariadbd mysqld)/syscall',
    measured: largest('acceptThreadInLookup'),
    unit: '',
  },
  {
    what: 'Clients that libwrap has refused',
    when: 'it grows faster than usual: names of clients cannot be found',
    command: 'mysql -e "SHOW GLOBAL STATUS LIKE \'Connection_errors_tcpwrap\'"',
    metric: 'mysql_global_status_connection_errors_total{error="tcpwrap"}',
    measured: largest('connectionErrorsTcpwrap'),
    unit: 'in all',
  },
  {
    what: 'Connections that the kernel dropped for want of room in the queue',
    when: 'it grows at all',
    command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
    metric: 'node_netstat_TcpExt_ListenOverflows',
    measured: largest('listenOverflows'),
    unit: 'in all',
  },
];

/** How to notice this in production, each sign with what this run saw of it. */
export function alertSection(verdict: Verdict): Markup {
  const cell = (value: number | null, unit: string): string => (value === null ? '–' : `${shortNumber(value)} ${unit}`.trim());
  const rows = alerts.map(({ what, when, command, metric, measured, unit }): Content => {
    const [before, during] = [measured(verdict, 'baseline'), measured(verdict, 'fault')];
    return html`<tr>
<td><strong>${what}</strong><br>Alert when ${when}.<br><code>${command}</code>${metric === undefined ? '' : html`<br>Prometheus: <code>${metric}</code>`}</td>
<td class="figure" data-name="before the fault">${cell(before, unit)}</td>
<td class="figure" data-name="in the fault">${cell(during, unit)}</td>
</tr>`;
  });
  return html`<section><h2>How to alert on this in production</h2>
<table class="stacked"><thead><tr><th>sign</th><th class="figure">before the fault</th><th class="figure">in the fault</th></tr></thead><tbody>${rows}</tbody></table>
<p class="note">Figures are the largest that this run saw in each phase. TIME_WAIT is no sign of it: whoever closes first has it, on a healthy host too.
Whether a server is concerned at all: <code>ldd $(command -v mariadbd mysqld) | grep libwrap</code>; whether its resolver is slow:
<code>time getent hosts ADDRESS_OF_A_CLIENT</code>, on the database host.</p></section>`;
}
