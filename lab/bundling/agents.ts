import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let bundle: Promise<string> | undefined;

/** All agents in one file for Node, without the source tree or node_modules; rolled once for all runs of a process, in about 0.1 s. */
export function bundleAgents(): Promise<string> {
  bundle ??= roll();
  return bundle;
}

async function roll(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../agents/program.ts', import.meta.url))],
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
