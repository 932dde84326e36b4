import { againLine } from '../../process/command-line.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { plain } from '../../text/paint.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import { affectedInWords } from '../affected-in-words.ts';
import { causeInWords } from '../cause-in-words.ts';
import { limitText, measuredText, signs } from '../figures.ts';
import { renderHostDiff } from '../host-diff.ts';
import { phaseColumns, phaseRows, phaseTableNote } from '../phase-rows.ts';
import { faultInWords, otherLimitsInWords, serverInWords, whatWasCounted } from '../run-in-words.ts';
import { html, type Markup } from './markup.ts';

const nothing = html``;

export function headline(record: RunRecord, verdict: Verdict): Markup {
  const fixes = verdict.fixes.length === 0 ? '' : ` · fix ${verdict.fixes.join(', ')}`;
  const others = otherLimitsInWords(verdict);
  const reasons = verdict.reasons.map((reason) => html`<li>${reason}</li>`);
  return html`<header>
<span class="verdict ${verdict.verdict}">${signs[verdict.verdict]} ${verdict.verdict}</span>
<h1>${verdict.scenario}: ${verdict.title}</h1>
<p class="dim">${serverInWords(record, verdict)} · fault ${faultInWords(record)}${fixes} · seed ${verdict.seed}</p>
${others === '' ? nothing : html`<p class="inconclusive">${others}</p>`}
${reasons.length === 0 ? nothing : html`<ul class="${verdict.verdict}">${reasons}</ul>`}
<p>${record.manifest.scenario.story}</p>
</header>`;
}

export function expectations({ expectations: judged }: Verdict): Markup {
  const rows = judged.map(
    (expectation) => html`<tr>
<td class="sign ${expectation.verdict}" title="${expectation.verdict}">${signs[expectation.verdict]}</td>
<td>${expectation.text}${expectation.reason === '' ? '' : html`<br><span class="${expectation.verdict}">${expectation.reason}</span>`}${affectedInWords(expectation).map((words) => html`<br>${words}`)}</td>
<td class="figure" data-name="measured">${measuredText(expectation)}</td>
<td data-name="limit">${limitText(expectation)}</td>
</tr>`,
  );
  return html`<section><h2>Expectations</h2>
<table class="stacked"><thead><tr><th></th><th>expectation</th><th class="figure">measured</th><th>limit</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

/** Elements that the program in lab/reports/page fills with charts. */
export function timeline(hasData: boolean, isDisturbed: boolean): Markup {
  if (!hasData) {
    return html`<section><h2>Timeline</h2><p>The run did not begin, so there is no timeline.</p></section>`;
  }
  return html`<section><h2>Timeline</h2>
<p class="note">Shaded: the time of the fault, by the nameserver’s own ledger.${isDisturbed ? ' A bar at the foot: strace or gdb held up the accept thread. Connects that waited then are not samples of time.' : ''} <span class="on-screen">Drag over a chart to zoom, double-click to see the whole run, click on a name to hide its points.</span></p>
<noscript><p>The charts need JavaScript, which is in this file. Everything else works without it.</p></noscript>
<div id="zoom"></div>
<h3>Every connect: how long its client waited, by arrival time</h3><div class="chart" id="connects"></div>
<h3>Connections in the accept queue</h3><div class="chart" id="accept-queue"></div>
<h3>TIME_WAIT, by side</h3><div class="chart" id="time-wait"></div>
<h3>DNS queries of the database host in flight, by the ledger</h3><div class="chart" id="queries-open"></div>
<h3>DNS queries of the database host in each second, by the ledger</h3><div class="chart" id="queries-per-second"></div>
</section>`;
}

export function cause(record: RunRecord): Markup {
  const words = causeInWords(record);
  return words === '' ? nothing : html`<section><h2>Cause, as computed</h2><p class="cause">${words}</p></section>`;
}

export function phaseTable(record: RunRecord, verdict: Verdict): Markup {
  const head = phaseColumns.map((name, index) => (index < 2 ? html`<th>${name}</th>` : html`<th class="figure">${name}</th>`));
  const rows = phaseRows(verdict).map(
    (cells) =>
      html`<tr class="phase-${cells[0] ?? ''}">${cells.map((cell, index) => (index < 2 ? html`<td>${cell}</td>` : html`<td class="figure">${cell}</td>`))}</tr>`,
  );
  return html`<section><h2>How the connects ended</h2>
<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>
<p class="note">${phaseTableNote} ${whatWasCounted(record)}</p></section>`;
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
