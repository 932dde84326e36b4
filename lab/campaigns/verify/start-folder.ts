import { existsSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, usageError } from '../../errors/lab-error.ts';
import { codeOf, isFolder } from '../../files/read-bounded.ts';
import { daemons } from '../../servers/index.ts';
import { configurationFile, type EtcFolder } from './access/etc-folder.ts';
import { draftConfiguration } from './draft/draft.ts';
import { writeExample } from './example.ts';
import { faultsToRun } from './faults-to-run.ts';
import { readEtc } from './read-etc.ts';
import { subjectOf } from './scenario/subject.ts';

/** What `verify --init` has done. */
export interface Started {
  /** Paths of the files that it wrote. */
  readonly written: readonly string[];
  /** What still keeps the folder from being verified, a line each; no setting can mend it. */
  readonly problems: readonly string[];
}

/**
 * Writes the whole example into a folder that is new or empty. A folder with files gets `wraplab.yaml` alone, proposed from them. Nothing is
 * overwritten.
 *
 * @throws LabError `usage` when the folder has a `wraplab.yaml`, cannot be read or cannot be written to; then nothing is written.
 */
export function startFolder(folder: string): Started {
  if (!existsSync(folder) || !isFolder(folder) || readdirSync(folder).length === 0) {
    return { written: writeExample(folder), problems: [] };
  }
  const path = join(folder, configurationFile);
  if (isThere(path)) {
    throw usageError([`${path}: expected no such file, got one`], 'nothing was written; edit it, or move it away');
  }
  const etc = readEtc(folder);
  const text = draftConfiguration(etc, daemons);
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (cause) {
    throw new LabError(`${folder}: expected a folder that can be written to, got ${codeOf(cause)}`, {
      code: 'usage',
      hint: 'copy the folder to a place of your own',
      cause,
    });
  }
  return { written: [path], problems: problemsOf({ ...etc, files: [...etc.files, { path: configurationFile, text }] }) };
}

function problemsOf(etc: EtcFolder): string[] {
  try {
    faultsToRun(subjectOf(etc));
    return [];
  } catch (error) {
    if (error instanceof LabError && error.code === 'usage') {
      return error.message.split('\n');
    }
    throw error;
  }
}

/** Also a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
