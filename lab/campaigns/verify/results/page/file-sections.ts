import { html, type Markup } from '../../../../reports/html/markup.ts';
import type { EtcFile } from '../../access/etc-folder.ts';
import type { Warning } from '../../access/warning.ts';
import { type ExcerptRow, excerptOf } from './excerpt-of-file.ts';

/** The folder's files with their findings at their lines. Files without a finding are folded; findings about files that were not read follow. */
export function fileSections(files: readonly EtcFile[], warnings: readonly Warning[]): Markup {
  const paths = new Set(files.map(({ path }) => path));
  const elsewhere = warnings.filter(({ file }) => !paths.has(file));
  return html`<section><h2>Files</h2>
<p class="note">${counted(warnings)}.${warnings.length === 0 ? '' : ' A warning is probably a mistake, a note is worth knowing; neither decides anything.'}</p>
${elsewhere.length === 0 ? '' : html`<ul class="elsewhere">${elsewhere.map((warning) => html`<li>${finding(warning, `${warning.file}: `)}</li>`)}</ul>`}
${files.map((file) =>
  fileSection(
    file,
    warnings.filter((each) => each.file === file.path),
  ),
)}</section>`;
}

function fileSection({ path, text }: EtcFile, findings: readonly Warning[]): Markup {
  const { rows, unshown } = excerptOf(text, findings);
  const isOpen = findings.length > 0;
  return html`<details${isOpen ? html` open` : ''}><summary><code>${path}</code>${isOpen ? html` <span class="dim">${counted(findings)}</span>` : ''}</summary>
${text === '' ? html`<p class="note">an empty file</p>` : ''}<div class="listing">${rows.map(row)}</div>
${unshown === 0 ? '' : html`<p class="note">${unshown.toLocaleString('en-US')} more findings are in report.md and verify.json.</p>`}</details>`;
}

function row(each: ExcerptRow): Markup {
  if ('gap' in each) {
    return html`<div class="gap">… ${each.gap.toLocaleString('en-US')} ${each.gap === 1 ? 'line' : 'lines'} not shown</div>`;
  }
  const { line, text, cut, findings } = each;
  const worst = findings.some(({ weight }) => weight === 'warning') ? 'warning' : findings.length > 0 ? 'note-line' : '';
  const rest = cut === 0 ? '' : html`<span class="dim">… ${cut.toLocaleString('en-US')} more characters</span>`;
  return html`<div class="line ${worst}"><span class="number">${line}</span><code>${text}${rest}</code></div>${findings.map((each) => html`<div class="finding">${finding(each, '')}</div>`)}`;
}

function finding({ weight, text }: Warning, place: string): Markup {
  return html`<b class="${weight}">${weight}</b> ${place}${text}`;
}

/** "2 warnings, 1 note". */
function counted(findings: readonly Warning[]): string {
  const warnings = findings.filter(({ weight }) => weight === 'warning').length;
  const notes = findings.length - warnings;
  const parts = [
    ...(warnings === 0 ? [] : [`${warnings.toLocaleString('en-US')} ${warnings === 1 ? 'warning' : 'warnings'}`]),
    ...(notes === 0 ? [] : [`${notes.toLocaleString('en-US')} ${notes === 1 ? 'note' : 'notes'}`]),
  ];
  return parts.length === 0 ? 'No findings' : parts.join(', ');
}
