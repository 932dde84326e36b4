import { randomBytes } from 'node:crypto';
import type { AgentEvent, ServerFacts } from '../agents/protocol.ts';
import { bundleAgents } from '../bundling/agents.ts';
import type { Engine } from '../engine/connection/connect-engine.ts';
import { execIn } from '../engine/containers/exec.ts';
import { tryCommands } from '../engine/containers/tried-commands.ts';
import type { RunImages } from '../engine/hosts/hosts-options.ts';
import { type RunningHosts, startHosts } from '../engine/hosts/start-hosts.ts';
import { failuresOf, withAftermath } from '../errors/cleanup-failures.ts';
import { isInterruption, type LabError } from '../errors/lab-error.ts';
import type { EvidenceLevel } from '../evidence/level.ts';
import { hostAsFiles } from '../model/host-files.ts';
import type { Phase } from '../model/vocabulary.ts';
import type { Plan } from '../plan/plan.ts';
import { orAborted } from '../process/abort.ts';
import type { TriedCommand } from '../process/tried-command.ts';
import type { Manifest } from '../record/manifest.ts';
import { Recorder } from '../record/recorder.ts';
import type { RunRecord } from '../record/run-record.ts';
import { closeComplete, closeFailed } from './close-record.ts';
import { EvidenceOfRun } from './collect-evidence.ts';
import type { Taken } from './evidence-bundle.ts';
import type { RunObserver } from './observer.ts';
import { runPhases } from './phases.ts';

/** Where the lab's own images note the source package that their server was compiled from: its name and version. */
const sourceNote = '/usr/share/wraplab/source';

/** For runs side by side: starting and removing one's hosts is not to disturb what the others measure. */
export interface SideBySide {
  /** Told when the hosts are up and the server takes sessions; the phases begin when it returns. */
  hostsUp(): Promise<void>;
  /** Told when the phases are over; whatever comes after them begins when it returns. */
  measured(): Promise<void>;
}

export interface RunOptions {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly images: RunImages;
  readonly runId: string;
  readonly folder: string;
  /** Whether the hosts of a run that is complete stay up. */
  readonly keep: boolean;
  readonly evidence: EvidenceLevel;
  readonly facts: Pick<Manifest, 'versions' | 'gitCommit' | 'command'>;
  readonly observer: RunObserver;
  readonly signal: AbortSignal;
  /** Where others run beside this one. */
  readonly sideBySide?: SideBySide;
  /** Commands to run once on the database host, as the server's user, before the phases begin. Default: none. */
  readonly trial?: Trial;
}

/** Commands of the host's own files that somebody wants to know the time of. */
export interface Trial {
  readonly commands: readonly string[];
  /** Told what came of each, in their order. */
  done(tried: readonly TriedCommand[]): void;
}

/** A run that is over, as it stands in its folder. Disposing ends its hosts, where they are still up (unless they are to be kept). */
export interface FinishedRun extends AsyncDisposable {
  readonly folder: string;
  readonly record: RunRecord;
  /** What could not be recorded beside events and samples: its evidence. */
  readonly problems: readonly LabError[];
  /** Why it is not complete; undefined when it is. */
  readonly failure: unknown;
  /** Of a run that is complete: they are still up. */
  readonly hosts: RunningHosts | null;
}

/**
 * Carries out a plan on hosts of its own, and records it. Whatever happens, the record is kept as far as it got; of a run that failed or
 * was interrupted, the hosts are gone when this returns.
 *
 * @throws LabError `usage` where the folder cannot be written to; else what made the run fail, where there is no record of it to return.
 */
export async function run(options: RunOptions): Promise<FinishedRun> {
  const { folder, evidence, keep, signal, observer } = options;
  // A terminal's Ctrl-C ends esbuild's process as well: what it makes is made before the run begins.
  await bundleAgents();
  await using recorder = new Recorder(folder, firstManifest(options));
  let hosts: RunningHosts | undefined;
  try {
    const ran = await startAndRun(options, recorder);
    hosts = ran.hosts;
    const closed = await closeComplete(recorder, evidence, ran.taken);
    const dispose = async (): Promise<void> => (keep ? ran.hosts.letGo() : ran.hosts[Symbol.asyncDispose]());
    return { folder, ...closed, failure: undefined, hosts, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    const cause = signal.aborted && !isInterruption(error) ? signal.reason : error;
    const [removed, closed] = await Promise.allSettled([hosts?.[Symbol.asyncDispose](), closeFailed(recorder, evidence, cause)]);
    const failure = withAftermath(cause, failuresOf([removed, closed]));
    if (closed.status === 'rejected') {
      throw failure;
    }
    return { folder, ...closed.value, failure, hosts: null, [Symbol.asyncDispose]: async () => undefined };
  } finally {
    observer.ended();
  }
}

async function startAndRun(options: RunOptions, recorder: Recorder): Promise<{ hosts: RunningHosts; taken: Taken }> {
  const { plan, engine, images, runId, keep, sideBySide, signal } = options;
  const credentials = { user: 'wraplab', password: randomBytes(16).toString('hex') };
  const hosts = await startHosts({
    engine,
    runId,
    plan,
    credentials,
    images,
    keep,
    takesAllEvidence: options.evidence === 'all',
    signal,
    onEvent: (event, role) => {
      take(event, role, recorder);
      options.observer.event(event);
    },
    onLog: (role, line) => recorder.event({ kind: 'log', role, line }),
  });
  try {
    signal.throwIfAborted();
    recorder.update({ images: imageIds(options, hosts) });
    const observed = new Observations(options, recorder, hosts);
    const evidence = new EvidenceOfRun(engine, plan, options.evidence, hosts);
    const attached = (facts: ServerFacts): Promise<void> => observed.attached(facts);
    const parts = { plan, agents: hosts.agents, credentials, evidence, attached, observer: observed };
    const results = await runPhases(parts, signal, [hosts.engineLost, recorder.failed]);
    await observed.settled();
    await orAborted(Promise.resolve(sideBySide?.measured()), signal);
    return { hosts, taken: await Promise.race([evidence.fetch(results), hosts.engineLost]) };
  } catch (error) {
    const explained = signal.aborted ? signal.reason : await hosts.explain(error);
    throw withAftermath(explained, failuresOf(await Promise.allSettled([hosts[Symbol.asyncDispose]()])));
  }
}

/** Puts the run's progress into the record, passes it on, and does what the scenario wants of the engine at a phase's begin. */
class Observations implements Pick<RunObserver, 'began' | 'phase'> {
  readonly #options: RunOptions;
  readonly #recorder: Recorder;
  readonly #hosts: RunningHosts;
  /** What was begun and is not waited for while the run goes on. */
  readonly #begun: Promise<void>[] = [];

  constructor(options: RunOptions, recorder: Recorder, hosts: RunningHosts) {
    this.#options = options;
    this.#recorder = recorder;
    this.#hosts = hosts;
  }

  /** Each look into a container takes the processor for a moment, so they are over before the phases begin. */
  async attached(facts: ServerFacts): Promise<void> {
    await this.#describeServer(facts);
    await this.#try(facts);
    await this.#options.sideBySide?.hostsUp();
  }

  began(startNs: number): void {
    this.#recorder.update({ startNs });
    this.#options.observer.began(startNs);
  }

  phase(phase: Phase, atNs: number): void {
    this.#recorder.event({ kind: 'phase', phase, atNs });
    this.#options.observer.phase(phase, atNs);
    const { shortOfCpu } = this.#options.plan.scenario;
    if (shortOfCpu !== undefined) {
      this.#begin(this.#hosts.limitServerCpu(phase === shortOfCpu.phase ? shortOfCpu.cpus : null));
    }
  }

  /** Returns when everything that was begun is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#begun);
  }

  #begin(promise: Promise<void>): void {
    // A failure counts at the end, where it is waited for.
    promise.catch(() => undefined);
    this.#begun.push(promise);
  }

  #database(): RunningHosts['containers'][number] | undefined {
    return this.#hosts.containers.find(({ role }) => role === 'database');
  }

  async #try({ pid }: ServerFacts): Promise<void> {
    const { trial, engine } = this.#options;
    const database = this.#database();
    if (trial !== undefined && trial.commands.length > 0 && database !== undefined) {
      trial.done(await tryCommands(engine, database.id, pid, trial.commands));
    }
  }

  async #describeServer(facts: ServerFacts): Promise<void> {
    const { plan, engine } = this.#options;
    const database = this.#database();
    const ask = async (...command: string[]) => (database === undefined ? '' : execIn(engine, database.id, command));
    // An image that somebody brings has no note of its source.
    const [ldd, source] = await Promise.all([ask('ldd', plan.server.program), ask('sh', '-c', `cat ${sourceNote} 2>/dev/null`)]);
    this.#recorder.update({ server: describeServer(plan, facts, ldd, source.trim()) });
  }
}

function take(event: AgentEvent, role: string, recorder: Recorder): void {
  if (event.kind === 'heldUp') {
    recorder.event({ ...event, role });
  } else if (event.kind === 'query' || event.kind === 'fault' || event.kind === 'disturbance') {
    recorder.event(event);
  } else {
    recorder.sample(event);
  }
}

function firstManifest({ plan, engine, runId, facts, images }: RunOptions): Manifest {
  return {
    schema: 'wraplab/manifest@1',
    runId,
    scenarioName: plan.scenarioName,
    scenario: plan.scenario,
    seed: plan.seed,
    host: { ...plan.host },
    filesBeforeFixes: { ...hostAsFiles(plan.hostBeforeFixes) },
    references: plan.references,
    clients: [...plan.clients, ...plan.outsiders],
    server: null,
    startNs: null,
    windows: plan.windows,
    versions: { ...facts.versions, engine: engine.version, kernel: engine.kernel },
    images: { server: { reference: images.server, id: '' }, agent: { reference: images.agent, id: '' } },
    gitCommit: facts.gitCommit,
    command: facts.command,
    startedAt: new Date().toISOString(),
    ended: 'running',
    problem: null,
  };
}

/** libwrap counts as linked when the running process has it mapped; what ldd says of the file is recorded beside that. */
function describeServer(
  { server: { id, daemon, port } }: Plan,
  { version, libwrapMaps, variables }: ServerFacts,
  ldd: string,
  source: string,
): Manifest['server'] {
  const libwrap = libwrapMaps.length > 0;
  return { id, daemon, port, version, libwrap, libwrapMaps, ldd, ...(source === '' ? {} : { source }), variables };
}

function imageIds({ images }: RunOptions, hosts: RunningHosts): Manifest['images'] {
  const id = (role: string): string => hosts.containers.find((container) => container.role === role)?.imageId ?? '';
  return {
    server: { reference: images.server, id: id('database') },
    agent: { reference: images.agent, id: id('dns') },
    ...Object.fromEntries(Object.entries(images.extra ?? {}).map(([name, reference]) => [name, { reference, id: id('cache') }])),
  };
}
