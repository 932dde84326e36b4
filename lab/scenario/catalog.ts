import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeProblems } from '../errors/describe-problems.ts';
import { LabError, usageError } from '../errors/lab-error.ts';
import { nearNames } from '../errors/near-names.ts';
import { legalInScenario } from './scenario-keys.ts';
import { type Scenario, scenarioSchema } from './scenario-schema.ts';

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));

const mostNearNames = 3;
const howToList = '"npm run scenario" lists them; the path of a file has a slash in it, or ends in .ts';

/** The names of all scenarios: those of the files in `scenarios/`. */
export function scenarioNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/** @throws LabError `usage` with the nearest name if there is no such scenario, or with all problems of its file. */
export async function loadScenario(name: string): Promise<Scenario> {
  const names = scenarioNames();
  if (!names.includes(name)) {
    throw usageError([`expected the name of a scenario, got "${name}"${meant(nearNames(name, names, mostNearNames))}`], howToList);
  }
  return loadScenarioFile(join(folder, `${name}.ts`));
}

/** Reads and checks one scenario file. */
async function loadScenarioFile(path: string): Promise<Scenario> {
  let definition: unknown;
  try {
    definition = ((await import(pathToFileURL(path).href)) as { default?: unknown }).default;
  } catch (cause) {
    throw new LabError(`${path}: expected a TypeScript module that can be loaded`, { code: 'usage', hint: 'fix the file', cause });
  }
  return parseScenario(path, definition);
}

/** Checks a scenario as its author wrote it; `place` names it in problems. */
export function parseScenario(place: string, definition: unknown): Scenario {
  const parsed = checked(place, definition);
  if (parsed.success) {
    return parsed.data;
  }
  throw usageError(
    describeProblems(definition, parsed.error, legalInScenario).map((problem) => `${place}: ${problem}`),
    'fix the scenario file; nothing was started',
  );
}

function meant(near: readonly string[]): string {
  return near.length === 0 ? '' : ` (did you mean ${near.map((name) => `"${name}"`).join(' or ')}?)`;
}

function checked(place: string, definition: unknown): ReturnType<typeof scenarioSchema.safeParse> {
  try {
    return scenarioSchema.safeParse(definition);
  } catch (cause) {
    // zod itself throws on some values, such as a typed array instead of a list.
    throw new LabError(`${place}: expected plain data that JSON could express`, { code: 'usage', hint: 'fix the scenario file', cause });
  }
}
