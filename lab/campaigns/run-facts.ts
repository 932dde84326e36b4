import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RunOptions } from '../run/run-options.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Facts about the lab itself for the manifest. The versions of engine and kernel come from the engine. */
export async function runFacts(command: readonly string[]): Promise<RunOptions['facts']> {
  const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return {
    versions: { wraplab: version, node: process.version, engine: '', kernel: '' },
    gitCommit: await headCommit(),
    command: [...command],
  };
}

function headCommit(): Promise<string | null> {
  return new Promise((resolve) => {
    // On error this is not a checkout, or there is no git: no commit to name.
    execFile('git', ['-C', root, 'rev-parse', 'HEAD'], (error, stdout) => resolve(error === null ? stdout.trim() : null));
  });
}
