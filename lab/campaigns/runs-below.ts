import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readPlainFile } from '../files/read-bounded.ts';
import { type VerdictName, verdictSchema } from '../verdict/verdict-schema.ts';

/** One run below a folder, according to its manifest and its verdict.json. */
export interface RunBelow {
  readonly folder: string;
  /** Null where the manifest cannot be read. */
  readonly scenario: string | null;
  readonly startedAt: string | null;
  readonly ended: string | null;
  /** Null for a run without a verdict.json: the lab was killed, or the disk was full. */
  readonly verdict: VerdictName | null;
}

export interface RunsBelow {
  readonly runs: readonly RunBelow[];
  /** False when there may be more runs. */
  readonly complete: boolean;
}

export interface Bounds {
  /** The deepest level of a run; in .wraplab it is four: verify/TIME/runs/FAULT. */
  readonly depth: number;
  readonly runs: number;
  /** The most folders to look into. */
  readonly folders: number;
}

const defaultBounds: Bounds = { depth: 5, runs: 1000, folders: 10_000 };

/** The parts of a manifest that the list shows, in any version. */
const manifestSchema = z.looseObject({
  schema: z.string().startsWith('wraplab/manifest@'),
  scenarioName: z.string(),
  startedAt: z.string(),
  ended: z.string(),
});
/** The part of verdict.json with the outcome of a run, in any version. */
const outcomeSchema = z.looseObject({ verdict: verdictSchema.shape.verdict });
const largestBytes = 16 * 1024 * 1024;

const inOrder = new Intl.Collator('en', { numeric: true });

/** Whether a folder is that of one run, complete or damaged. */
export function isRunFolder(folder: string): boolean {
  return existsSync(join(folder, 'manifest.json')) || hasRecord(folder);
}

/** The runs below a folder, sorted by path. Does not follow links, and does not look for runs inside a run. */
export function runsBelow(parent: string, bounds: Bounds = defaultBounds): RunsBelow {
  const runs: RunBelow[] = [];
  let looked = 0;
  let complete = true;
  const visit = (folder: string, depth: number): void => {
    const below = foldersIn(folder);
    if (below.length > 0 && depth >= bounds.depth) {
      complete = false;
      return;
    }
    for (const path of below) {
      looked += 1;
      if (looked > bounds.folders || runs.length >= bounds.runs) {
        complete = false;
        return;
      }
      const run = runIn(path);
      if (run === null) {
        visit(path, depth + 1);
      } else {
        runs.push(run);
      }
    }
  };
  visit(parent, 0);
  return { runs, complete };
}

/** The run in a folder; null if there is none. */
function runIn(folder: string): RunBelow | null {
  const manifest = read(join(folder, 'manifest.json'), manifestSchema);
  if (manifest === null && !hasRecord(folder)) {
    return null;
  }
  return {
    folder,
    scenario: manifest?.scenarioName ?? null,
    startedAt: manifest?.startedAt ?? null,
    ended: manifest?.ended ?? null,
    verdict: read(join(folder, 'verdict.json'), outcomeSchema)?.verdict ?? null,
  };
}

function hasRecord(folder: string): boolean {
  return ['events.jsonl', 'samples.jsonl'].some((name) => existsSync(join(folder, name)));
}

function foldersIn(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted(inOrder.compare)
    .map((name) => join(folder, name));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Removed after it was listed, or not readable: no run to show.
    return [];
  }
}

function read<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readPlainFile(path, largestBytes).toString('utf8')));
  } catch {
    // Missing or damaged: "analyze" of the single run reports what is wrong.
    return null;
  }
}
