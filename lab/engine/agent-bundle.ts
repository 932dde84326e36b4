import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** All agents in one file for Node, without the source tree or node_modules; rolled anew for each run, which takes about 0.1 s. */
export async function bundleAgents(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../agents/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifySyntax: true,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) {
    throw new TypeError('esbuild made no file');
  }
  return file.text;
}
