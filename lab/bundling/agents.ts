import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';

let bundle: Promise<string> | undefined;

/** All agents in one file for Node, independent of the source tree and node_modules. Bundled once per process, in about 0.1 s. */
export function bundleAgents(): Promise<string> {
  bundle ??= build();
  return bundle;
}

async function build(): Promise<string> {
  const { outputFiles } = await esbuild({
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
    throw new TypeError('expected one file from esbuild, got none');
  }
  return file.text;
}
