import { html, type Markup } from '../../../../reports/html/markup.ts';
import {
  affectedOf,
  answerTo,
  type FaultResult,
  figureOf,
  findingsOf,
  inWords,
  type Question,
  questions,
  signOf,
  signs,
} from '../result.ts';

/**
 * A row with the answers of a fault; below it, if there is more to say, one with reasons, clients and findings.
 *
 * @param report the link to the report of its run; null if there is none.
 */
export function faultRows(result: FaultResult, report: string | null): Markup {
  const { fault, verdict, reasons } = result;
  const name = report === null ? html`<code>${fault}</code>` : html`<a href="${report}"><code>${fault}</code></a>`;
  const more = [
    ...reasons.map((text) => html`<li class="${verdict}">${text}</li>`),
    ...affectedOf(result).map((text) => html`<li class="affected">${text}</li>`),
    ...findingsOf(result).map((text) => html`<li>${text}</li>`),
  ];
  return html`<tr${more.length === 0 ? '' : html` class="goes-on"`}>
<td class="sign ${verdict}" title="${inWords[verdict]}">${signs[verdict]}</td>
<td class="fault">${name}</td>
${questions.map((question) => answerCell(question, result))}
</tr>
${more.length === 0 ? '' : html`<tr class="why"><td></td><td colspan="${questions.length + 1}"><ul>${more}</ul></td></tr>`}`;
}

function answerCell(question: Question, result: FaultResult): Markup {
  const answer = answerTo(question, result);
  const sign = signOf(question, result);
  const marked = answer === null || sign === '' ? '' : html`<b class="${answer}" title="${inWords[answer]}">${sign}</b> `;
  return html`<td data-name="${question.title}">${marked}${figureOf(question, result)}</td>`;
}
