import type { Role } from '../../agents/protocol.ts';
import { stopsProcess } from '../../faults/capabilities.ts';
import { needsTwoNameservers } from '../../plan/planned-containers.ts';
import { type ContainerSpec, megabyte, type RunningContainer } from '../containers/container.ts';
import { ipv6Sysctls } from '../containers/container-network.ts';
import { readLog } from '../containers/lines.ts';
import { agentCommand } from './agent-command.ts';
import { Agent } from './agent-connection.ts';
import { allOrThrow } from './all-or-throw.ts';
import type { HostsOptions, StartContext } from './hosts-options.ts';

/** An agent counts as hanging after this long without a sign of life. */
const agentSilenceMs = 10_000;

/** An agent and the container that it runs in. */
interface StartedAgent<R extends Role> {
  readonly agent: Agent<R>;
  readonly container: RunningContainer;
}

/** Starts one agent for all nameservers; two, with the fault and without, if the fault stops the whole process. */
export async function startNameservers(
  context: StartContext,
  network: ContainerSpec['network'],
): Promise<Readonly<Record<'faulty' | 'honest', StartedAgent<'dns'>>>> {
  const { plan } = context.options;
  const place = { network, capabilities: ['NET_ADMIN', 'NET_BIND_SERVICE'] };
  const needsTwo = needsTwoNameservers(plan.scenario);
  const [faulty, other] = await allOrThrow([
    startAgent(context, 'dns', 'dns', place),
    needsTwo ? startAgent(context, 'dns', 'dns-honest', place) : Promise.resolve(undefined),
  ]);
  return { faulty, honest: other ?? faulty };
}

/** Starts an agent in a container called `name`. */
export async function startAgent<R extends Role>(
  { options, agentProgram, started }: StartContext,
  role: R,
  name: string,
  place: Pick<ContainerSpec, 'network' | 'processesOf' | 'capabilities' | 'sysctls'>,
): Promise<StartedAgent<R>> {
  const container = await started.container({
    ...place,
    role: name,
    image: options.images.agent,
    command: agentCommand(role, options.keep),
    files: [{ path: '/wraplab/agent.cjs', content: agentProgram }],
    memoryBytes: 512 * megabyte,
    ...('of' in place.network ? {} : { sysctls: { ...ipv6Sysctls, ...place.sysctls } }),
  });
  readLog(container.stderr, (line) => options.onLog(name, line));
  const agent = new Agent(role, container, silenceMs(options, name), (event) => options.onEvent(event, name));
  return { agent, container };
}

/** The nameserver may be silent for as long as a fault stops its process. */
function silenceMs(options: HostsOptions, name: string): number {
  const { fault } = options.plan.windows;
  return agentSilenceMs + (name === 'dns' && stopsNameserver(options) ? fault.endMs - fault.startMs : 0);
}

function stopsNameserver({ plan }: HostsOptions): boolean {
  return stopsProcess(plan.scenario.fault);
}
