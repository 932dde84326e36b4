import { signs } from '../../../reports/figures.ts';
import { counted } from '../../../text/counted.ts';
import { code, table as markdownTable, paragraphs, text } from '../../../text/markdown.ts';
import { coloured, plain } from '../../../text/paint.ts';
import { plainTable } from '../../../text/plain-table.ts';
import { printable } from '../../../text/printable.ts';
import { rowsOf, type Steadiness, type SteadinessRow, type SteadinessRun, type Way } from './standing.ts';

const verdicts = ['confirmed', 'refuted', 'inconclusive'] as const;
const noRuns = '–';
const wayNames = { alone: 'alone', 'side-by-side': 'side by side' } as const satisfies Record<Way, string>;

/** The table for a terminal, followed by every run that was not confirmed. */
export function steadinessAsText(steadiness: Steadiness, colours: boolean): string {
  const paint = colours ? coloured : plain;
  const rows = rowsOf(steadiness);
  const table = plainTable(head(steadiness), ['left', 'left', 'left', 'left']);
  for (const row of rows) {
    table.push(cells(row).map(printable));
  }
  const unconfirmed = reasons(rows).map((line) => `  ${printable(line)}\n`);
  const unavailable = steadiness.unavailable.map(({ scenario, reason }) => `  ${printable(`${scenario}: ${reason}`)}\n`);
  return [
    `${paint('bold', headline(steadiness, rows))}\n\n${table.toString()}\n`,
    unconfirmed.length === 0 ? '' : `\nnot confirmed:\n${unconfirmed.join('')}`,
    unavailable.length === 0 ? '' : `\nnot on ${printable(steadiness.server)}:\n${unavailable.join('')}`,
  ].join('');
}

/** The same in Markdown. */
export function steadinessAsMarkdown(steadiness: Steadiness): string {
  const rows = rowsOf(steadiness);
  const body = rows.map((row) => {
    const [name = '', ...others] = cells(row);
    return [code(name), ...others.map(text)];
  });
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${text(line)}`).join('\n');
  const unconfirmed = reasons(rows);
  return paragraphs([
    text(headline(steadiness, rows)),
    markdownTable(head(steadiness), body),
    unconfirmed.length === 0 ? '' : `Not confirmed:\n\n${list(unconfirmed)}`,
    steadiness.unavailable.length === 0
      ? ''
      : `Not on ${text(steadiness.server)}:\n\n${list(steadiness.unavailable.map(({ scenario, reason }) => `${scenario}: ${reason}`))}`,
  ]);
}

function head({ sideBySide }: Steadiness): string[] {
  return ['scenario', wayNames.alone, `${sideBySide} ${wayNames['side-by-side']}`, ''];
}

function cells({ scenario, runs, standing }: SteadinessRow): string[] {
  return [scenario, counts(runs.alone), counts(runs['side-by-side']), standing];
}

/** `8 ✔  1 ✘ (12)  1 ? (3)  1 late (5)`: the number of each verdict, and the seeds of those that were not confirmed. */
function counts(runs: readonly SteadinessRun[]): string {
  const inTime = runs.filter(({ late }) => late !== true);
  const late = runs.filter((run) => run.late === true);
  const kinds = verdicts.map((verdict) => ({ sign: signs[verdict], of: inTime.filter((run) => run.verdict === verdict) }));
  const parts = [...kinds, { sign: 'late', of: late }].flatMap(({ sign, of }) => {
    const which = sign === signs.confirmed ? '' : ` (${of.map(({ seed }) => seed).join(', ')})`;
    return of.length === 0 ? [] : [`${of.length} ${sign}${which}`];
  });
  return parts.length === 0 ? noRuns : parts.join('  ');
}

function headline({ server, runs }: Steadiness, rows: readonly SteadinessRow[]): string {
  const others = rows.filter(({ standing }) => standing !== 'steady').map(({ scenario }) => scenario);
  const late = runs.filter((run) => run.late === true).length;
  return [
    `${counted(runs.length, 'run')} on ${server}: ${rows.length - others.length} of ${counted(rows.length, 'scenario')} confirmed in every run that was on time`,
    ...(others.length === 0 ? [] : [`not: ${others.join(', ')}`]),
    ...(late === 0 ? [] : [`${late} came late; run the same command again to repeat them`]),
  ].join('; ');
}

function reasons(rows: readonly SteadinessRow[]): string[] {
  return rows
    .flatMap(({ runs }) => [...runs.alone, ...runs['side-by-side']])
    .filter(({ verdict }) => verdict !== 'confirmed')
    .map(({ scenario, seed, way, verdict, reasons: own }) => `${scenario}, seed ${seed}, ${wayNames[way]}: ${verdict}: ${own.join('; ')}`);
}
