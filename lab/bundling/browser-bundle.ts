import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles files of lab/reports/page, each with everything that it imports; in the order of `names`. */
export async function bundleForBrowser(names: readonly string[]): Promise<string[]> {
  const { outputFiles } = await build({
    entryPoints: names.map((name) => fileURLToPath(new URL(`../reports/page/${name}`, import.meta.url))),
    bundle: true,
    write: false,
    outdir: '/',
    platform: 'browser',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    format: 'iife',
    minify: true,
    // Keeps the licence comments of libraries.
    legalComments: 'inline',
    logLevel: 'silent',
  });
  return names.map((name) => {
    const file = name.replace(/\.ts$/, '.js');
    const made = outputFiles.find(({ path }) => path.endsWith(`/${file}`))?.text.trim();
    if (made === undefined) {
      throw new TypeError(`expected ${file} from esbuild, got none`);
    }
    return made;
  });
}

/** The digest of a script or style, as a Content-Security-Policy names it. */
export function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
