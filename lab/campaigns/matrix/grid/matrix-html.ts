import type { PageStyle } from '../../../bundling/page-style.ts';
import { htmlDocument } from '../../../reports/html/document.ts';
import { type Content, html, type Markup } from '../../../reports/html/markup.ts';
import { counted } from '../../../text/counted.ts';
import type { Cell, Matrix } from './answers.ts';
import { headline, standingOf } from './headline.ts';
import { heatSteps } from './heat.ts';
import { chip, heatCell, questions } from './heat-cell.ts';
import { cellAt } from './matrix-table.ts';

/**
 * The matrix for a browser: one file that loads nothing and has no script, because a table needs none.
 *
 * @param reportOf path of the report of a cell's run, relative to the page; null if there is none.
 */
export function matrixPage(matrix: Matrix, { style, styleDigest }: PageStyle, reportOf: (cell: Cell) => string | null): string {
  const { server, rows, columns } = matrix;
  const fixes = rows.filter(({ kind }) => kind !== 'control').length;
  const body = html`<header>
<h1>Every fix under every fault</h1>
<p class="dim">${server.id} ${server.version} · ${counted(fixes, 'fix', 'fixes')}, ${counted(columns.length, 'fault')} · seed ${matrix.seed}</p>
<p>${headline(matrix)}</p>
</header>
${legend(matrix)}
${table(matrix, reportOf)}
${names(
  'Fixes',
  rows.map(({ id, title, kind }) => ({ name: id, title: `${title}${kind === 'redHerring' ? ' (a red herring)' : ''}` })),
)}
${names('Faults', columns)}`;
  return htmlDocument({ title: `Every fix under every fault: ${server.id} – wraplab`, body, style, styleDigest });
}

function legend({ standards: { fastWithinMs, availablePercent } }: Matrix): Markup {
  const meaning = {
    fast: `95 of 100 clients wait ${fastWithinMs.toLocaleString('en-US')} ms or less for the greeting or the refusal`,
    available: `${availablePercent} of 100 connects decided in time get in, by TCP and through the Unix socket`,
    outsiderOut: 'no outsider ever gets in',
  } as const;
  const marks = questions.map(({ key, letter, name }) => html`<li>${chip('yes', letter)} ${name}: ${meaning[key]}</li>`);
  const steps = heatSteps.map(({ upToMs, words }, index) => {
    const longest = heatSteps[index - 1]?.upToMs ?? 0;
    const bound = Number.isFinite(upToMs) ? `up to ${upToMs / 1000} s` : `over ${longest / 1000} s`;
    return html`<li><i class="heat-${index}">${bound}</i> ${words}</li>`;
  });
  return html`<section class="legend" aria-label="legend">
<ul class="chips">${marks}
<li>${chip('no', 'F')} struck out: no</li>
<li>${chip('alone', 'F')} small: only without strangers</li>
<li>${chip('known', 'F')} only for clients that connected before the fault</li>
<li>${chip('open', 'F')} open: too few decided, or too close to the limit</li>
<li>${chip('unknown', 'F')} unknown</li>
<li><span class="no-cell">–</span> not available on this server</li></ul>
<ul class="waits">${steps}</ul>
<p class="note">The two figures of a cell are the longest wait of 95 of 100 clients, first with newcomers, then with strangers as well; > means that the end of the wait was not seen. <span class="on-screen">Point at a cell for its figures.</span></p></section>`;
}

function table({ rows, columns, cells }: Matrix, reportOf: (cell: Cell) => string | null): Markup {
  const heads = columns.map(({ name, title }) => html`<th scope="col" title="${title}"><span>${name}</span></th>`);
  const body = rows.map(({ id, title, kind }): Content => {
    const own = columns.map(({ name }) => cellAt({ cells }, id, name));
    const { held, measured, possible } = standingOf({ columns, cells }, id);
    const isAlways = measured > 0 && held === possible;
    return html`<tr class="${kind}"><th scope="row" title="${title}">${id}${kind === 'redHerring' ? html`<small>red herring</small>` : ''}</th>
<td class="holds${isAlways ? ' always' : ''}" title="holds in ${held} of ${counted(measured, 'measured cell')}, of ${possible}">${held}/${measured}</td>
${own.map((cell) => heatCell(cell, cell === undefined ? null : reportOf(cell)))}</tr>`;
  });
  return html`<div class="map" role="region" aria-label="the heat map" tabindex="0"><table>
<thead><tr><th scope="col">fix</th><th scope="col" class="holds"><span>holds under</span></th>${heads}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

function names(title: string, entries: readonly { readonly name: string; readonly title: string }[]): Markup {
  return html`<section><h2>${title}</h2><dl>${entries.map((entry) => html`<dt>${entry.name}</dt><dd>${entry.title}</dd>`)}</dl></section>`;
}
