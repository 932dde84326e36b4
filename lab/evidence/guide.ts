import type { EvidenceFile, EvidenceManifest } from '../record/evidence-manifest.ts';
import type { Manifest } from '../record/manifest.ts';
import { withUnit } from '../text/counted.ts';
import { code, paragraphs, text } from '../text/markdown.ts';
import { shortNumber } from '../text/short-number.ts';
import { legal } from '../text/xml-text.ts';

/** Explains a bundle of evidence, and how to take the same on your own host: Markdown. */
export function evidenceGuide(manifest: Manifest, { files, missing }: EvidenceManifest): string {
  const ids = [...new Set(files.map(({ id }) => id))];
  return paragraphs([
    `# Evidence of ${code(manifest.scenarioName)}`,
    text(
      'The run took these pieces on the database host, the cheapest and most telling first. Each comes with the command to take it by hand, so this is also a guide to a host that has this outage now. Check that every file is intact: ',
    ) + code('sha256sum -c SHA256SUMS'),
    ...ids.map((id, index) =>
      piece(
        index + 1,
        files.filter((file) => file.id === id),
        manifest,
      ),
    ),
    missing.length === 0 ? '' : '## Not taken',
    missing.map(({ title, reason }) => `- ${text(title)}: ${text(reason)}`).join('\n'),
  ]);
}

function piece(number: number, files: readonly EvidenceFile[], manifest: Manifest): string {
  const [first] = files;
  if (first === undefined) {
    return '';
  }
  const cost = first.disturbs
    ? text('The tool holds up the accept thread while it looks. On a production host, use it only for a moment.')
    : '';
  const heading = [`## ${number}. ${text(first.title)}`, fence(first.byHand), text(first.lookFor), cost];
  return paragraphs([
    ...heading,
    ...files.flatMap((file) => [about(file, manifest), file.excerpt === '' ? '' : fence(file.excerpt)]),
  ]).trimEnd();
}

function about(file: EvidenceFile, manifest: Manifest): string {
  const cut = file.truncated ? ', cut off there' : '';
  const problem = file.problem === null ? '' : `: ${text(file.problem)}`;
  return `${code(file.file)}, ${text(`${withUnit(shortNumber(file.bytes), 'bytes')}${cut}${whenTaken(file, manifest)}`)}${problem}`;
}

/** When a piece was taken, such as ", 8.5 s after the beginning (fault)"; empty if it was taken from the record. */
export function whenTaken({ fromMs, toMs }: Pick<EvidenceFile, 'fromMs' | 'toMs'>, { windows }: Pick<Manifest, 'windows'>): string {
  if (fromMs === null || toMs === null) {
    return '';
  }
  const [phase] = Object.entries(windows).find(([, { startMs, endMs }]) => fromMs >= startMs && fromMs < endMs) ?? ['at the end'];
  const lasted = toMs - fromMs >= 100 ? `, for ${shortNumber((toMs - fromMs) / 1000)} s` : '';
  return `, ${shortNumber(fromMs / 1000)} s after the beginning (${phase})${lasted}`;
}

/** A code block; its fence is longer than any run of backticks in the text. */
function fence(raw: string): string {
  const content = legal(raw);
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${content}\n${marks}`;
}
