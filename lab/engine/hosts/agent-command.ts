import type { Role } from '../../agents/protocol.ts';

/**
 * The command of an agent's container. The DNS agent is not process 1 there: a fault stops it, and the kernel does not let process 1 be
 * stopped. A stopped process does not see its stdin end either, so the shell that passes stdin on kills it then.
 */
export function agentCommand(role: Role, keep: boolean): string[] {
  const agent = ['node', '/wraplab/agent.cjs', role, ...(keep ? ['--keep'] : [])];
  if (role !== 'dns') {
    return agent;
  }
  const handOn = `cat <&3 >/tmp/commands${keep ? '' : '; sleep 1; kill -9 $agent'}`;
  return [
    'sh',
    '-c',
    ['exec 3<&0', 'mkfifo /tmp/commands', '"$@" </tmp/commands &', 'agent=$!', `(${handOn}) &`, 'wait $agent'].join('\n'),
    'sh',
    ...agent,
  ];
}
