import { createInterface } from 'node:readline';
import type { Agents } from '../../agents/handle.ts';
import type { AgentEvent, Role } from '../../agents/protocol.ts';
import { bundleAgents } from '../../bundling/agents.ts';
import { failuresOf, withAftermath } from '../../errors/cleanup-failures.ts';
import { LabError, ServerEnded } from '../../errors/lab-error.ts';
import { stopsProcess } from '../../faults/capabilities.ts';
import { type Plan, resolverImage } from '../../plan/plan.ts';
import { orAborted } from '../../process/abort.ts';
import { nameserversOf } from '../../scenario/nameservers.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { type ContainerSpec, EndedAtStart, limitCpu, type RunningContainer } from '../containers/container.ts';
import { ipv6Sysctls } from '../containers/container-network.ts';
import { EngineWatch } from '../containers/engine-watch.ts';
import { readLog } from '../containers/lines.ts';
import { agentCommand } from './agent-command.ts';
import { Agent } from './agent-connection.ts';
import { causeOfFailure } from './cause-of-failure.ts';
import { selfSignedCertificate } from './certificate.ts';
import type { Credentials } from './credentials.ts';
import { databaseContainer } from './database.ts';
import { planAddresses } from './plan-addresses.ts';
import { cacheReady, resolverCacheContainer } from './resolver-cache-container.ts';
import { joinAll, serveZone } from './run-network.ts';
import { inTurnToEnd, inTurnToStart } from './start-slots.ts';
import { Started } from './started-resources.ts';

const megabyte = 1024 * 1024;
/** So many lines of the server's log go into the error when it does not come up. */
const serverLogLines = 8;
/** An agent that gives no sign of life for so long hangs. */
const agentSilenceMs = 10_000;

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
  /** Whether the hosts can stay when the lab goes. */
  readonly keep: boolean;
  /** Whether the tools that only some evidence needs must be able to work. */
  readonly takesAllEvidence: boolean;
  readonly signal: AbortSignal;
  onEvent(event: AgentEvent, role: string): void;
  /** A line of a container's error output; of the database host it is mysqld's error log. */
  onLog(role: string, line: string): void;
}

/** All hosts of a run, started and on one network. Disposing of them ends and removes everything, newest first. */
export interface RunningHosts extends AsyncDisposable {
  readonly agents: Agents;
  readonly containers: readonly RunningContainer[];
  /** Leaves the hosts up, for whoever wants to look around in them. */
  letGo(): void;
  /** Lets the server use no more than so much of a CPU; null: as much as there is. */
  limitServerCpu(cpus: number | null): Promise<void>;
  /** Rejects when the engine that they run on is gone, or does not answer any more. */
  readonly engineLost: Promise<never>;
  /** The error to report for one that came up while the hosts ran: the engine's or the server's end, where that is behind it. */
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
      inTurnToStart(() => starter.start()),
      options.signal,
    );
  } catch (error) {
    const explained = await starter.explain(error);
    throw withAftermath(explained, failuresOf(await Promise.allSettled([starter.dispose()])));
  }
}

class HostStarter {
  readonly #options: HostsOptions;
  readonly #agentProgram: string;
  readonly #engineWatch: EngineWatch;
  readonly #started: Started;
  readonly #serverLog: string[] = [];
  #database: RunningContainer | undefined;

  constructor(options: HostsOptions, agentProgram: string, engineWatch: EngineWatch) {
    this.#options = options;
    this.#agentProgram = agentProgram;
    this.#engineWatch = engineWatch;
    this.#started = new Started(options, engineWatch);
  }

  start(): Promise<RunningHosts> {
    return Promise.race([this.#startAll(), this.#engineWatch.failed]);
  }

  async #startAll(): Promise<RunningHosts> {
    const { engine, plan } = this.#options;
    const { name } = await this.#started.network(planAddresses(plan));
    const network = { name };
    const outer = ['NET_ADMIN'];
    // Who answers on port 113 binds to it.
    const answering = plan.scenario.ident === 'answer' ? ['NET_BIND_SERVICE'] : [];
    const [database, dns, clients] = await allOrThrow([
      this.#startDatabase(network),
      this.#startNameservers(network),
      this.#startAgent('load', 'clients', { network, capabilities: [...outer, ...answering], sysctls: plan.scenario.clientSysctls }),
    ]);
    const inside = { network: { of: database.id }, processesOf: database.id };
    // Root without DAC_OVERRIDE may not walk into mysqld's folders, without SYS_PTRACE not read what its threads wait in.
    const reading = ['SYS_PTRACE', 'DAC_OVERRIDE'];
    // tcpdump opens a raw socket, then gives up root; strace stops a thread of another user to let go of it.
    const capturing = this.#options.takesAllEvidence ? ['NET_RAW', 'SETUID', 'SETGID', 'KILL'] : [];
    const [watch, local] = await allOrThrow([
      this.#startAgent('watch', 'watch', { ...inside, capabilities: [...outer, ...reading, ...capturing] }),
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
    if (plan.scenario.ident !== undefined) {
      await agents.clients.request('ident', { behaviour: plan.scenario.ident });
    }
    if (plan.host.firewall !== undefined) {
      await agents.watch.request('loadFirewall', { ruleset: plan.host.firewall });
    }
    return {
      agents,
      containers: this.#started.containers,
      letGo: () => this.#started.letGo(),
      limitServerCpu: (cpus) => limitCpu(engine, database.id, cpus),
      engineLost: this.#engineWatch.failed,
      explain: (error) => this.explain(error),
      [Symbol.asyncDispose]: () => this.dispose(),
    };
  }

  /** The error to report for one that came up, see `causeOfFailure`. */
  explain(error: unknown): Promise<unknown> {
    const server = this.#database === undefined ? undefined : { container: this.#database, log: this.#serverLog };
    return causeOfFailure(error, this.#engineWatch, server);
  }

  /** Ends and removes what has been started; again is harmless. */
  dispose(): Promise<void> {
    return inTurnToEnd(() => this.#started.remove());
  }

  async #startDatabase(network: ContainerSpec['network']): Promise<RunningContainer> {
    const { plan, credentials, images, keep, onLog } = this.#options;
    const certificate = plan.host.certificate === undefined ? undefined : await selfSignedCertificate();
    const container = await this.#startedServer({
      ...databaseContainer(plan.host, plan.server, credentials, keep, certificate),
      role: 'database',
      image: images.server,
      network,
      memoryBytes: 768 * megabyte,
    });
    for (const stream of [container.stdout, container.stderr]) {
      readLog(stream, (line) => {
        this.#serverLog.push(line);
        this.#serverLog.splice(0, this.#serverLog.length - serverLogLines);
        onLog('database', line);
      });
    }
    this.#database = container;
    return container;
  }

  /** A server that ends at once may be gone before its start is over: then its own words are what there is to report. */
  async #startedServer(spec: Parameters<Started['container']>[0]): Promise<RunningContainer> {
    try {
      return await this.#started.container(spec);
    } catch (error) {
      if (!(error instanceof EndedAtStart)) {
        throw error;
      }
      for (const line of error.log) {
        this.#options.onLog('database', line);
      }
      throw new ServerEnded(error.log.slice(-serverLogLines), error, await this.#engineWatch.endOf(error.id));
    }
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
    const container = await this.#started.container({ ...spec, role: 'cache', image });
    readLog(container.stderr, (line) => onLog('cache', line));
    const ready = Promise.withResolvers<void>();
    createInterface({ input: container.stdout })
      .on('line', (line) => (line === cacheReady ? ready.resolve() : onLog('cache', line)))
      .on('close', () => ready.reject(new LabError(`${resolverCache} ended on the database host`, { code: 'internal' })));
    await ready.promise;
  }

  /** One agent for all nameservers, or one each for those with the fault and those without where the fault stops the process. */
  async #startNameservers(network: ContainerSpec['network']) {
    const place = { network, capabilities: ['NET_ADMIN', 'NET_BIND_SERVICE'] };
    const isStopped = stopsProcess(this.#options.plan.scenario.fault);
    const needsTwo = isStopped && nameserversOf(this.#options.plan.scenario).some(({ suffersFault }) => !suffersFault);
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
    const container = await this.#started.container({
      ...place,
      role: name,
      image: this.#options.images.agent,
      command: agentCommand(role, this.#options.keep),
      files: [{ path: '/wraplab/agent.cjs', content: this.#agentProgram }],
      memoryBytes: 512 * megabyte,
      ...('of' in place.network ? {} : { sysctls: { ...ipv6Sysctls, ...place.sysctls } }),
    });
    readLog(container.stderr, (line) => this.#options.onLog(name, line));
    const agent = new Agent(role, container, this.#silenceMs(name), (event) => this.#options.onEvent(event, name));
    return { agent, container };
  }

  /** A fault may stop the process of the nameserver, for as long as it is in force. */
  #silenceMs(name: string): number {
    const { scenario, windows } = this.#options.plan;
    const isStopped = name === 'dns' && stopsProcess(scenario.fault);
    return agentSilenceMs + (isStopped ? windows.fault.endMs - windows.fault.startMs : 0);
  }
}

/** Like Promise.all, but when one fails the others have ended before it throws: whatever they started is known by then. */
async function allOrThrow<const T extends readonly Promise<unknown>[]>(promises: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}
