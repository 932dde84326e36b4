import { join } from 'node:path';
import { readPlainFile } from '../../files/read-bounded.ts';
import { takeFolder } from '../../files/unused-folder.ts';
import { jsonText } from '../../text/json-text.ts';
import { writeOutputFiles } from '../output-files.ts';
import { merged, type Steadiness, steadinessSchema } from './ledger/standing.ts';
import { steadinessAsMarkdown } from './ledger/steadiness-table.ts';

const file = 'steadiness.json';
const largestBytes = 64 * 1024 * 1024;

/** The results of a folder's runs. Every change is written to the folder. */
export class SteadinessLedger {
  readonly folder: string;
  #known: Steadiness;

  /**
   * Makes the folder for runs on a server. Also accepts a folder with steadiness.json of the same server, and continues from it.
   *
   * @throws LabError `usage` when the folder contains anything else.
   */
  constructor(folder: string, { server, sideBySide }: Pick<Steadiness, 'server' | 'sideBySide'>) {
    takeFolder(folder, { what: `that of an earlier steadiness check on ${server}`, isOwn: (path) => read(path)?.server === server });
    this.folder = folder;
    this.#known = { schema: 'wraplab/steadiness@1', server, sideBySide, unavailable: [], runs: [] };
    this.add(read(folder) ?? {});
  }

  get known(): Steadiness {
    return this.#known;
  }

  /** Adds runs, and scenarios that cannot run. Replaces earlier results of the same run. */
  add({ runs = [], unavailable = [] }: Partial<Pick<Steadiness, 'runs' | 'unavailable'>>): void {
    this.#known = merged(this.#known, { runs, unavailable });
    writeOutputFiles(this.folder, { [file]: jsonText(this.#known), 'steadiness.md': steadinessAsMarkdown(this.#known) });
  }
}

/** Null if there is no such file. */
function read(folder: string): Steadiness | null {
  try {
    return steadinessSchema.parse(JSON.parse(readPlainFile(join(folder, file), largestBytes).toString('utf8')));
  } catch {
    // Missing, or something else: takeFolder says which folder was expected.
    return null;
  }
}
