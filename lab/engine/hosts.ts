import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Agents } from '../agents/handle.ts';
import type { AgentEvent, Role } from '../agents/protocol.ts';
import { LabError, ServerEnded } from '../errors.ts';
import { hostAction } from '../faults/index.ts';
import { type Plan, resolverImage } from '../plan.ts';
import type { Credentials } from '../run.ts';
import { Agent } from './agent.ts';
import { bundleAgents } from './agent-bundle.ts';
import { type ContainerSpec, limitCpu, type RunningContainer, startContainer } from './container.ts';
import { databaseContainer } from './database.ts';
import type { Engine } from './engine.ts';
import { createNetwork, type RunNetwork } from './network.ts';
import { cacheReady, resolverCacheContainer } from './resolver-cache.ts';
import { joinAll, nameservers, serveZone } from './run-network.ts';

const megabyte = 1024 * 1024;
/** An agent's end may be seen this much earlier than the server's. */
const explainWithinMs = 500;
/** So many lines of the server's log go into the error when it does not come up. */
const serverLogLines = 8;

/** References of the images to start. */
export interface RunImages {
  readonly agent: string;
  readonly server: string;
  /** Of the images that the plan needs beside those, by name. */
  readonly extra?: Readonly<Record<string, string>>;
}

export interface HostsOptions {
  readonly engine: Engine;
  readonly runId: string;
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly images: RunImages;
  readonly keep: boolean;
  onEvent(event: AgentEvent): void;
  /** A line of a container's error output; of the database host it is mysqld's error log. */
  onLog(role: string, line: string): void;
}

/** All hosts of a run, started and on one network. Disposing of them ends and removes everything, newest first. */
export interface RunningHosts extends AsyncDisposable {
  readonly agents: Agents;
  readonly containers: readonly RunningContainer[];
  /** Lets the server use no more than so much of a CPU; null: as much as there is. */
  limitServerCpu(cpus: number | null): Promise<void>;
  /** The error to report for one that came up while the hosts ran: the server's end, where that is behind it. */
  explain(error: unknown): Promise<unknown>;
}

/**
 * Starts the hosts of a run:
 *
 *     network ─► database, dns, clients (side by side) ─► watch, local and cache, inside the database host's namespaces
 */
export async function startHosts(options: HostsOptions): Promise<RunningHosts> {
  const starter = new HostStarter(options, await bundleAgents());
  try {
    return await starter.start();
  } catch (error) {
    const explained = await starter.explain(error);
    await starter.dispose();
    throw explained;
  }
}

class HostStarter {
  readonly #options: HostsOptions;
  readonly #agentProgram: string;
  readonly #containers: RunningContainer[] = [];
  readonly #serverLog: string[] = [];
  #database: RunningContainer | undefined;
  #databaseEnded = false;
  #network: RunNetwork | undefined;

  constructor(options: HostsOptions, agentProgram: string) {
    this.#options = options;
    this.#agentProgram = agentProgram;
  }

  async start(): Promise<RunningHosts> {
    const { engine, runId, keep, plan } = this.#options;
    this.#network = await createNetwork(engine, runId, keep);
    const network = { name: this.#network.name };
    const outer = ['NET_ADMIN'];
    const [database, dns, clients] = await allOrThrow([
      this.#startDatabase(network),
      this.#startNameservers(network),
      this.#startAgent('load', 'clients', { network, capabilities: outer, sysctls: plan.scenario.clientSysctls }),
    ]);
    const inside = { network: { of: database.id }, processesOf: database.id };
    // Root without DAC_OVERRIDE may not walk into mysqld's folders, without SYS_PTRACE not read what its threads wait in.
    const reading = ['SYS_PTRACE', 'DAC_OVERRIDE'];
    const [watch, local] = await allOrThrow([
      this.#startAgent('watch', 'watch', { ...inside, capabilities: [...outer, ...reading] }),
      this.#startAgent('load', 'local', { ...inside, capabilities: reading }),
      this.#startResolverCache(database),
    ]);
    const agents: Agents = {
      dns: dns.faulty.agent,
      honestDns: dns.honest.agent,
      clients: clients.agent,
      local: local.agent,
      watch: watch.agent,
    };
    await joinAll(plan, agents, { database, dns: dns.faulty.container, honestDns: dns.honest.container, clients: clients.container });
    await serveZone(plan, agents);
    if (plan.host.firewall !== undefined) {
      await agents.watch.request('loadFirewall', { ruleset: plan.host.firewall });
    }
    return {
      agents,
      containers: this.#containers,
      limitServerCpu: (cpus) => limitCpu(engine, database.id, cpus),
      explain: (error) => this.explain(error),
      [Symbol.asyncDispose]: () => this.dispose(),
    };
  }

  /** The agents on the database host end with the server: then that is what is to be said, not that they ended. */
  async explain(error: unknown): Promise<unknown> {
    await Promise.race([this.#database?.ended, wait(explainWithinMs)]);
    return this.#databaseEnded ? new ServerEnded(this.#serverLog, error) : error;
  }

  /** Ends and removes what has been started; again is harmless. */
  async dispose(): Promise<void> {
    const results = await Promise.allSettled(this.#containers.toReversed().map((container) => container[Symbol.asyncDispose]()));
    if (!this.#options.keep && this.#network !== undefined) {
      results.push(...(await Promise.allSettled([this.#network[Symbol.asyncDispose]()])));
    }
    const problems = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
    if (problems.length > 0) {
      throw new AggregateError(problems, 'not everything of the run could be removed; "npm run gc" tries again');
    }
  }

  async #startDatabase(network: ContainerSpec['network']): Promise<RunningContainer> {
    const { plan, credentials, images, keep, onLog } = this.#options;
    const container = await this.#startContainer({
      ...databaseContainer(plan.host, plan.server, credentials, keep),
      role: 'database',
      image: images.server,
      network,
      memoryBytes: 768 * megabyte,
    });
    for (const stream of [container.stdout, container.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.#serverLog.push(line);
        this.#serverLog.splice(0, this.#serverLog.length - serverLogLines);
        onLog('database', line);
      });
    }
    this.#database = container;
    void container.ended.then(() => {
      this.#databaseEnded = true;
    });
    return container;
  }

  /** Starts the host's resolver cache, where it has one, and waits until it takes questions. */
  async #startResolverCache(database: RunningContainer): Promise<void> {
    const { plan, images, keep, onLog } = this.#options;
    const { resolverCache } = plan.host;
    if (resolverCache === undefined) {
      return;
    }
    const image = images.extra?.[resolverImage];
    if (image === undefined) {
      throw new LabError(`expected the image "${resolverImage}" for the plan's resolver cache, got none`, { code: 'internal' });
    }
    const spec = resolverCacheContainer(resolverCache, plan.host, database.id, keep);
    const container = await this.#startContainer({ ...spec, role: 'cache', image });
    createInterface({ input: container.stderr }).on('line', (line) => onLog('cache', line));
    const ready = Promise.withResolvers<void>();
    createInterface({ input: container.stdout })
      .on('line', (line) => (line === cacheReady ? ready.resolve() : onLog('cache', line)))
      .on('close', () => ready.reject(new LabError(`${resolverCache} ended on the database host`, { code: 'internal' })));
    await ready.promise;
  }

  /** One agent for all nameservers, or one each for those with the fault and those without where the fault stops the process. */
  async #startNameservers(network: ContainerSpec['network']) {
    const place = { network, capabilities: ['NET_ADMIN', 'NET_BIND_SERVICE'] };
    const isStopped = hostAction(this.#options.plan.scenario.fault)?.kind === 'freeze';
    const needsTwo = isStopped && nameservers(this.#options.plan).some(({ suffersFault }) => !suffersFault);
    const [faulty, other] = await allOrThrow([
      this.#startAgent('dns', 'dns', place),
      needsTwo ? this.#startAgent('dns', 'dns-honest', place) : Promise.resolve(undefined),
    ]);
    return { faulty, honest: other ?? faulty };
  }

  async #startAgent<R extends Role>(
    role: R,
    name: string,
    place: Pick<ContainerSpec, 'network' | 'processesOf' | 'capabilities' | 'sysctls'>,
  ): Promise<{ agent: Agent<R>; container: RunningContainer }> {
    const container = await this.#startContainer({
      ...place,
      role: name,
      image: this.#options.images.agent,
      command: agentCommand(role, this.#options.keep),
      files: [{ path: '/wraplab/agent.cjs', content: this.#agentProgram }],
      memoryBytes: 512 * megabyte,
      ...('of' in place.network ? {} : { sysctls: { 'net.ipv6.conf.all.disable_ipv6': '0', ...place.sysctls } }),
    });
    createInterface({ input: container.stderr }).on('line', (line) => this.#options.onLog(name, line));
    return { agent: new Agent(role, container, this.#options.onEvent), container };
  }

  async #startContainer(spec: Omit<ContainerSpec, 'runId' | 'keep'>): Promise<RunningContainer> {
    const { engine, runId, keep } = this.#options;
    const container = await startContainer(engine, { ...spec, runId, keep });
    this.#containers.push(container);
    return container;
  }
}

/**
 * The DNS agent is not process 1 of its container, because the kernel does not let that one be stopped, which a fault does. A stopped
 * process does not see the end of its stdin either: what hands stdin on to it ends it then.
 */
function agentCommand(role: Role, keep: boolean): string[] {
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

/** Like Promise.all, but when one fails the others have ended before it throws: whatever they started is known by then. */
async function allOrThrow<const T extends readonly Promise<unknown>[]>(promises: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}
