import type { Report } from '../report.ts';
import { alertSection } from './alerts.ts';
import { chartData } from './chart-data.ts';
import { html, json, Markup } from './markup.ts';
import { cause, expectations, headline, hostDiff, manifest, phaseTable, timeline } from './sections.ts';

/** What a person opens in a browser: one file, which asks for nothing from anywhere. */
export const page = {
  id: 'html',
  file: 'report.html',
  render: (record, verdict, { script, style, scriptDigest, styleDigest }) => {
    const data = chartData(record);
    const policy = `default-src 'none'; script-src '${scriptDigest}'; style-src '${styleDigest}'; base-uri 'none'; form-action 'none'`;
    const code = html`<script type="application/json" id="chart-data">${json(data)}</script>
<script>${new Markup(script)}</script>`;
    return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${verdict.verdict}: ${verdict.scenario} – wraplab</title>
<style>${new Markup(style)}</style>
</head>
<body>
${headline(record, verdict)}
${expectations(verdict)}
${timeline(data !== null)}
${cause(record)}
${phaseTable(record, verdict)}
${hostDiff(record)}
${alertSection(verdict)}
${manifest(record)}
${data === null ? '' : code}
</body>
</html>
`.text;
  },
} as const satisfies Report;
