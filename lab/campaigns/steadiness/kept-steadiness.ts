import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { usageError } from '../../errors/lab-error.ts';
import { readGivenText } from '../../files/read-bounded.ts';
import { parseJson } from '../../files/read-json.ts';
import { serverIds } from '../../servers/index.ts';
import { merged, type Steadiness, steadinessSchema } from './ledger/standing.ts';

const wanted = {
  what: 'the table of a steadiness in the format of this version',
  hint: 'npm run dev -- steadiness --keep',
  largestBytes: 64 * 1024 * 1024,
};

/**
 * Adds runs to those that the repository keeps of this server, for the page of all scenarios. Neither their folders nor runs whose load came late
 * are kept.
 *
 * @throws LabError `usage` when they were made on a custom image.
 */
export function keepSteadiness(steadiness: Steadiness): void {
  const { server } = steadiness;
  if (!serverIds.some((id) => id === server)) {
    throw usageError([`--keep: expected runs on ${serverIds.join(' or ')}, got runs on "${server}"`]);
  }
  const since = { ...steadiness, runs: steadiness.runs.filter(({ late }) => late !== true) };
  const { runs, ...rest } = merged(keptOn(server) ?? { ...since, runs: [] }, since);
  const lines = runs
    .map((run) => JSON.stringify({ ...run, run: null }))
    .toSorted()
    .join(',\n');
  writeFileSync(ledgerOf(server), `${JSON.stringify(rest, null, 2).replace(/\n\}$/, `,\n  "runs": [\n${lines}\n]\n}`)}\n`);
}

/** What the repository keeps, one for each server that has been run. */
export function keptSteadiness(): Steadiness[] {
  return serverIds.flatMap((id) => keptOn(id) ?? []);
}

function keptOn(server: string): Steadiness | undefined {
  const path = ledgerOf(server);
  return existsSync(path) ? parseJson(path, readGivenText(path, wanted), steadinessSchema, wanted) : undefined;
}

function ledgerOf(server: string): string {
  return fileURLToPath(new URL(`../../../scenarios/steadiness-${server}.json`, import.meta.url));
}
