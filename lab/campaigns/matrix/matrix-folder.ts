import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readPlainFile } from '../../files/read-bounded.ts';
import { takeFolder } from '../../files/unused-folder.ts';

/** Everything that the command writes into a matrix’s folder; "check" keeps its runs in `alone`. */
const ownNames = ['runs', 'alone', ...['matrix.json', 'matrix.md', 'matrix.html'].flatMap((name) => [name, `${name}.partial`])];

/** The parts of matrix.json and of a run’s manifest that identify their owner, in any version. */
const matrixSchema = z.looseObject({ schema: z.string().startsWith('wraplab/matrix@'), server: z.looseObject({ id: z.string() }) });
const manifestSchema = z.looseObject({
  schema: z.string().startsWith('wraplab/manifest@'),
  scenarioName: z.string(),
  server: z.looseObject({ id: z.string() }).nullable(),
});
const largestBytes = 64 * 1024 * 1024;

/**
 * Makes a folder for a matrix on a server. Also accepts the folder of an earlier matrix on the same server, complete or interrupted: its runs
 * are not repeated.
 *
 * @throws LabError `usage` when the folder contains anything else.
 */
export function takeMatrixFolder(folder: string, serverId: string): void {
  takeFolder(folder, { what: `that of a matrix on ${serverId}`, isOwn: (path) => holdsMatrix(path, serverId) });
}

function holdsMatrix(folder: string, serverId: string): boolean {
  const names = readdirSync(folder);
  if (names.includes('matrix.json')) {
    return read(join(folder, 'matrix.json'), matrixSchema)?.server.id === serverId;
  }
  const runs = join(folder, 'runs');
  return (
    names.every((name) => ownNames.includes(name)) &&
    (!existsSync(runs) || readdirSync(runs).every((name) => isCell(join(runs, name), name, serverId)))
  );
}

/** Whether a folder belongs to a cell’s run, possibly one interrupted before it had a manifest. */
function isCell(folder: string, name: string, serverId: string): boolean {
  if (readdirSync(folder).length === 0) {
    return true;
  }
  const manifest = read(join(folder, 'manifest.json'), manifestSchema);
  return name.includes('--') && manifest?.scenarioName === name && (manifest.server === null || manifest.server.id === serverId);
}

/** Null if there is no such file. */
function read<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readPlainFile(path, largestBytes).toString('utf8')));
  } catch {
    // Missing, or not the lab’s: the caller says which folder was expected.
    return null;
  }
}
