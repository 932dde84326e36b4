import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Agents } from '../agents/handle.ts';
import { type EvidenceResult, evidenceResultsSchema, type ServerFacts, serverFactsSchema } from '../agents/protocol.ts';
import type { Credentials } from '../engine/hosts/credentials.ts';
import type { EvidenceTask } from '../evidence/tasks.ts';
import { hostAddresses } from '../model/database-host.ts';
import { pathsOnHost, phases } from '../model/vocabulary.ts';
import { controlQuestions } from '../plan/control-questions.ts';
import type { Plan } from '../plan/plan.ts';
import { orAborted } from '../process/abort.ts';
import type { Server } from '../servers/server.ts';
import type { RunObserver } from './observer.ts';

/** What the phases need. */
interface PhaseParts {
  readonly plan: Plan;
  readonly agents: Agents;
  readonly credentials: Credentials;
  readonly evidence: EvidenceToTake;
  /** Called when the server runs. The phases begin when it resolves. */
  attached(facts: ServerFacts): Promise<void>;
  readonly observer: Pick<RunObserver, 'began' | 'phase'>;
}

/** Evidence to take during the run, into a folder of the watch agent's container. */
interface EvidenceToTake {
  readonly folder: string;
  tasks(server: ServerFacts): readonly EvidenceTask[];
}

/** Time for the commands to reach the agents before the first phase begins. */
const leadMs = 300;
const serverStartTimeoutMs = 30_000;

/**
 * Carries out the phases of one run. Load and faults are handed out in advance, with times on the shared monotonic clock, so nothing depends
 * on the lab's own speed; then the run only waits. Returns the results of the evidence tasks.
 *
 * @param otherFailures promises that end the run when they reject, such as the loss of the engine.
 * @throws the failure of an agent, one of the other failures, or the signal's reason.
 */
export async function runPhases(
  parts: PhaseParts,
  signal: AbortSignal,
  otherFailures: readonly Promise<never>[] = [],
): Promise<readonly EvidenceResult[]> {
  const failed = Promise.race([...Object.values(parts.agents).map((agent) => agent.failed), ...otherFailures]);
  const stop = new AbortController();
  try {
    return await orAborted(Promise.race([allPhases(parts, AbortSignal.any([signal, stop.signal])), failed]), signal);
  } finally {
    // After a failure the phases must not go on waiting.
    stop.abort();
  }
}

async function allPhases(parts: PhaseParts, signal: AbortSignal): Promise<readonly EvidenceResult[]> {
  const { plan, agents, credentials, observer } = parts;
  const server = await attach(plan, agents, credentials);
  await parts.attached(server);
  signal.throwIfAborted();
  const startNs = z.number().parse(await agents.watch.request('clock', {})) + leadMs * 1e6;
  await handOut(plan, agents, credentials, server, startNs);
  await handOutEvidence(parts, server, startNs);
  const localStartMs = performance.now() + leadMs;
  observer.began(startNs);
  for (const phase of phases) {
    const { startMs, endMs } = plan.windows[phase];
    await waitUntil(localStartMs + startMs, signal);
    observer.phase(phase, startNs + startMs * 1e6);
    await waitUntil(localStartMs + endMs, signal);
  }
  await finish(agents);
  return evidenceResultsSchema.parse(await agents.watch.request('finishEvidence', {}));
}

/** Ends load and measurement: connects that are still open are reported as pending. */
export async function finish(agents: Agents): Promise<void> {
  await Promise.all([
    agents.clients.request('finish', {}),
    agents.local.request('finish', {}),
    agents.watch.request('finish', {}),
    ...[...new Set([agents.dns, agents.honestDns])].map((dns) => dns.request('finish', {})),
  ]);
}

async function attach({ server, host, arrivals }: Plan, agents: Agents, credentials: Credentials): Promise<ServerFacts> {
  const socketPath = socketThroughProcess(server.socketPath);
  const facts = await agents.watch.request('attach', { daemon: server.daemon, socketPath, credentials, timeoutMs: serverStartTimeoutMs });
  if (arrivals.some(({ path }) => path === 'session')) {
    await agents.local.request('openSession', { socketPath, credentials });
  }
  return serverFactsSchema.parse(facts, { error: () => `the watch agent sent an invalid description of the server on ${host.name}` });
}

async function handOut(
  { scenario, server, host, arrivals, windows, seed, controlQueryIntervalMs }: Plan,
  agents: Agents,
  credentials: Credentials,
  facts: ServerFacts,
  startNs: number,
): Promise<void> {
  const at = (ms: number): number => startNs + ms * 1e6;
  const target = {
    addresses: hostAddresses(host),
    port: server.port,
    operatorPort: operatorPort(server),
    socketPath: socketThroughProcess(server.socketPath),
    tls: facts.variables.require_secure_transport === 'ON',
  };
  const load = { startNs, target, credentials };
  const onNetwork = arrivals.filter(({ path }) => !pathsOnHost.includes(path));
  const onHost = arrivals.filter(({ path }) => pathsOnHost.includes(path));
  await Promise.all([
    agents.watch.request('observe', {
      port: server.port,
      operatorPort: operatorPort(server),
      intervalMs: scenario.readingIntervalMs,
      nameserver: scenario.nameserver,
      controlQuestions: controlQuestions(scenario),
      traceReads:
        scenario.traceReads === undefined
          ? null
          : { fromNs: at(windows[scenario.traceReads].startMs), toNs: at(windows[scenario.traceReads].endMs) },
      controlQueryIntervalMs,
      forgetHosts: scenario.forgetHostsAtFault === true ? { sql: server.forgetHosts, atNs: at(windows.fault.startMs) } : null,
    }),
    agents.clients.request('run', { ...load, arrivals: onNetwork, readTcpStatesEveryMs: scenario.readingIntervalMs }),
    agents.local.request('run', { ...load, arrivals: onHost, readTcpStatesEveryMs: null }),
    agents.dns.request('fault', {
      fault: scenario.fault,
      seed,
      atNs: at(windows.fault.startMs),
      untilNs: at(windows.fault.endMs),
    }),
    agents.dns.request('fault', { fault: { id: 'none' }, seed, atNs: at(windows.fault.endMs), untilNs: null }),
  ]);
}

async function handOutEvidence({ agents, evidence }: PhaseParts, server: ServerFacts, startNs: number): Promise<void> {
  const at = (ms: number): number => startNs + ms * 1e6;
  await agents.watch.request('takeEvidence', {
    folder: evidence.folder,
    tasks: evidence.tasks(server).map(({ start, untilMs, task, ...rest }) => ({
      ...rest,
      start: typeof start === 'object' && 'atMs' in start ? { atNs: at(start.atMs) } : start,
      untilNs: untilMs === null ? null : at(untilMs),
      task: task.kind === 'query' ? task : { ...task, command: [...task.command] },
    })),
  });
}

/** The operators' port; the clients' port if the server has no other. */
function operatorPort(server: Server): number {
  return server.operatorPort?.port ?? server.port;
}

/** The socket's path for an agent in the server's process namespace: through the root of process 1, without a shared volume. */
function socketThroughProcess(path: string): string {
  return `/proc/1/root${path}`;
}

async function waitUntil(atMs: number, signal: AbortSignal): Promise<void> {
  await wait(Math.max(0, atMs - performance.now()), undefined, { signal });
}
