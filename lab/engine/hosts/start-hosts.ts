import type { Agents } from '../../agents/handle.ts';
import { bundleAgents } from '../../bundling/agents.ts';
import { failuresOf, withAftermath } from '../../errors/cleanup-failures.ts';
import { orAborted } from '../../process/abort.ts';
import type { ContainerSpec, RunningContainer } from '../containers/container.ts';
import { EngineWatch } from '../containers/engine-watch.ts';
import { limitCpu } from '../containers/limit-cpu.ts';
import { allOrThrow } from './all-or-throw.ts';
import { causeOfFailure } from './cause-of-failure.ts';
import type { HostsOptions, StartContext } from './hosts-options.ts';
import { planAddresses } from './plan-addresses.ts';
import { joinAll, serveZone } from './run-network.ts';
import { startAgent, startNameservers } from './start-agents.ts';
import { type StartedServer, startDatabase } from './start-database.ts';
import { startResolverCache } from './start-resolver-cache.ts';
import { removalSlots, startSlots } from './start-slots.ts';
import { Started } from './started-resources.ts';

/** All hosts of a run, started and on one network. Disposing ends and removes them, newest first. */
export interface RunningHosts extends AsyncDisposable {
  readonly agents: Agents;
  readonly containers: readonly RunningContainer[];
  /** Leaves the hosts up, to look around in them. */
  letGo(): void;
  /** Limits the server to this many CPUs; null lifts the limit. */
  limitServerCpu(cpus: number | null): Promise<void>;
  /** Rejects when the hosts' engine is gone or has stopped answering. */
  readonly engineLost: Promise<never>;
  /** The error to report for one that occurred while the hosts ran: the end of the engine or the server, if that caused it. */
  explain(error: unknown): Promise<unknown>;
}

/**
 * Starts the hosts of a run:
 *
 *     network ─► database, dns, clients (side by side) ─► watch, local and cache, inside the database host's namespaces
 */
export async function startHosts(options: HostsOptions): Promise<RunningHosts> {
  const starter = new HostStarter(options, await bundleAgents(), await EngineWatch.open(options.engine, options.runId));
  try {
    return await orAborted(
      startSlots(() => starter.start()),
      options.signal,
    );
  } catch (error) {
    const explained = await starter.explain(error);
    throw withAftermath(explained, failuresOf(await Promise.allSettled([starter.dispose()])));
  }
}

class HostStarter {
  readonly #context: StartContext;
  /** Kept apart from the result of the start: a failed start needs it to explain its error. */
  #server: StartedServer | undefined;

  constructor(options: HostsOptions, agentProgram: string, engineWatch: EngineWatch) {
    this.#context = { options, agentProgram, engineWatch, started: new Started(options, engineWatch) };
  }

  start(): Promise<RunningHosts> {
    return Promise.race([this.#startAll(), this.#context.engineWatch.failed]);
  }

  /** The error to report for `error`, see `causeOfFailure`. */
  explain(error: unknown): Promise<unknown> {
    return causeOfFailure(error, this.#context.engineWatch, this.#server);
  }

  /** Ends and removes what has been started. Disposing twice is harmless. */
  dispose(): Promise<void> {
    return removalSlots(() => this.#context.started.remove());
  }

  async #startAll(): Promise<RunningHosts> {
    const { options, started, engineWatch } = this.#context;
    const { name } = await started.network(planAddresses(options.plan));
    const [database, dns, clients] = await allOrThrow([
      this.#startDatabase({ name }),
      startNameservers(this.#context, { name }),
      this.#startClients({ name }),
    ]);
    const { watch, local } = await this.#startInside(database);
    const agents: Agents = {
      dns: dns.faulty.agent,
      honestDns: dns.honest.agent,
      clients: clients.agent,
      local: local.agent,
      watch: watch.agent,
    };
    await joinAll(options.plan, agents, {
      database,
      dns: dns.faulty.container,
      honestDns: dns.honest.container,
      clients: clients.container,
    });
    await this.#configure(agents);
    return {
      agents,
      containers: started.containers,
      letGo: () => started.letGo(),
      limitServerCpu: (cpus) => limitCpu(options.engine, database.id, cpus),
      engineLost: engineWatch.failed,
      explain: (error) => this.explain(error),
      [Symbol.asyncDispose]: () => this.dispose(),
    };
  }

  async #startDatabase(network: ContainerSpec['network']): Promise<RunningContainer> {
    this.#server = await startDatabase(this.#context, network);
    return this.#server.container;
  }

  #startClients(network: ContainerSpec['network']) {
    const { ident, clientSysctls } = this.#context.options.plan.scenario;
    // Answering ident takes binding to port 113.
    const capabilities = ['NET_ADMIN', ...(ident === 'answer' ? ['NET_BIND_SERVICE'] : [])];
    return startAgent(this.#context, 'load', 'clients', { network, capabilities, sysctls: clientSysctls });
  }

  /** Starts what runs inside the database host's namespaces. */
  async #startInside(database: RunningContainer) {
    const inside = { network: { of: database.id }, processesOf: database.id };
    // Root needs DAC_OVERRIDE to enter mysqld's folders, and SYS_PTRACE to read what its threads wait in.
    const reading = ['SYS_PTRACE', 'DAC_OVERRIDE'];
    // tcpdump opens a raw socket, then drops root; strace signals a thread of another user to let go of it.
    const capturing = this.#context.options.takesAllEvidence ? ['NET_RAW', 'SETUID', 'SETGID', 'KILL'] : [];
    const [watch, local] = await allOrThrow([
      startAgent(this.#context, 'watch', 'watch', { ...inside, capabilities: ['NET_ADMIN', ...reading, ...capturing] }),
      startAgent(this.#context, 'load', 'local', { ...inside, capabilities: reading }),
      startResolverCache(this.#context, database),
    ]);
    return { watch, local };
  }

  async #configure(agents: Agents): Promise<void> {
    const { plan } = this.#context.options;
    await serveZone(plan, agents);
    if (plan.scenario.ident !== undefined) {
      await agents.clients.request('ident', { behaviour: plan.scenario.ident });
    }
    if (plan.host.firewall !== undefined) {
      await agents.watch.request('loadFirewall', { ruleset: plan.host.firewall });
    }
  }
}
