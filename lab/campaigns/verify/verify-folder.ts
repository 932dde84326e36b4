import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { bundleVerifyStyle } from '../../bundling/verify-page.ts';
import { ServerEnded } from '../../errors/lab-error.ts';
import type { TriedCommand } from '../../process/tried-command.ts';
import { page } from '../../reports/html/report-html.ts';
import { jsonText } from '../../text/json-text.ts';
import { writeReports } from '../output-files.ts';
import { earlierVerify, recordFile } from './earlier-verify.ts';
import type { Subject } from './host/verify-subject.ts';
import { assumptionsOf, remarksOf } from './remarks.ts';
import { changesSince } from './results/changes.ts';
import { commandNotes, commandsToTry } from './results/command-notes.ts';
import { verifyPage } from './results/page/verify-html.ts';
import type { VerifyResult } from './results/result.ts';
import { explainServerFailure } from './results/server-failure.ts';
import { junit } from './results/verify-junit.ts';
import { markdown } from './results/verify-markdown.ts';
import { recordOf } from './results/verify-record.ts';
import { type FaultRun, type FaultsOptions, runFaults } from './run-faults.ts';
import { ruleCommands } from './scenario/rule-commands.ts';

/** The report for people and for the summary of a CI run, in the folder of the records. */
export const reportFile = 'report.md';
/** The page for a browser: files with findings, faults, clients, what changed. */
export const pageFile = 'index.html';

interface FolderOptions extends Omit<FaultsOptions, 'trial'> {
  /** Folders in which earlier verifies may be, besides the one that holds `folder`. */
  readonly earlierIn: readonly string[];
}

/**
 * Runs the faults on the folder's host, tries the commands of its rules once, and writes the reports.
 *
 * @throws LabError `usage` with file and line when the server does not start because of an option of the folder.
 */
export async function verifyFolder(subject: Subject, runs: readonly FaultRun[], options: FolderOptions): Promise<VerifyResult> {
  const { folder, unreported } = options;
  const { daemon, id: serverId } = options.workbench.server;
  const startedAt = new Date().toISOString();
  // Bundled before the runs: Ctrl-C at a terminal ends esbuild's process, too.
  const style = await bundleVerifyStyle();
  const commands = ruleCommands(subject, daemon);
  let tried: readonly TriedCommand[] = [];
  const trial = {
    commands: commandsToTry(commands),
    done: (each: readonly TriedCommand[]) => {
      tried = each;
    },
  };
  const faults = await runFaults(runs, { ...options, trial }).catch((error: unknown) => {
    throw error instanceof ServerEnded ? explainServerFailure(subject.etc, error) : error;
  });
  const verified = {
    folder: subject.etc.folder,
    warnings: [...remarksOf(subject, daemon), ...commandNotes(commands, tried)],
    assumed: assumptionsOf(subject),
    faults,
  };
  const record = recordOf(verified, {
    folder: realpathSync(subject.etc.folder),
    serverId,
    seed: options.seed,
    startedAt,
    files: subject.etc.files.map(({ path, text }) => ({ path, sha256: createHash('sha256').update(text).digest('hex') })),
    placeOf: (run) => relative(folder, run),
  });
  const earlier = earlierVerify([dirname(resolve(folder)), ...options.earlierIn], { folder: record.folder, serverId, before: startedAt });
  const result: VerifyResult = { ...verified, ...(earlier === null ? {} : { changes: changesSince(earlier, record) }) };
  const shown = { result, record, files: subject.etc.files, command: options.command, reportOf: reportBelow(folder) };
  const reports = {
    'junit.xml': () => junit(result),
    [reportFile]: () => markdown(result),
    [recordFile]: () => jsonText(record),
    [pageFile]: () => verifyPage(shown, style),
  };
  unreported(folder, writeReports(folder, reports));
  return result;
}

/** The link from a page in `folder` to the report of a run, by its path from there; null if it has none. */
function reportBelow(folder: string): (run: string) => string | null {
  return (run) => (existsSync(join(folder, run, page.file)) ? [...run.split('/'), page.file].map(encodeURIComponent).join('/') : null);
}
