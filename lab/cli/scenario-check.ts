import { LabError, usageError } from '../errors/lab-error.ts';
import { makePlan } from '../plan/plan.ts';
import { npmRun, shellLine } from '../process/command-line.ts';
import { servers } from '../servers/index.ts';
import type { Server } from '../servers/server.ts';
import { printable } from '../text/printable.ts';
import type { GivenScenario } from './given-scenario.ts';

/**
 * What `scenario check` says of a scenario that could be loaded: where it runs, and what to type next.
 *
 * @throws LabError `usage` with the problems on every server, if it runs on none.
 */
export function checkedAsText({ name, word, scenario }: GivenScenario): string {
  const tried = servers.map((server) => ({ id: server.id, problem: problemOn(server, name, scenario) }));
  const able = tried.filter(({ problem }) => problem === undefined).map(({ id }) => id);
  const unable = tried.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  if (able.length === 0) {
    throw usageError(
      [...new Set(unable)].map((problem) => `${word}: ${problem}`),
      'fix the scenario file',
    );
  }
  const seconds = Object.values(scenario.timeline).reduce((sum, ms) => sum + ms, 0) / 1000;
  const lines = [
    `no problems in ${word}`,
    `  ${name}: ${scenario.title}`,
    `  runs on ${able.join(' and ')}, for ${seconds} s; ${scenario.expectations.length} ${scenario.expectations.length === 1 ? 'expectation' : 'expectations'}`,
    ...unable.map((problem) => `  elsewhere: ${problem}`),
    `next: ${shellLine(npmRun('scenario', { plan: true }, [word]))}`,
  ];
  return printable(`${lines.join('\n')}\n`);
}

function problemOn(server: Server, name: string, scenario: GivenScenario['scenario']): string | undefined {
  try {
    makePlan(name, scenario, server);
    return undefined;
  } catch (error) {
    if (error instanceof LabError) {
      return error.message;
    }
    throw error;
  }
}
