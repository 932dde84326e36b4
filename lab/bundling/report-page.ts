import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { PageStyle } from '../campaigns/matrix/page.ts';
import type { BrowserCode } from '../reports/report.ts';

let bundle: Promise<BrowserCode> | undefined;
let matrixStyle: Promise<PageStyle> | undefined;

/** What a report carries for the browser: lab/reports/page with its chart library, in one script and one style sheet; rolled once a process. */
export function bundlePage(): Promise<BrowserCode> {
  bundle ??= rollPage();
  return bundle;
}

/** What matrix.html carries: a style sheet, and no script; rolled once a process. */
export function bundleMatrixStyle(): Promise<PageStyle> {
  matrixStyle ??= rollMatrixStyle();
  return matrixStyle;
}

async function rollMatrixStyle(): Promise<PageStyle> {
  const [style = ''] = await roll(['matrix.css']);
  return { style, styleDigest: digest(style) };
}

async function rollPage(): Promise<BrowserCode> {
  const [script = '', style = ''] = await roll(['main.ts', 'style.css']);
  return { script, style, scriptDigest: digest(script), styleDigest: digest(style) };
}

/** What becomes of files of lab/reports/page, each with all that it imports, in their order. */
async function roll(names: readonly string[]): Promise<string[]> {
  const { outputFiles } = await build({
    entryPoints: names.map((name) => fileURLToPath(new URL(`../reports/page/${name}`, import.meta.url))),
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
  return names.map((name) => {
    const file = name.replace(/\.ts$/, '.js');
    const made = outputFiles.find(({ path }) => path.endsWith(`/${file}`))?.text.trim();
    if (made === undefined) {
      throw new TypeError(`esbuild made no ${file}`);
    }
    return made;
  });
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
