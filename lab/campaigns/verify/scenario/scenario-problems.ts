import { join } from 'node:path';
import { z } from 'zod';
import { describeProblems, innermostIssues } from '../../../errors/describe-problems.ts';
import { configurationFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import { lineOfSetting } from '../host/configuration.ts';

/**
 * Problems of a scenario that was made from a folder, each as `DIR/wraplab.yaml:LINE: expected …, got …`: the author of the folder has never
 * seen the scenario.
 */
export function scenarioProblems(etc: EtcFolder, definition: unknown, error: z.ZodError): string[] {
  const place = join(etc.folder, configurationFile);
  const text = textOf(etc, configurationFile) ?? '';
  const problems = innermostIssues(error.issues).flatMap((issue) => {
    const inScenario = `${issue.path.join('.')}: `;
    const key = keyOf(issue.path);
    const inFile = key.length === 0 ? '' : `${key.join('.')}: `;
    return describeProblems(definition, new z.ZodError([issue])).map(
      (problem) =>
        `${place}:${lineOfSetting(text, key)}: ${inFile}${problem.startsWith(inScenario) ? problem.slice(inScenario.length) : problem}`,
    );
  });
  return [...new Set(problems)];
}

/** The key of wraplab.yaml that a part of the scenario was made from; empty if it was made from other files. */
function keyOf([first, second, ...deeper]: readonly PropertyKey[]): PropertyKey[] {
  switch (first) {
    case 'clients':
      return [second === 'outsider' ? 'outsiders' : 'clients', ...deeper];
    case 'host':
      return ['name', 'address', 'secondAddress'].some((each) => each === second) ? ['database', String(second)] : [];
    case 'load':
      return ['load', ...(deeper[0] === 'arrivals' ? [second === 1 ? 'outsidersPerSecond' : 'ratePerSecond'] : deeper)];
    case 'timeline':
      return ['timeline', ...(second === undefined ? [] : [second])];
    case 'fault':
      return ['faults'];
    case 'expectations':
      return ['limits'];
    case 'ident':
      return ['ident'];
    default:
      return [];
  }
}
