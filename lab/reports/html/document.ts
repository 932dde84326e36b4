import { type Content, html, json, Markup } from './markup.ts';

/** A page for a browser: one file that loads nothing. */
interface HtmlDocument {
  readonly title: string;
  readonly body: Content;
  readonly style: string;
  /** Digest for the Content-Security-Policy: no other style applies and no other script runs, whatever a server wrote into its log. */
  readonly styleDigest: string;
  /** The page's program, and the data that it reads from the element `chart-data`. Default: none. */
  readonly program?: { readonly script: string; readonly scriptDigest: string; readonly data: unknown };
}

export function htmlDocument({ title, body, style, styleDigest, program }: HtmlDocument): string {
  const scripts = program === undefined ? '' : `script-src '${program.scriptDigest}'; `;
  const policy = `default-src 'none'; ${scripts}style-src '${styleDigest}'; base-uri 'none'; form-action 'none'`;
  const code =
    program === undefined
      ? ''
      : html`<script type="application/json" id="chart-data">${json(program.data)}</script>
<script>${new Markup(program.script)}</script>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}
${code}
</body>
</html>
`.text;
}
