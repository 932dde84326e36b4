import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What becomes of files of lab/reports/page, each with all that it imports, in their order. */
export async function rollForBrowser(names: readonly string[]): Promise<string[]> {
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

/** As a Content-Security-Policy names what may run or style a page. */
export function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
