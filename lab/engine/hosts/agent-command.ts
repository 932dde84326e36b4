import type { Role } from '../../agents/protocol.ts';

/**
 * The DNS agent is not process 1 of its container, because the kernel does not let that one be stopped, which a fault does. A stopped
 * process does not see the end of its stdin either: what hands stdin on to it ends it then.
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
