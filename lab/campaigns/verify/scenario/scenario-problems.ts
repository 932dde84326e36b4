import { z } from 'zod';
import { describeProblems, innermostIssues } from '../../../errors/describe-problems.ts';
import type { EtcFolder } from '../access/etc-folder.ts';
import { placeOfSetting } from '../host/setting-place.ts';

/**
 * Problems of a scenario that was made from a folder, each as `PLACE: expected …, got …`: the author of the folder has never
 * seen the scenario.
 */
export function scenarioProblems(etc: EtcFolder, definition: unknown, error: z.ZodError): string[] {
  const problems = innermostIssues(error.issues).flatMap((issue) => {
    const inScenario = `${issue.path.join('.')}: `;
    const key = keyOf(issue.path);
    const inFile = key.length === 0 ? '' : `${key.join('.')}: `;
    return describeProblems(definition, new z.ZodError([issue])).map(
      (problem) => `${placeOfSetting(etc, key)}: ${inFile}${problem.startsWith(inScenario) ? problem.slice(inScenario.length) : problem}`,
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
