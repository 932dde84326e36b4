import { join } from 'node:path';
import { readPlainFile } from '../../files/read-bounded.ts';
import { takeFolder } from '../../files/unused-folder.ts';
import { jsonText } from '../../text/json-text.ts';
import { writeOutputFiles } from '../output-files.ts';
import { merged, type Steadiness, steadinessSchema } from './ledger/standing.ts';
import { steadinessAsMarkdown } from './ledger/steadiness-table.ts';

const file = 'steadiness.json';
const largestBytes = 64 * 1024 * 1024;

/** What is known of the runs of a folder; it is written there with every change. */
export class SteadinessLedger {
  readonly folder: string;
  #known: Steadiness;

  /**
   * Makes the folder for runs on a server. One that has steadiness.json of the same server is taken as well: the ledger goes on with it.
   *
   * @throws LabError `usage` when the folder holds anything else.
   */
  constructor(folder: string, { server, sideBySide }: Pick<Steadiness, 'server' | 'sideBySide'>) {
    takeFolder(folder, { what: `that of an earlier steadiness on ${server}`, isOwn: (path) => read(path)?.server === server });
    this.folder = folder;
    this.#known = { schema: 'wraplab/steadiness@1', server, sideBySide, unavailable: [], runs: [] };
    this.add(read(folder) ?? {});
  }

  get known(): Steadiness {
    return this.#known;
  }

  /** Adds runs, and scenarios that cannot run. A run that is known already is replaced. */
  add({ runs = [], unavailable = [] }: Partial<Pick<Steadiness, 'runs' | 'unavailable'>>): void {
    this.#known = merged(this.#known, { runs, unavailable });
    writeOutputFiles(this.folder, { [file]: jsonText(this.#known), 'steadiness.md': steadinessAsMarkdown(this.#known) });
  }
}

/** Null where there is nothing of the kind. */
function read(folder: string): Steadiness | null {
  try {
    return steadinessSchema.parse(JSON.parse(readPlainFile(join(folder, file), largestBytes).toString('utf8')));
  } catch {
    // Not there, or of another kind: takeFolder says which folder was expected.
    return null;
  }
}
