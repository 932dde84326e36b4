import type { EvidenceResult, ServerFacts } from '../agents/protocol.ts';
import type { Engine } from '../engine/connection/connect-engine.ts';
import { copyOut } from '../engine/containers/copy-out.ts';
import type { RunningHosts } from '../engine/hosts/start-hosts.ts';
import type { EvidenceLevel } from '../evidence/level.ts';
import { type EvidenceTask, evidenceTasks } from '../evidence/tasks.ts';
import type { Plan } from '../plan/plan.ts';
import type { Taken } from './evidence-bundle.ts';

/** The evidence that one run takes on its database host: first the tasks, then the files. */
export class EvidenceOfRun {
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #level: EvidenceLevel;
  readonly #hosts: RunningHosts;
  #tasks: readonly EvidenceTask[] = [];
  /** In the watch agent's container. */
  readonly folder = '/tmp/evidence';

  constructor(engine: Engine, plan: Plan, level: EvidenceLevel, hosts: RunningHosts) {
    this.#engine = engine;
    this.#plan = plan;
    this.#level = level;
    this.#hosts = hosts;
  }

  tasks({ pid }: ServerFacts): readonly EvidenceTask[] {
    const { scenario, windows, server, host } = this.#plan;
    const root = `/proc/${pid}/root`;
    const facts = { pid, port: server.port, root, files: Object.keys(host.files), folder: this.folder };
    this.#tasks = evidenceTasks(scenario, windows, this.#level, facts);
    return this.#tasks;
  }

  /** Fetches the files from the container while it is still up. */
  async fetch(results: readonly EvidenceResult[]): Promise<Taken> {
    const watch = this.#hosts.containers.find(({ role }) => role === 'watch');
    const limitBytes = Math.max(0, ...this.#tasks.map((task) => task.limitBytes));
    const files =
      results.length === 0 || watch === undefined
        ? new Map<string, Buffer>()
        : await copyOut(this.#engine, watch.id, this.folder, limitBytes);
    return { tasks: this.#tasks, results, files };
  }
}
