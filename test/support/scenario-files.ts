import { expect } from 'vitest';
import { type Verdict, verdictSchema } from '../../lab/verdict/verdict-schema.ts';
import { lab } from './lab-process.ts';

/** A run on the command line: how it ended, and where its record is. */
export interface Ran {
  readonly code: number | null;
  readonly verdict: Verdict;
  readonly folder: string;
}

/** Runs a scenario. An inconclusive run is void: it is run again, twice at most, each time with a record of its own. */
export async function runScenario(folder: string, ...args: readonly string[]): Promise<Ran> {
  let ran = await runOnce(folder, args);
  for (let again = 1; again <= 2 && ran.verdict.verdict === 'inconclusive'; again++) {
    process.stdout.write(`${args.join(' ')}: ${ran.verdict.reasons.join('; ')}: run again\n`);
    ran = await runOnce(`${folder}-${again}`, args);
  }
  return ran;
}

/** Runs a scenario once; an inconclusive run counts. */
export async function runOnce(folder: string, args: readonly string[]): Promise<Ran> {
  const { code, stdout, stderr } = await lab(['scenario', ...args, '--json', '--quiet', '--out', folder]);
  // If there is no verdict, stderr says why.
  expect({ stdout: stdout.slice(0, 1), stderr: stdout === '' ? stderr : '' }).toEqual({ stdout: '{', stderr: '' });
  return { code, verdict: verdictSchema.parse(JSON.parse(stdout)), folder };
}
