import type { RunRecord } from '../../record/run-record.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import { mainFigureColumns, mainFigures } from '../main-figures.ts';
import { checksTitle, type OwnHost, remedyInWords, tryLine } from '../own-host.ts';
import { html, type Markup } from './markup.ts';

const nothing = html``;

/** What the run means for a host of one's own; empty if it says nothing about one. */
export function ownHostSection(record: RunRecord, found: OwnHost | null): Markup {
  if (found === null) {
    return nothing;
  }
  const { checks, said, remedies, faults } = found;
  const line = tryLine(record, found);
  const commands = checks.map(({ command, lookFor }) => html`<li><code>${command}</code><br><span class="note">${lookFor}</span></li>`);
  const ranked = remedies.map((remedy) => html`<li><strong>${remedy.id}</strong>: ${remedyInWords(remedy, faults)}</li>`);
  return html`<section><h2>On a host of your own</h2>
${checks.length === 0 ? nothing : html`<p>${checksTitle}</p><ol>${commands}</ol>`}
${said === '' ? nothing : html`<p>${said}</p><ol>${ranked}</ol>`}
${line === null ? nothing : html`<p class="note">See it hold: <code>${line}</code></p>`}</section>`;
}

/** The figures that matter most; empty if the run has none. */
export function mainFiguresSection(verdict: Verdict): Markup {
  const figures = mainFigures(verdict);
  const [, before = '', during = ''] = mainFigureColumns;
  const rows = figures.map(
    (each) => html`<tr>
<td>${each.what}</td>
<td class="figure" data-name="${before}">${each.before}</td>
<td class="figure" data-name="${during}">${each.during}</td>
</tr>`,
  );
  return figures.length === 0
    ? nothing
    : html`<section><h2>The figures that matter</h2>
<table class="stacked"><thead><tr><th></th><th class="figure">${before}</th><th class="figure">${during}</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}
