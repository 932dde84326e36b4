import { ServerEnded } from '../../errors/lab-error.ts';
import type { TriedCommand } from '../../process/tried-command.ts';
import { writeReports } from '../output-files.ts';
import type { Subject } from './host/verify-subject.ts';
import { assumptionsOf, remarksOf } from './remarks.ts';
import { commandNotes, commandsToTry } from './results/command-notes.ts';
import type { VerifyResult } from './results/result.ts';
import { explainServerFailure } from './results/server-failure.ts';
import { junit } from './results/verify-junit.ts';
import { markdown } from './results/verify-markdown.ts';
import { type FaultRun, type FaultsOptions, runFaults } from './run-faults.ts';
import { ruleCommands } from './scenario/rule-commands.ts';

/** The report for people and for the summary of a CI run, in the folder of the records. */
export const reportFile = 'report.md';

/**
 * Runs the faults on the folder's host, tries the commands of its rules once, and writes the reports.
 *
 * @throws LabError `usage` with file and line when the server does not start because of an option of the folder.
 */
export async function verifyFolder(
  subject: Subject,
  runs: readonly FaultRun[],
  options: Omit<FaultsOptions, 'trial'>,
): Promise<VerifyResult> {
  const { folder, unreported } = options;
  const { daemon } = options.workbench.server;
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
  const result: VerifyResult = {
    folder: subject.etc.folder,
    warnings: [...remarksOf(subject, daemon), ...commandNotes(commands, tried)],
    assumed: assumptionsOf(subject),
    faults,
  };
  unreported(folder, writeReports(folder, { 'junit.xml': () => junit(result), [reportFile]: () => markdown(result) }));
  return result;
}
