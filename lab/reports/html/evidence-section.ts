import { whenTaken } from '../../evidence/guide.ts';
import { type EvidenceFile, evidenceFolder } from '../../record/evidence-manifest.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { withUnit } from '../../text/counted.ts';
import { shortNumber } from '../../text/short-number.ts';
import { html, type Markup } from './markup.ts';

/** The bundle of evidence, each piece with the command to take it by hand; empty if the run has none. */
export function evidenceSection({ evidence, manifest }: RunRecord): Markup {
  if (evidence === null) {
    return html``;
  }
  const ids = [...new Set(evidence.files.map(({ id }) => id))];
  const pieces = ids.map((id) =>
    piece(
      evidence.files.filter((file) => file.id === id),
      manifest,
    ),
  );
  const missing = evidence.missing.map(({ title, reason }) => html`<li>${title}: not taken, because ${reason}</li>`);
  return html`<section class="evidence"><h2>Evidence, and how to take it by hand</h2>
<p class="note">The run took these pieces on the database host, the cheapest and most telling first. The files are in <a href="${evidenceFolder}/GUIDE.md"><code>${evidenceFolder}/</code></a>
beside this page, with their checksums. The commands are for your own host, while it has this outage.</p>
${pieces}
${missing.length === 0 ? '' : html`<ul class="note">${missing}</ul>`}</section>`;
}

function piece(files: readonly EvidenceFile[], manifest: RunRecord['manifest']): Markup {
  const [first] = files;
  if (first === undefined) {
    return html``;
  }
  const cost = first.disturbs ? html` <strong>The tool holds up the accept thread while it looks.</strong>` : '';
  return html`<details><summary>${first.title}</summary>
<pre class="command">${first.byHand}</pre>
<p>${first.lookFor}${cost}</p>
${files.map((file) => fileOf(file, manifest))}
</details>
`;
}

function fileOf(file: EvidenceFile, manifest: RunRecord['manifest']): Markup {
  const cut = file.truncated ? ', cut off there' : '';
  const problem = file.problem === null ? '' : html` <span class="inconclusive">${file.problem}</span>`;
  return html`<p class="note"><a href="${evidenceFolder}/${file.file}">${file.file}</a>, ${withUnit(shortNumber(file.bytes), 'bytes')}${cut}${whenTaken(file, manifest)}${problem}</p>
${file.excerpt === '' ? '' : html`<pre>${file.excerpt}</pre>`}`;
}
