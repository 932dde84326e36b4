import { randomBytes } from 'node:crypto';
import type { AgentEvent, ServerFacts } from './agents/protocol.ts';
import type { Engine } from './engine/engine.ts';
import { execIn } from './engine/exec.ts';
import { type RunImages, type RunningHosts, startHosts } from './engine/hosts.ts';
import { describeError, isInterruption } from './errors.ts';
import { hostAsFiles } from './host-as-files.ts';
import { bundlePage } from './page-bundle.ts';
import type { Phase } from './paths.ts';
import type { Plan } from './plan.ts';
import { type Manifest, Recorder, readRecord } from './record.ts';
import { reports } from './reports/index.ts';
import { type RunObserver, run } from './run.ts';
import { judge, type Verdict } from './verdict.ts';

/** Where the lab's own images note the source package that their server was compiled from: its name and version. */
const sourceNote = '/usr/share/wraplab/source';

/** Who watches a run while it goes on. */
export interface Spectator {
  began(plan: Plan, startNs: number): void;
  phase(phase: Phase): void;
  event(event: AgentEvent): void;
  ended(): void;
}

export interface ExecutionOptions {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly images: RunImages;
  readonly runId: string;
  readonly folder: string;
  readonly keep: boolean;
  readonly facts: Pick<Manifest, 'versions' | 'gitCommit' | 'command'>;
  readonly spectator: Spectator;
  readonly signal: AbortSignal;
  /** Told when the hosts are up; the phases begin when it returns. For runs side by side, whose starts are not to disturb each other. */
  readonly hostsUp?: () => Promise<void>;
}

/** A run that is over and recorded, with its hosts still up. Disposing ends them (unless they are to be kept). */
export interface Execution extends AsyncDisposable {
  readonly folder: string;
  readonly verdict: Verdict;
  readonly hosts: RunningHosts;
}

/**
 * Carries out a plan: hosts, run, record, then the verdict from the record as it stands on disk. Whatever happens, the record is
 * kept as far as it got; when this throws, the hosts are gone.
 */
export async function execute(options: ExecutionOptions): Promise<Execution> {
  await using recorder = new Recorder(options.folder, firstManifest(options));
  let hosts: RunningHosts | undefined;
  try {
    hosts = await startAndRun(options, recorder);
    recorder.update({ ended: 'complete' });
    return { folder: options.folder, hosts, verdict: await conclude(recorder), [Symbol.asyncDispose]: hosts[Symbol.asyncDispose] };
  } catch (error) {
    await hosts?.[Symbol.asyncDispose]();
    const cause = options.signal.aborted ? options.signal.reason : error;
    recorder.update({ ended: isInterruption(cause) ? 'interrupted' : 'failed', problem: describeError(cause) });
    await conclude(recorder);
    throw cause;
  } finally {
    options.spectator.ended();
  }
}

async function startAndRun(options: ExecutionOptions, recorder: Recorder): Promise<RunningHosts> {
  const { plan, engine, images, runId, keep, signal } = options;
  const credentials = { user: 'wraplab', password: randomBytes(16).toString('hex') };
  const hosts = await startHosts({
    engine,
    runId,
    plan,
    credentials,
    images,
    keep,
    onEvent: (event) => {
      take(event, recorder);
      options.spectator.event(event);
    },
    onLog: (role, line) => recorder.event({ kind: 'log', role, line }),
  });
  try {
    signal.throwIfAborted();
    recorder.update({ images: imageIds(options, hosts) });
    await options.hostsUp?.();
    signal.throwIfAborted();
    const observed = new Observations(options, recorder, hosts);
    await run(plan, hosts.agents, credentials, observed, signal);
    await observed.settled();
    return hosts;
  } catch (error) {
    const explained = signal.aborted ? error : await hosts.explain(error);
    await hosts[Symbol.asyncDispose]();
    throw explained;
  }
}

/** Puts the run's progress into the record, tells the spectator, and does what the scenario wants of the engine at a phase's begin. */
class Observations implements RunObserver {
  readonly #options: ExecutionOptions;
  readonly #recorder: Recorder;
  readonly #hosts: RunningHosts;
  /** What was begun and is not waited for while the run goes on. */
  readonly #begun: Promise<void>[] = [];

  constructor(options: ExecutionOptions, recorder: Recorder, hosts: RunningHosts) {
    this.#options = options;
    this.#recorder = recorder;
    this.#hosts = hosts;
  }

  attached(facts: ServerFacts): void {
    this.#begin(this.#describeServer(facts));
  }

  began(startNs: number): void {
    this.#recorder.update({ startNs });
    this.#options.spectator.began(this.#options.plan, startNs);
  }

  phase(phase: Phase, atNs: number): void {
    this.#recorder.event({ kind: 'phase', phase, atNs });
    this.#options.spectator.phase(phase);
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

  async #describeServer(facts: ServerFacts): Promise<void> {
    const { plan, engine } = this.#options;
    const database = this.#hosts.containers.find(({ role }) => role === 'database');
    const ask = async (...command: string[]) => (database === undefined ? '' : execIn(engine, database.id, command));
    // An image that somebody brings has no note of its source.
    const [ldd, source] = await Promise.all([ask('ldd', plan.server.program), ask('sh', '-c', `cat ${sourceNote} 2>/dev/null`)]);
    this.#recorder.update({ server: describeServer(plan, facts, ldd, source.trim()) });
  }
}

/** Closes the record, judges it as it stands on disk, and adds the reports. */
async function conclude(recorder: Recorder): Promise<Verdict> {
  await recorder[Symbol.asyncDispose]();
  const record = readRecord(recorder.folder);
  const verdict = judge(record);
  const browser = await bundlePage();
  for (const report of reports) {
    recorder.file(report.file, report.render(record, verdict, browser));
  }
  return verdict;
}

function take(event: AgentEvent, recorder: Recorder): void {
  if (event.kind === 'query' || event.kind === 'fault') {
    recorder.event(event);
  } else {
    recorder.sample(event);
  }
}

function firstManifest({ plan, engine, runId, facts, images }: ExecutionOptions): Manifest {
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

function imageIds({ images }: ExecutionOptions, hosts: RunningHosts): Manifest['images'] {
  const id = (role: string): string => hosts.containers.find((container) => container.role === role)?.imageId ?? '';
  return {
    server: { reference: images.server, id: id('database') },
    agent: { reference: images.agent, id: id('dns') },
    ...Object.fromEntries(Object.entries(images.extra ?? {}).map(([name, reference]) => [name, { reference, id: id('cache') }])),
  };
}
