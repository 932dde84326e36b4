import type { ServerFacts } from '../agents/protocol.ts';
import { execIn } from '../engine/containers/exec.ts';
import { tryCommands } from '../engine/containers/tried-commands.ts';
import type { RunningHosts } from '../engine/hosts/start-hosts.ts';
import type { Phase } from '../model/vocabulary.ts';
import type { Plan } from '../plan/plan.ts';
import type { Manifest } from '../record/manifest.ts';
import type { Recorder } from '../record/recorder.ts';
import type { RunObserver } from './observer.ts';
import type { RunOptions } from './run-options.ts';

/** The file in the lab's own images with the name and version of the source package that their server was compiled from. */
const sourceNote = '/usr/share/wraplab/source';

/** Records the run's progress, passes it on to its observer, and limits the server's CPU in the phase that the scenario names. */
export class Observations implements Pick<RunObserver, 'began' | 'phase'> {
  readonly #options: RunOptions;
  readonly #recorder: Recorder;
  readonly #hosts: RunningHosts;
  /** Requests to the engine that the run does not wait for until its end. */
  readonly #begun: Promise<void>[] = [];

  constructor(options: RunOptions, recorder: Recorder, hosts: RunningHosts) {
    this.#options = options;
    this.#recorder = recorder;
    this.#hosts = hosts;
  }

  /** Looks into containers before the phases begin, because each look takes CPU time. */
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

  /** Resolves when all requests to the engine are done. */
  async settled(): Promise<void> {
    await Promise.all(this.#begun);
  }

  #begin(promise: Promise<void>): void {
    // A failure is reported by `settled`, which awaits it.
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
    // A custom image has no such note.
    const [ldd, source] = await Promise.all([ask('ldd', plan.server.program), ask('sh', '-c', `cat ${sourceNote} 2>/dev/null`)]);
    this.#recorder.update({ server: describeServer(plan, facts, ldd, source.trim()) });
  }
}

/** libwrap counts as linked when the running process has it mapped; the output of ldd is recorded as well. */
function describeServer(
  { server: { id, daemon, port } }: Plan,
  { version, libwrapMaps, variables }: ServerFacts,
  ldd: string,
  source: string,
): Manifest['server'] {
  const libwrap = libwrapMaps.length > 0;
  return { id, daemon, port, version, libwrap, libwrapMaps, ldd, ...(source === '' ? {} : { source }), variables };
}
