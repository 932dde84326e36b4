import { causeOf } from '../cause-in-words.ts';
import { ownHost } from '../own-host.ts';
import type { MatrixRemedies } from '../remedies.ts';
import type { Report } from '../report.ts';
import { verdictInWords } from '../verdict-in-words.ts';
import { alertSection } from './alerts.ts';
import { chartData } from './charts-of-run.ts';
import { htmlDocument } from './document.ts';
import { evidenceSection } from './evidence-section.ts';
import { expectations, signsOfOutage } from './expectation-sections.ts';
import { html } from './markup.ts';
import { cause, connectsChart, headline, hostDiff, manifest, otherCharts, phaseTable, story } from './sections.ts';
import { mainFiguresSection, ownHostSection } from './top-sections.ts';

/** For a browser: one file that loads nothing. */
export const page = {
  id: 'html',
  title:
    'a browser: the same in the same order, with every connect as a point, TIME_WAIT, DNS queries, what the fixes change, evidence, how to alert in production, and the manifest',
  file: 'report.html',
  render: (record, verdict, { script, style, scriptDigest, styleDigest }, matrices: readonly MatrixRemedies[] = []) => {
    const data = chartData(record);
    const found = causeOf(record);
    const body = html`${headline(record, verdict, found)}
${ownHostSection(record, ownHost(record, verdict, found, matrices))}
${mainFiguresSection(verdict)}
${connectsChart(data)}
${expectations(verdict)}
${signsOfOutage(verdict)}
${story(record, verdict)}
${cause(found)}
${otherCharts(data)}
${phaseTable(record, verdict)}
${hostDiff(record)}
${evidenceSection(record)}
${alertSection(record, verdict)}
${manifest(record)}`;
    const title = `${verdictInWords(verdict)}: ${verdict.scenario} – wraplab`;
    return htmlDocument({ title, body, style, styleDigest, ...(data === null ? {} : { program: { script, scriptDigest, data } }) });
  },
} as const satisfies Report;
