import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { getHeapCodeStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Engine } from '../../engine/connection/connect-engine.ts';
import { engineUsage } from '../../engine/containers/usage.ts';
import { privateEnginePaths } from '../../engine/finding/private-engine.ts';
import type { SoakReading } from './growth/soak-quantities.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where the lab keeps caches between processes. */
const cacheFolder = join(root, 'node_modules', '.cache');

/** The unit of `st_blocks`, see stat(2). */
const blockBytes = 512;

/** Reads all quantities of a soak between two runs. `folder` is the soak's own; `temporary` is where temporary files go. */
export async function readSoak(engine: Engine, folder: string, temporary: string): Promise<SoakReading> {
  const { dataFolder, layerBytes, ...objects } = await engineUsage(engine);
  // Asking the engine opens a connection, so this comes before the look at this process itself.
  await collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heap: heapUsed - compiledCodeBytes(),
    buffers: external,
    resident: rss,
    openFiles: entriesOf('/proc/self/fd'),
    resources: process.getActiveResourcesInfo().length,
    children: childProcesses(),
    ...objects,
    layers: layerBytes,
    engineFolder: bytesBelow(dataFolder),
    engineLog: lstatSync(privateEnginePaths(engine.settings).log, { throwIfNoEntry: false })?.size ?? null,
    temporary: bytesBelow(temporary),
    caches: bytesBelow(cacheFolder) ?? 0,
    otherRecords: bytesBelow('.wraplab', resolve(folder)) ?? 0,
  };
}

/**
 * Stops V8 from recompiling hot code and from discarding unused code: these megabytes come and go, and would hide a leak. Call it before the
 * first run.
 */
export function keepCompiledCodeStill(): void {
  for (const option of ['--no-flush-bytecode', '--no-lazy-feedback-allocation', '--no-sparkplug', '--no-maglev', '--no-opt']) {
    setFlagsFromString(option);
  }
}

function compiledCodeBytes(): number {
  const { code_and_metadata_size: machineCode, bytecode_and_metadata_size: bytecode } = getHeapCodeStatistics();
  return machineCode + bytecode;
}

let collect: (() => void) | undefined;

/** Collects twice, with a turn of the event loop in between, to collect also what finalizers release. */
async function collectGarbage(): Promise<void> {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  for (let times = 0; times < 2; times++) {
    await turn();
    collect();
  }
}

function entriesOf(folder: string): number | null {
  return existsSync(folder) ? readdirSync(folder).length : null;
}

/** Processes whose parent is this one (field 4 of /proc/PID/stat, see proc(5)). */
function childProcesses(): number | null {
  if (!existsSync('/proc/self/stat')) {
    return null;
  }
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === process.pid).length;
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // The process ended after it was listed.
    return null;
  }
}

/** The disk space of the files below `path`, without those below `except`; null when `path` is not readable. */
function bytesBelow(path: string, except?: string): number | null {
  const device = lstatSync(path, { throwIfNoEntry: false })?.dev;
  let bytes = 0;
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const here = join(folder, entry.name);
      const stat = lstatSync(here, { throwIfNoEntry: false });
      // Skips mounts, such as the file system of a container: their files are counted elsewhere.
      if (stat?.dev === device && stat !== undefined && resolve(here) !== except) {
        bytes += stat.blocks * blockBytes;
        if (entry.isDirectory()) {
          tolerant(() => visit(here));
        }
      }
    }
  };
  return tolerant(() => visit(path)) ? bytes : null;
}

/** Ignores files that disappear during the look, or that are not readable; false then. */
function tolerant(look: () => void): boolean {
  try {
    look();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR') {
      return false;
    }
    throw error;
  }
}
