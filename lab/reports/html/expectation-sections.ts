import type { JudgedExpectation, Verdict } from '../../verdict/verdict-schema.ts';
import { affectedInWords } from '../affected-in-words.ts';
import { failedFirst, limitText, measuredText, signs } from '../figures.ts';
import { likeOutage, signColumns, signsTitle } from '../verdict-in-words.ts';
import { html, type Markup } from './markup.ts';

const nothing = html``;

/** Those that failed or could not be judged, and those that passed, folded. */
export function expectations({ expectations: judged }: Verdict): Markup {
  const open = failedFirst(judged).filter(({ verdict }) => verdict !== 'confirmed');
  const passed = judged.filter(({ verdict }) => verdict === 'confirmed');
  const folded = html`<details><summary>${passed.length} of ${judged.length} passed</summary>${table(passed)}</details>`;
  return html`<section><h2>Expectations</h2>
${open.length === 0 ? nothing : table(open)}
${passed.length === 0 ? nothing : folded}</section>`;
}

function table(rows: readonly JudgedExpectation[]): Markup {
  return html`<table class="stacked"><thead><tr><th></th><th>expectation</th><th class="figure">measured</th><th>limit</th></tr></thead><tbody>${rows.map(row)}</tbody></table>`;
}

function row(expectation: JudgedExpectation): Markup {
  const { verdict, text, reason } = expectation;
  return html`<tr>
<td class="sign ${verdict}" title="${verdict}">${signs[verdict]}</td>
<td>${text}${reason === '' ? '' : html`<br><span class="${verdict}">${reason}</span>`}${affectedInWords(expectation).map((words) => html`<br>${words}`)}</td>
<td class="figure" data-name="measured">${measuredText(expectation)}</td>
<td data-name="limit">${limitText(expectation)}</td>
</tr>`;
}

/** What the outage looks like, for a run that asks about fixes: folded and without colours, because it decides nothing. */
export function signsOfOutage({ question }: Verdict): Markup {
  if (question === undefined) {
    return nothing;
  }
  const [like, what, measured, limit] = signColumns;
  const rows = question.signs.map(
    (sign) => html`<tr>
<td>${sign.text}</td>
<td data-name="${like ?? ''}">${likeOutage(sign)}</td>
<td class="figure" data-name="${measured ?? ''}">${measuredText(sign)}</td>
<td data-name="${limit ?? ''}">${limitText(sign)}</td>
</tr>`,
  );
  return html`<section><details><summary>${signsTitle}</summary>
<table class="stacked"><thead><tr><th>${what ?? ''}</th><th>${like ?? ''}</th><th class="figure">${measured ?? ''}</th><th>${limit ?? ''}</th></tr></thead><tbody>${rows}</tbody></table></details></section>`;
}
