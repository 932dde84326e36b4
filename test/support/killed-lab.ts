import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { label } from '../../lab/engine/connection/labels.ts';
import { commandLine } from '../../lab/process/process-identity.ts';
import { engineUnderTest } from './left-in-engine.ts';

const root = join(import.meta.dirname, '../..');
const engine = await engineUnderTest();
const markVariable = 'WRAPLAB_TEST_MARK';

/** This long after a lab was killed nothing of it may be left, without another command. */
export const goneWithinMs = 30_000;

/** What is left of a lab. */
export interface LeftOfLab {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly processes: readonly string[];
}
export const nothingLeft: LeftOfLab = { containers: [], networks: [], volumes: [], processes: [] };

/** `npm run …`, as a person starts it. */
export function underNpm(...args: readonly string[]): WatchedLab {
  return new WatchedLab(['npm', 'run', ...args]);
}

/** A command of the lab in a session of its own, so that it can be killed as a whole, and everything that it starts can be found. */
export class WatchedLab {
  /** The exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly #child: ReturnType<typeof spawn>;
  readonly #mark: string;
  /** Every process of the command seen so far; a lab's containers and networks name one of them as their owner. */
  readonly #seen = new Set<number>();
  readonly #volumesBefore: Promise<string[]>;

  /** @param stdin `pipe` if the test types to the command. Its output is not kept. */
  constructor(program: readonly string[], env: NodeJS.ProcessEnv = {}, stdin: 'ignore' | 'pipe' = 'ignore') {
    this.#mark = `${markVariable}=${process.pid}-${Math.random()}`;
    this.#volumesBefore = volumes();
    const [file = '', ...rest] = program;
    this.#child = spawn(file, rest, {
      cwd: root,
      env: { ...process.env, ...env, [markVariable]: this.#mark.slice(markVariable.length + 1) },
      detached: true,
      stdio: [stdin, 'ignore', 'ignore'],
    });
    this.ended = once(this.#child, 'exit').then(([code]) => code as number | null);
  }

  /** The process that was started: npm, unless the test started something else. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Its processes, including those that it started, whose command line contains `saying`. */
  processes(saying = ''): number[] {
    const pids = marked(this.#mark);
    for (const pid of pids) {
      this.#seen.add(pid);
    }
    return pids.filter((pid) => commandLine(pid).includes(saying));
  }

  /** Whether a container or network with these labels is this lab's. */
  owns(labels: Readonly<Record<string, string>> | undefined): boolean {
    const [, pid] = (labels?.[label.owner] ?? '').split('/');
    return this.#seen.has(Number(pid));
  }

  /** Writes to its stdin. */
  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Sends a signal to the process that was started. */
  signal(name: NodeJS.Signals): void {
    this.processes();
    process.kill(this.pid, name);
  }

  /** kill -9 of npm, its shell and the lab, all at once. */
  kill(): void {
    this.processes();
    process.kill(-this.pid, 'SIGKILL');
  }

  /** What is left of it now. */
  async left(): Promise<LeftOfLab> {
    const processes = this.processes().map(commandLine);
    const filters = { label: [label.run] };
    const [containers, networks, before, now] = await Promise.all([
      engine.docker.listContainers({ all: true, filters }),
      engine.docker.listNetworks({ filters }),
      this.#volumesBefore,
      volumes(),
    ]);
    return {
      containers: containers.filter(({ Labels }) => this.owns(Labels)).map(({ Names, State }) => `${Names.join()} ${State}`),
      networks: networks.filter(({ Labels }) => this.owns(Labels)).map(({ Name }) => Name),
      volumes: now.filter((name) => !before.includes(name)),
      processes,
    };
  }

  /** What is left after the time that a killed lab has to go away. */
  async leftInTheEnd(): Promise<LeftOfLab> {
    await wait(goneWithinMs);
    return this.left();
  }
}

/** Resolves at the engine's event `action` for the lab's `nth` thing of that type, or when the lab has ended. */
export async function nthEvent(lab: WatchedLab, type: 'network' | 'container', action: string, nth: number): Promise<void> {
  const stop = new AbortController();
  void lab.ended.then(() => stop.abort());
  const events = await engine.docker.getEvents({ filters: { type: [type], event: [action] }, abortSignal: stop.signal });
  await seen(lab, type, nth, events).catch((error: unknown) => {
    if (!stop.signal.aborted) {
      throw error;
    }
  });
}

async function seen(lab: WatchedLab, type: string, nth: number, events: NodeJS.ReadableStream): Promise<void> {
  let count = 0;
  let rest = '';
  for await (const chunk of events) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      lab.processes();
      count += (await isOf(lab, type, JSON.parse(line) as EngineEvent)) ? 1 : 0;
    }
    if (count >= nth) {
      return;
    }
  }
}

interface EngineEvent {
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** The event of a network does not have its labels. */
async function isOf(lab: WatchedLab, type: string, { Actor }: EngineEvent): Promise<boolean> {
  if (type === 'container') {
    return lab.owns(Actor.Attributes);
  }
  const { Labels } = await engine.docker
    .getNetwork(Actor.ID)
    .inspect()
    .catch(() => ({ Labels: {} }));
  return lab.owns(Labels);
}

export function isNothing(left: LeftOfLab): boolean {
  return Object.values(left).every((list) => list.length === 0);
}

function marked(mark: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && hasMark(pid, mark));
}

function hasMark(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
  } catch {
    // It has ended, or another user owns it.
    return false;
  }
}

/** Volumes that no container uses. */
async function volumes(): Promise<string[]> {
  const { Volumes } = await engine.docker.listVolumes({ filters: { dangling: ['true'] } });
  return Volumes.map(({ Name }) => Name);
}
