import { phases } from '../paths.ts';
import type { RunRecord } from '../record.ts';
import { loadLag } from '../stats.ts';
import type { JudgedExpectation, Verdict, VerdictName } from '../verdict.ts';
import { causeInWords } from './cause.ts';
import { renderHostDiff } from './host-diff.ts';
import { coloured, type Paint, plain } from './paint.ts';
import { plainTable } from './plain-table.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';
import { shortNumber } from './short-number.ts';
import { timeline } from './timeline.ts';

/** What a person reads at the end of a run: verdict first, then why, then the figures. */
export const terminal = {
  id: 'terminal',
  file: 'report.txt',
  render: (record, verdict) => renderTerminal(record, verdict, false),
} as const satisfies Report;

/** A fix that names every client changes as many lines as there are clients. */
const diffLinesOfEachFile = 12;

/** The report with colours, or as plain text. */
export function renderTerminal(record: RunRecord, verdict: Verdict, colours: boolean): string {
  const paint = colours ? coloured : plain;
  const parts = [
    headline(record, verdict, paint),
    expectations(verdict, paint),
    phaseTable(verdict, paint),
    timeline(record, paint),
    renderHostDiff(record.manifest, paint, diffLinesOfEachFile),
    causeInWords(record),
    footnotes(record),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const marks = {
  confirmed: { sign: '✔', colour: 'green' },
  refuted: { sign: '✘', colour: 'red' },
  inconclusive: { sign: '?', colour: 'yellow' },
} as const satisfies Record<VerdictName, unknown>;

function headline({ manifest }: RunRecord, verdict: Verdict, paint: Paint): string {
  const { sign, colour } = marks[verdict.verdict];
  const server =
    verdict.server === null
      ? 'no server'
      : `${verdict.server.name} ${printable(verdict.server.version)}${verdict.server.libwrap ? ', linked against libwrap' : ', NOT linked against libwrap'}`;
  const source = manifest.server?.source === undefined ? '' : ` (source: ${printable(manifest.server.source)})`;
  const fixes = verdict.fixes.length === 0 ? '' : ` · fix ${verdict.fixes.join(', ')}`;
  const lines = [
    `${paint([colour, 'bold'], `${sign} ${verdict.verdict.toUpperCase()}`)}  ${paint('bold', verdict.scenario)}  ${printable(verdict.title)}`,
    paint('dim', `  ${server}${source} · fault ${describeFault(manifest.scenario.fault)}${fixes} · seed ${verdict.seed}`),
    ...verdict.reasons.map((reason) => `  ${paint(colour, '–')} ${printable(reason)}`),
  ];
  return lines.join('\n');
}

function describeFault(fault: RunRecord['manifest']['scenario']['fault']): string {
  if (fault.id !== 'slow') {
    return fault.id;
  }
  return typeof fault.delay === 'number' ? `slow by ${fault.delay} ms` : `slow, ${fault.delay.shape}`;
}

function expectations(verdict: Verdict, paint: Paint): string {
  const table = plainTable(['', 'expectation', 'measured', 'limit'], ['left', 'left', 'right', 'left']);
  for (const expectation of verdict.expectations) {
    const { sign, colour } = marks[expectation.verdict];
    table.push([paint(colour, sign), printable(expectation.text), measuredText(expectation), paint('dim', limitText(expectation))]);
  }
  return table.toString();
}

function measuredText({ measured, unit }: JudgedExpectation): string {
  return measured === null ? '–' : typeof measured === 'string' ? measured : withUnit(measured, unit);
}

function limitText({ relation, limit, unit, basis }: JudgedExpectation): string {
  const words = { atLeast: 'at least', atMost: 'at most', is: 'is' }[relation];
  const value = limit === null ? 'unknown' : typeof limit === 'string' ? limit : withUnit(limit, unit);
  return `${words} ${value}${basis === 'fixed' ? '' : ` (${basis})`}`;
}

function withUnit(value: number, unit: string): string {
  return `${shortNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
}

function phaseTable(verdict: Verdict, paint: Paint): string {
  const table = plainTable(
    ['phase', 'path', 'tries', 'ok', 'refused', 'timed out', 'failed', 'pending', 'p50 ms', 'p99 ms', 'max ms'].map((name) =>
      paint('dim', name),
    ),
    ['left', 'left', ...Array<'right'>(9).fill('right')],
  );
  for (const phase of phases) {
    for (const [path, row] of Object.entries(verdict.phases[phase]?.paths ?? {})) {
      const times = row.greetingMs ?? row.refusalMs ?? row.firstResultMs;
      const cells = [row.attempts, row.ok, row.refused, row.timedOut, row.failed, row.pending].map((count) =>
        count === 0 ? '·' : String(count),
      );
      const figures = times === null ? ['–', '–', '–'] : [times.p50, times.p99, times.max].map(shortNumber);
      table.push([phase, path, ...cells, ...figures]);
    }
  }
  return `${table.toString()}\n${paint('dim', 'Times run from the scheduled start to the server greeting (session: to the result; where nobody was greeted: to the refusal). Who still waits counts as long as it waited.')}`;
}

function footnotes(record: RunRecord): string {
  const lag = loadLag(record);
  const delays =
    lag === null
      ? 'no connects'
      : `the load agents began their connects ${shortNumber(lag.p50)} ms late in the median, ${shortNumber(lag.max)} ms at most`;
  return `${record.events.filter(({ kind }) => kind === 'query').length} DNS queries in the ledger, ${record.samples.length} samples; ${delays}.`;
}
