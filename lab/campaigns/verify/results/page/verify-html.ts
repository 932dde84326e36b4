import type { PageStyle } from '../../../../bundling/page-style.ts';
import { againLine } from '../../../../process/command-line.ts';
import { htmlDocument } from '../../../../reports/html/document.ts';
import { html, type Markup } from '../../../../reports/html/markup.ts';
import type { EtcFile } from '../../access/etc-folder.ts';
import { changesHeadline } from '../changes.ts';
import { type Changes, figuresInWords, inWords, questions, signs, summary, type VerifyResult } from '../result.ts';
import type { VerifyRecord } from '../verify-record.ts';
import { faultRows } from './fault-rows.ts';
import { fileSections } from './file-sections.ts';

/** All that the page shows. */
export interface VerifyPage {
  readonly result: VerifyResult;
  readonly record: VerifyRecord;
  readonly files: readonly EtcFile[];
  /** The command that verifies the folder again. */
  readonly command: readonly string[];
  /** The link to the report of a run, by its folder as the record names it; null if there is none. */
  reportOf(run: string): string | null;
}

/** The index page of a verify: one file that loads nothing and has no script. */
export function verifyPage({ result, record, files, command, reportOf }: VerifyPage, { style, styleDigest }: PageStyle): string {
  const { verdict } = record;
  const links = record.faults.map(({ run }) => (run === null ? null : reportOf(run)));
  const body = html`<header>
<span class="verdict ${verdict}">${signs[verdict]} ${inWords[verdict]}</span>
<h1>${result.folder}</h1>
<p>${summary(result)}.</p>
<p class="dim">seed ${record.seed} · began ${record.startedAt.slice(0, 16).replace('T', ' ')} UTC · ${plural(record.files.length, 'file')} read</p>
</header>
${result.changes === undefined ? '' : changesSection(result.changes)}
<section><h2>Faults</h2>
<p class="note">${figuresInWords}${links.some((link) => link !== null) ? ' The name of a fault leads to the report of its run.' : ''}</p>
<table class="stacked faults"><thead><tr><th></th><th>fault</th>${questions.map(({ title }) => html`<th>${title}</th>`)}</tr></thead>
<tbody>${result.faults.map((fault, index) => faultRows(fault, links[index] ?? null))}</tbody></table></section>
${fileSections(files, result.warnings)}
${list('Assumed', 'What the folder does not say, and verify took for granted.', record.assumed)}
<section><h2>Run again</h2><pre class="command">${againLine(command)}</pre></section>`;
  return htmlDocument({ title: `${inWords[verdict]}: ${result.folder} – wraplab verify`, body, style, styleDigest });
}

function changesSection(changes: Changes): Markup {
  const items = changes.said.map((text) => html`<li>${text}</li>`);
  return html`<section><h2>What changed</h2><p>${changesHeadline(changes)}</p>${items.length === 0 ? '' : html`<ul>${items}</ul>`}</section>`;
}

function list(title: string, note: string, items: readonly string[]): Markup {
  return items.length === 0
    ? html``
    : html`<section><h2>${title}</h2><p class="note">${note}</p><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></section>`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
