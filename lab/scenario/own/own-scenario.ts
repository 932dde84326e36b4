import { stripTypeScriptTypes } from 'node:module';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SyntaxProblem, syntaxProblems } from '../../bundling/syntax-problems.ts';
import { problemsIn } from '../../errors/describe-problems.ts';
import { usageError } from '../../errors/lab-error.ts';
import { readGivenText } from '../../files/read-bounded.ts';
import { legalInScenario } from '../scenario-keys.ts';
import { type Scenario, scenarioSchema } from '../scenario-schema.ts';
import { failurePlace } from './failure-place.ts';
import { type Imported, importInThread } from './import-in-thread.ts';
import { type FindPlace, type Place, placesIn } from './key-places.ts';

const largestBytes = 1024 * 1024;
/** A busy machine takes seconds to import the lab's own modules. */
const longestImportMs = 20_000;
const labIndex = fileURLToPath(new URL('../../index.ts', import.meta.url));

/** Whether a word on the command line means a file, not one of the lab's own scenarios: it has a slash, or ends in .ts. */
export function isScenarioFile(word: string): boolean {
  return word.includes('/') || word.endsWith('.ts');
}

/** The name of the scenario in a file: that of the file, without its ending. */
export function nameOfFile(path: string): string {
  const name = basename(path).replace(/\.[cm]?[jt]s$/, '');
  return name === '' ? 'scenario' : name;
}

interface ReadingOptions {
  /** Gets what the file prints. */
  readonly print: (text: string) => void;
  /** How long the file may take to load, in ms. Default: 20 s. */
  readonly limitMs?: number;
}

/**
 * Reads and checks a user's own scenario file. It is loaded in a thread of its own, so that it can neither hang nor fill the lab.
 *
 * @throws LabError `usage` with every problem as `FILE:LINE:COLUMN: …`; where the column is not certain, the line of what is around it.
 */
export async function loadOwnScenario(path: string, { print, limitMs = longestImportMs }: ReadingOptions): Promise<Scenario> {
  const source = readGivenText(path, { what: 'a scenario file', hint: 'give the path of a TypeScript file', largestBytes });
  const imported = await importInThread(path, limitMs, print);
  if (imported.is !== 'definition') {
    throw usageError(await importProblems(path, source, imported, limitMs), hintFor(path, imported));
  }
  const parsed = scenarioSchema.safeParse(imported.definition);
  if (parsed.success) {
    return parsed.data;
  }
  const find = placesOf(source);
  const problems = problemsIn(imported.definition, parsed.error, legalInScenario);
  throw usageError(
    inOrder(problems.map(({ path: at, text }) => ({ place: find(at), text }))).map(({ place, text }) => `${placed(path, place)}: ${text}`),
    'fix the scenario file; nothing was started',
  );
}

async function importProblems(path: string, source: string, imported: Exclude<Imported, { is: 'definition' }>, limitMs: number) {
  const expected = 'expected a module that exports a scenario by default';
  switch (imported.is) {
    case 'no default':
      return [`${path}: ${expected}, got ${imported.names.length === 0 ? 'no exports' : `only the exports ${imported.names.join(', ')}`}`];
    case 'not plain': {
      const find = placesOf(source);
      return imported.odd.map(
        ({ path: at, got }) =>
          `${placed(path, find(at))}: ${at.map((key) => `${key}`).join('.')}${at.length === 0 ? '' : ': '}expected plain data that JSON could express, got ${got}`,
      );
    }
    case 'failed':
      return failureProblems(path, source, imported);
    case 'too slow':
      return [`${path}: expected a module that loads within ${limitMs / 1000} s, got one that was still busy`];
    case 'too large':
      return [`${path}: expected a module that loads in 256 MB of memory, got one that needs more`];
    case 'over':
      return [`${path}: ${expected}, got one that ${imported.waits ? 'waits for something that never happens' : 'ended its process'}`];
  }
}

async function failureProblems(path: string, source: string, { name, message, stack }: Extract<Imported, { is: 'failed' }>) {
  const line = ({ line: at, column, text }: SyntaxProblem): string => `${path}:${at}:${column}: expected TypeScript, got: ${text}`;
  const syntax = name === 'SyntaxError' ? await syntaxProblems(source) : [];
  if (syntax.length > 0) {
    return syntax.map(line);
  }
  const where = failurePlace(stack, path);
  return [`${where ?? path}: expected a module that can be loaded, got: ${name === '' ? '' : `${name}: `}${message.split('\n')[0]}`];
}

function hintFor(path: string, imported: Imported): string {
  const missing = imported.is === 'failed' && /Cannot find (module|package)/.test(imported.message);
  const from = relative(dirname(path), labIndex);
  return missing ? `import the lab as '${from.startsWith('.') ? from : `./${from}`}'` : 'fix the scenario file; nothing was started';
}

function placesOf(source: string): FindPlace {
  try {
    return placesIn(stripTypeScriptTypes(source));
  } catch {
    // JavaScript that is not TypeScript, too.
    return placesIn(source);
  }
}

/** By line and column, as an editor lists them. */
function inOrder<Placed extends { readonly place: Place | undefined }>(problems: readonly Placed[]): Placed[] {
  return problems.toSorted(({ place: a }, { place: b }) => (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0));
}

function placed(path: string, place: Place | undefined): string {
  return [path, ...(place === undefined ? [] : [place.line]), ...(place?.column === undefined ? [] : [place.column])].join(':');
}
