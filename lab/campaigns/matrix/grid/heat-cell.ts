import { type Content, html, type Markup } from '../../../reports/html/markup.ts';
import { shortNumber } from '../../../text/short-number.ts';
import type { Answer, Cell, CellResult } from './answers.ts';
import { heatOf, shortWait } from './heat.ts';

/** The three questions in the order of their marks. */
export const questions = [
  { key: 'fast', letter: 'F', name: 'fast' },
  { key: 'available', letter: 'A', name: 'available' },
  { key: 'outsiderOut', letter: 'O', name: 'outsider out' },
] as const;

export const inWords = {
  yes: 'yes',
  alone: 'only without strangers',
  known: 'only for clients that connected before the fault',
  no: 'no',
  open: 'open: too few connects were decided before the DNS recovered, or too close to the limit',
  unknown: 'unknown',
} as const satisfies Record<Answer, string>;

/**
 * One cell of the heat map. Repeats its marks and colours in words, for pointers, keyboards and screen readers.
 *
 * @param report path of its run's report, relative to the page; null if there is none, and then the cell is not a link.
 */
export function heatCell(cell: Cell | undefined, report: string | null): Markup {
  if (cell === undefined) {
    return html`<td class="none"></td>`;
  }
  const shown = cell.result === null ? html`<span class="no-cell" aria-hidden="true">–</span>` : face(cell.result);
  const inside = html`${shown}<span class="figures">${figures(cell, report !== null)}</span>`;
  return report === null
    ? html`<td class="${cell.result === null ? 'none' : ''}"><span class="cell" tabindex="0">${inside}</span></td>`
    : html`<td><a class="cell" href="${report}">${inside}</a></td>`;
}

/** The mark of an answer. */
export function chip(answer: Answer, letter: string): Markup {
  return html`<b class="${answer}">${chipTexts[answer] ?? (answer === 'alone' ? letter.toLowerCase() : letter)}</b>`;
}

const chipTexts: Readonly<Partial<Record<Answer, string>>> = { unknown: '?', open: '~', known: 'k' };

function face(result: CellResult): Markup {
  const half = ({ waitMs, isLonger }: CellResult['alone']) =>
    html`<i class="heat-${heatOf(waitMs, isLonger) ?? 'unknown'}">${isLonger === true ? '>' : ''}${shortWait(waitMs)}</i>`;
  return html`<span class="waits" aria-hidden="true">${half(result.alone)}${half(result.strangers)}</span><span class="chips" aria-hidden="true">${questions.map(({ key, letter }) => chip(result[key], letter))}</span>`;
}

function figures({ fix, fault, unavailable, result }: Cell, isLink: boolean): Content {
  const place = html`<strong>${fix} under ${fault}</strong>`;
  if (result === null) {
    return html`${place} <span>not available: ${unavailable ?? 'no reason given'}</span>`;
  }
  const answers = questions.map(({ key, name }) => `${name}: ${inWords[result[key]]}`).join(' · ');
  return html`${place} <span>${answers}</span>
${result.known === undefined ? '' : html`<span>with known clients only: ${part(result.known)}</span>`}
<span>with newcomers: ${part(result.alone)}</span>
<span>with strangers: ${part(result.strangers)}; outsiders that got in: ${result.outsidersIn ?? 'unknown'}</span>
${result.reasons.map((reason) => html`<span>unknown, because ${reason}</span>`)}${isLink ? html`<span class="dim">Click the cell for the report of its run.</span>` : ''}`;
}

function part({ waitMs, isLonger, servedPercent, socketPercent }: CellResult['alone']): string {
  const number = (value: number | null, unit: string): string => (value === null ? 'unknown' : `${shortNumber(value)} ${unit}`);
  const waited = isLonger === true ? `more than ${number(waitMs, 'ms')}` : `${number(waitMs, 'ms')} or less`;
  return `95 of 100 clients waited ${waited}; ${number(servedPercent, '%')} got in, through the socket ${number(socketPercent, '%')}`;
}
