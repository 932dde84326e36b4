import type { Report } from '../report.ts';
import { alertSection } from './alerts.ts';
import { chartData } from './charts-of-run.ts';
import { htmlDocument } from './document.ts';
import { evidenceSection } from './evidence-section.ts';
import { html } from './markup.ts';
import { cause, expectations, headline, hostDiff, manifest, phaseTable, timeline } from './sections.ts';

/** For a browser: one file that loads nothing. */
export const page = {
  id: 'html',
  title:
    'a browser: the same with every connect as a point, TIME_WAIT, DNS queries, what the fixes change, evidence, how to alert in production, and the manifest',
  file: 'report.html',
  render: (record, verdict, { script, style, scriptDigest, styleDigest }) => {
    const data = chartData(record);
    const body = html`${headline(record, verdict)}
${expectations(verdict)}
${timeline(data)}
${cause(record)}
${phaseTable(record, verdict)}
${hostDiff(record)}
${evidenceSection(record)}
${alertSection(record, verdict)}
${manifest(record)}`;
    const title = `${verdict.verdict}: ${verdict.scenario} – wraplab`;
    return htmlDocument({ title, body, style, styleDigest, ...(data === null ? {} : { program: { script, scriptDigest, data } }) });
  },
} as const satisfies Report;
