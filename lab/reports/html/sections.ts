import { againLine } from '../../process/command-line.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { plain } from '../../text/paint.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import type { CauseInWords } from '../cause-in-words.ts';
import { signs } from '../figures.ts';
import { renderHostDiff } from '../host-diff.ts';
import type { ChartData } from '../page/chart-data.ts';
import { noConnects, phaseColumns, phaseRows, phaseTableNote } from '../phase-rows.ts';
import { faultInWords, otherLimitsInWords, serverInWords, whatWasCounted } from '../run-in-words.ts';
import { storyRemark } from '../story-in-words.ts';
import { regimeInWords, subjectInWords, topCause, verdictInWords, verdictNotes } from '../verdict-in-words.ts';
import { type ChartPlace, chartsToShow } from './charts-to-show.ts';
import { html, type Markup } from './markup.ts';

const nothing = html``;

export function headline(record: RunRecord, verdict: Verdict, found: CauseInWords): Markup {
  const fixes = verdict.fixes.length === 0 ? '' : ` · fix ${verdict.fixes.join(', ')}`;
  const others = otherLimitsInWords(verdict);
  const reasons = verdict.reasons.map((reason) => html`<li>${reason}</li>`);
  const regime = regimeInWords(record, verdict);
  const notes = verdictNotes(record, verdict).map((note) => html`<p class="dim">${note}</p>`);
  const words = topCause(found, verdict);
  return html`<header>
<span class="verdict ${verdict.verdict}">${signs[verdict.verdict]} ${verdictInWords(verdict)}</span>
<h1>${verdict.scenario}: ${subjectInWords(verdict)}</h1>
<p class="dim">${serverInWords(record, verdict)} · fault ${faultInWords(record)}${fixes} · seed ${verdict.seed}</p>
${regime === '' ? nothing : html`<p class="dim">${regime}</p>`}
${notes}
${others === '' ? nothing : html`<p class="inconclusive">${others}</p>`}
${reasons.length === 0 ? nothing : html`<ul class="${verdict.verdict}">${reasons}</ul>`}
${words === '' ? nothing : html`<p class="cause">${words}</p>`}
</header>`;
}

/** The charts that the connects chart stands with. */
const firstCharts = ['connects', 'accept-queue'];

/** The charts of connects and of the accept queue: elements that the program in lab/reports/page fills. @param data null if the run did not begin. */
export function connectsChart(data: ChartData | null): Markup {
  if (data === null) {
    return html`<section><h2>Timeline</h2><p>The run did not begin, so there is no timeline.</p></section>`;
  }
  const places = chartsToShow(data).filter(({ id }) => firstCharts.includes(id));
  const isDisturbed = data.disturbances.length > 0;
  const howTo = html`<p class="note">Shaded: the time of the fault, by the nameserver’s own ledger.${isDisturbed ? ' A bar at the foot: strace or gdb held up the accept thread. Connects that waited then are not samples of time.' : ''} <span class="on-screen">Drag over a chart to zoom, double-click to see the whole run, click on a name to hide its points.</span></p>
<noscript><p>The charts need JavaScript, which is in this file. Everything else works without it.</p></noscript>
<div id="zoom"></div>`;
  return html`<section><h2>Timeline</h2>
${places.every(({ missing }) => missing !== undefined) ? nothing : howTo}
${places.map(placeOf)}</section>`;
}

/** The other charts, on the same scale of time. */
export function otherCharts(data: ChartData | null): Markup {
  return data === null
    ? nothing
    : html`<section><h2>TIME_WAIT and DNS over time</h2>
${chartsToShow(data)
  .filter(({ id }) => !firstCharts.includes(id))
  .map(placeOf)}</section>`;
}

function placeOf({ id, title, missing }: ChartPlace): Markup {
  return missing === undefined ? html`<h3>${title}</h3><div class="chart" id="${id}"></div>\n` : html`<p class="note">${missing}</p>\n`;
}

/** What the scenario is about, for a reader who is new to it. */
export function story(record: RunRecord, { question }: Verdict): Markup {
  const remark = question === undefined ? storyRemark(record) : '';
  return html`<section><h2>The scenario${question === undefined ? '' : ', without fixes'}</h2>
${remark === '' ? nothing : html`<p class="note">${remark}</p>`}
<p>${record.manifest.scenario.story}</p></section>`;
}

/** All that is known about the cause. */
export function cause({ full }: CauseInWords): Markup {
  return full === '' ? nothing : html`<section><h2>Cause, as computed</h2><p class="cause">${full}</p></section>`;
}

export function phaseTable(record: RunRecord, verdict: Verdict): Markup {
  const head = phaseColumns.map((name, index) => (index < 2 ? html`<th>${name}</th>` : html`<th class="figure">${name}</th>`));
  const rows = phaseRows(verdict).map(
    (cells) =>
      html`<tr class="phase-${cells[0] ?? ''}">${cells.map((cell, index) => (index < 2 ? html`<td>${cell}</td>` : html`<td class="figure">${cell}</td>`))}</tr>`,
  );
  const table =
    rows.length === 0
      ? html`<p>${noConnects}</p>`
      : html`<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<section><h2>How the connects ended</h2>
${table}
<p class="note">${rows.length === 0 ? '' : `${phaseTableNote} `}${whatWasCounted(record)}</p></section>`;
}

const classOf: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'place' };

export function hostDiff({ manifest }: RunRecord): Markup {
  const [title, ...lines] = renderHostDiff(manifest, plain).split('\n');
  if (title === undefined || title === '') {
    return nothing;
  }
  const marked = lines.map((line) => {
    const isFile = line.startsWith('--- ') || line.startsWith('+++ ');
    return html`<span class="${isFile ? 'file' : (classOf[line[0] ?? ''] ?? 'same')}">${line}</span>\n`;
  });
  return html`<section><h2>${title}</h2><pre class="diff">${marked}</pre></section>`;
}

export function manifest({ manifest: of }: RunRecord): Markup {
  const facts: Readonly<Record<string, string>> = {
    began: of.startedAt,
    ended: of.problem === null ? of.ended : `${of.ended}: ${of.problem}`,
    commit: of.gitCommit ?? 'none',
    versions: Object.entries(of.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(' · '),
    images: Object.entries(of.images)
      .map(([name, { reference, id }]) => `${name} ${reference} ${id}`)
      .join(' · '),
  };
  const again = of.command.length === 0 ? '–' : html`<pre class="command">${againLine(of.command)}</pre>`;
  const list = Object.entries(facts).map(([name, value]) => html`<dt>${name}</dt><dd>${value === '' ? '–' : value}</dd>`);
  return html`<section><h2>The run</h2><dl><dt>run again</dt><dd>${again}</dd>${list}</dl>
<details><summary>manifest.json</summary><pre>${JSON.stringify(of, null, 2)}</pre></details></section>`;
}
