import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BrowserCode } from './reports/report.ts';

let bundle: Promise<BrowserCode> | undefined;

/** What a report carries for the browser: lab/page with its chart library, in one script and one style sheet; rolled once a process. */
export function bundlePage(): Promise<BrowserCode> {
  bundle ??= roll();
  return bundle;
}

async function roll(): Promise<BrowserCode> {
  const { outputFiles } = await build({
    entryPoints: ['main.ts', 'style.css'].map((name) => fileURLToPath(new URL(`page/${name}`, import.meta.url))),
    bundle: true,
    write: false,
    outdir: '/',
    platform: 'browser',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    format: 'iife',
    minify: true,
    // The comments in which the libraries ask for their licence to be kept.
    legalComments: 'inline',
    logLevel: 'silent',
  });
  const [script, style] = ['.js', '.css'].map((ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim());
  if (script === undefined || style === undefined) {
    throw new TypeError('esbuild made no script or no style sheet');
  }
  return { script, style, scriptDigest: digest(script), styleDigest: digest(style) };
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
