import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { GenericContainer, PullPolicy, type StartedTestContainer, Wait } from 'testcontainers';
import { failuresOf, withAftermath } from '../../errors/cleanup-failures.ts';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { answered, EngineLost } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { label, runLabels } from '../connection/labels.ts';

export interface FileToPlace {
  readonly path: string;
  readonly content: string;
}

/** A container of a run, as data. */
export interface ContainerSpec {
  readonly runId: string;
  readonly role: string;
  readonly image: string;
  readonly command: readonly string[];
  /** The name of an engine network, or the id of the container whose network namespace is shared. */
  readonly network: { readonly name: string } | { readonly of: string };
  /** Id of the container whose process namespace is shared. */
  readonly processesOf?: string;
  readonly hostname?: string;
  readonly capabilities: readonly string[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly files: readonly FileToPlace[];
  readonly memoryBytes: number;
  /** Whether it can stay when the lab goes. */
  readonly keep: boolean;
}

/** A container that runs, with its standard streams. It ends when its stdin does. */
export interface RunningContainer extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Address on the engine's network; empty where the namespace is another container's. */
  readonly address: string;
  readonly imageId: string;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Leaves it up when this process goes; it must have been made to be kept. */
  letGo(): void;
  /** Resolves when the container's streams have ended, which is when its process has, and both have been read. */
  readonly ended: Promise<void>;
}

const pidsLimit = 512;
const removalTimeoutMs = 10_000;
/** With its files copied into it, and on a machine that starts a dozen others. */
const startTimeoutMs = 60_000;
const removalPollMs = 50;
const longestComplaint = 2000;
/** Its streams end a little after the engine says that a container is gone. */
const endSeenWithinMs = 500;

/** Creates, attaches to and starts a container. */
export async function startContainer(engine: Engine, spec: ContainerSpec): Promise<RunningContainer> {
  const container = new AttachedContainer(engine, spec);
  try {
    const started = await answered(engine, `start the ${spec.role} container`, container.start(), startTimeoutMs);
    return await container.running(started);
  } catch (cause) {
    const said = await container.lastWords();
    const problems = failuresOf(await Promise.allSettled([container.remove()]));
    throw withAftermath(startFailure(spec, said, cause), problems);
  }
}

/** A container that ended before its start was over: the engine then has no such container any more, which is not what went wrong. */
export class EndedAtStart extends LabError {
  /** The container's; the engine may still tell how it ended. */
  readonly id: string;
  /** All that it said. */
  readonly log: readonly string[];

  constructor(what: string, { id, text }: LastWords, cause: unknown) {
    super(what, { code: 'internal', cause });
    this.id = id;
    this.log = text.split('\n').filter((line) => line !== '');
  }
}

/** What a container wrote before somebody read it. */
interface LastWords {
  readonly id: string;
  readonly hasEnded: boolean;
  readonly text: string;
}

function startFailure({ role, image }: ContainerSpec, said: LastWords, cause: unknown): LabError {
  if (cause instanceof EngineLost) {
    return cause;
  }
  const complaint = said.text === '' ? '' : `; it said:\n${said.text.slice(-longestComplaint)}`;
  if (said.hasEnded && /no such container|not running/i.test(describeError(cause))) {
    return new EndedAtStart(`the ${role} container from ${image} ended as soon as it had started${complaint}`, said, cause);
  }
  if (/no such image/i.test(describeError(cause))) {
    return new LabError(`could not start the ${role} container: the image ${image} is no longer in the engine; it was there a moment ago`, {
      code: 'unavailable',
      hint: 'somebody removed it: run the same command again, which gets it again',
      cause,
    });
  }
  return new LabError(`could not start the ${role} container from ${image}${complaint}`, { code: 'internal', cause });
}

/** testcontainers keeps engine options to subclasses: those that it has no `with…` for are set here. */
class AttachedContainer extends GenericContainer {
  readonly #engine: Engine;
  readonly #spec: ContainerSpec;
  readonly #stdout = new PassThrough();
  readonly #stderr = new PassThrough();
  /** Nobody reads before `running`, so what a container says that ends at once is neither lost nor its end missed. */
  readonly #ended = Promise.all([this.#stdout, this.#stderr].map((stream) => once(stream, 'close')));
  #stream: (Readable & Writable) | undefined;
  #id: string | undefined;

  constructor(engine: Engine, spec: ContainerSpec) {
    super(spec.image);
    this.#engine = engine;
    this.#spec = spec;
    this.withName(`wraplab-${spec.runId}-${spec.role}`)
      .withLabels({ ...runLabels(spec.runId, spec.keep), [label.role]: spec.role })
      .withEntrypoint([...spec.command.slice(0, 1)])
      .withCommand([...spec.command.slice(1)])
      .withNetworkMode('of' in spec.network ? `container:${spec.network.of}` : spec.network.name)
      .withDroppedCapabilities('ALL')
      .withAddedCapabilities(...spec.capabilities)
      .withSecurityOpt('no-new-privileges')
      // An image may name another user; who puts the host's files in place is root, and mysqld gives that up by itself.
      .withUser('0:0')
      .withCopyContentToContainer(spec.files.map(({ path, content }) => ({ content, target: path, mode: 0o644 })))
      .withAutoCleanup(false)
      .withPullPolicy(PullPolicy.neverPull())
      .withWaitStrategy(Wait.forAll([]));
    if (spec.hostname !== undefined) {
      this.withHostname(spec.hostname);
    }
    Object.assign(this.createOpts, {
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
    });
    Object.assign(this.hostConfig, {
      AutoRemove: true,
      Memory: spec.memoryBytes,
      MemorySwap: spec.memoryBytes,
      PidsLimit: pidsLimit,
      ...(spec.processesOf === undefined ? {} : { PidMode: `container:${spec.processesOf}` }),
      ...(spec.sysctls === undefined ? {} : { Sysctls: spec.sysctls }),
    });
  }

  /** Attaches before the start, so that no output is lost. */
  protected override async containerCreated(id: string): Promise<void> {
    this.#id = id;
    const stream = await this.#engine.docker
      .getContainer(id)
      .attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    this.#stream = stream as unknown as Readable & Writable;
    this.#engine.docker.modem.demuxStream(stream, this.#stdout, this.#stderr);
    stream.on('end', () => this.#endStreams());
    // The engine went away: for whoever reads, that is the end as well.
    stream.on('error', () => this.#endStreams());
  }

  /** The container as started, for use and disposal. */
  async running(started: StartedTestContainer): Promise<RunningContainer> {
    const stream = this.#stream;
    if (stream === undefined) {
      throw new TypeError('running() before start()');
    }
    const inspection = this.#engine.docker.getContainer(started.getId()).inspect();
    const { Image } = await answered(this.#engine, `describe the ${this.#spec.role} container`, inspection);
    return {
      id: started.getId(),
      name: started.getName().replace(/^\//, ''),
      role: this.#spec.role,
      address: 'of' in this.#spec.network ? '' : started.getIpAddress(this.#spec.network.name),
      imageId: Image,
      stdin: stream,
      stdout: this.#stdout,
      stderr: this.#stderr,
      ended: this.#ended.then(() => undefined),
      letGo: () => void stream.destroy(),
      [Symbol.asyncDispose]: () => this.remove(),
    };
  }

  /** Ends the container and waits until the engine has removed it. Doing so twice is harmless. */
  async remove(): Promise<void> {
    this.#stream?.destroy();
    const id = this.#id ?? (await this.#createdId());
    this.#id = undefined;
    if (id !== undefined) {
      await removeContainer(this.#engine, id);
    }
  }

  /** A start may fail between the creation and the moment at which it is told of. */
  async #createdId(): Promise<string | undefined> {
    const filters = { label: [`${label.run}=${this.#spec.runId}`, `${label.role}=${this.#spec.role}`] };
    const listing = this.#engine.docker.listContainers({ all: true, filters });
    const [created] = await answered(this.#engine, 'list its containers', listing, removalTimeoutMs);
    return created?.Id;
  }

  /** All that it wrote, for a start that failed: nobody has read it, and nobody will. Waits a moment for its end. */
  async lastWords(): Promise<LastWords> {
    let text = '';
    for (const stream of [this.#stdout, this.#stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text = `${text}${chunk.toString('utf8')}`.slice(-longestComplaint * 4);
      });
    }
    const ended = this.#stream === undefined ? Promise.resolve(false) : this.#ended.then(() => true);
    const hasEnded = await Promise.race([ended, setTimeout(endSeenWithinMs, false)]);
    return { id: this.#id ?? '', hasEnded, text: text.trimEnd() };
  }

  #endStreams(): void {
    this.#stdout.end();
    this.#stderr.end();
  }
}

/** A cgroup's time is counted in periods of this length, in microseconds. */
const cpuPeriodUs = 100_000;

/** Lets a running container use no more than so much of a CPU; null: as much as there is. */
export async function limitCpu(engine: Engine, id: string, cpus: number | null): Promise<void> {
  const quota = cpus === null ? -1 : Math.round(cpus * cpuPeriodUs);
  await answered(engine, 'limit the CPU', engine.docker.getContainer(id).update({ CpuPeriod: cpuPeriodUs, CpuQuota: quota }));
}

/**
 * Kills and removes one container, and returns when it is gone; one that is gone, or on its way out, is no error. The engine is asked
 * again and again: its own answer to "wait until removed" never came, now and then (engine 20.10).
 *
 * @throws LabError `internal` when the engine still has it after 10 s; EngineLost when it does not answer for so long.
 */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  const container = engine.docker.getContainer(id);
  const removal = container.remove({ force: true, v: true }).catch(ignoreMissing);
  await answered(engine, 'remove a container', removal, removalTimeoutMs);
  const endMs = performance.now() + removalTimeoutMs;
  while (performance.now() < endMs) {
    if (await isGone(engine, id)) {
      return;
    }
    await setTimeout(removalPollMs);
  }
  throw new LabError(`the engine still has the container ${id.slice(0, 12)} ${removalTimeoutMs / 1000} s after its removal`, {
    code: 'internal',
    hint: '"npm run gc" tries again',
  });
}

async function isGone(engine: Engine, id: string): Promise<boolean> {
  try {
    await answered(engine, 'say whether a container is gone', engine.docker.getContainer(id).inspect(), removalTimeoutMs);
    return false;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) {
      throw error;
    }
    return true;
  }
}

function ignoreMissing(error: unknown): void {
  const { statusCode } = error as { statusCode?: number };
  // 404: no such container. 409: its removal is already in progress.
  if (statusCode !== 404 && statusCode !== 409) {
    throw error;
  }
}
