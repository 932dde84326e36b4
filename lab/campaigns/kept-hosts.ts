import { npmRun, shellLine } from '../process/command-line.ts';
import type { ReportedRun } from './reported-run.ts';

/** How to get into the hosts of a run that stay up, and how to end them. `endpoint` is the engine's, as `docker -H` takes it. */
export function keptHostsAsText({ hosts }: Pick<ReportedRun, 'hosts'>, endpoint: string): string {
  const shells = hosts.containers.map(
    ({ name, role }) =>
      `  ${role.padEnd(8)}  ${shellLine(['docker', '-H', endpoint, 'exec', '-it', name, role === 'database' ? 'sh' : 'bash'])}`,
  );
  return `The hosts stay up, with a healthy DNS. To open a shell:\n${shells.join('\n')}\nThe container "watch" has tools (ss, strace, tcpdump, dig) inside the database host's namespaces.\nTo remove them: ${shellLine(npmRun('gc', { kept: true }))}\n`;
}
