import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { GenericContainer, PullPolicy, type StartedTestContainer, Wait } from 'testcontainers';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { label, runLabels } from '../connection/labels.ts';
import type { ContainerSpec, RunningContainer } from './container.ts';
import { removalTimeoutMs, removeContainer } from './remove-container.ts';
import type { LastWords } from './start-failure.ts';

const pidsLimit = 512;
const longestOutputKept = 8000;
/** A container's streams end a little after the engine reports it gone. */
const endSeenWithinMs = 500;

/** testcontainers leaves some engine options to subclasses: this class sets those that have no `with…` method. */
export class AttachedContainer extends GenericContainer {
  readonly #engine: Engine;
  readonly #spec: ContainerSpec;
  readonly #stdout = new PassThrough();
  readonly #stderr = new PassThrough();
  /** Nothing reads these streams before `running`, so the output and the end of a short-lived container are not lost. */
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
      // An image may name another user. Putting the host's files in place takes root; mysqld drops root by itself.
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
    // The engine went away: readers see the end of the stream.
    stream.on('error', () => this.#endStreams());
  }

  /** The started container, for use and disposal. */
  async running(started: StartedTestContainer): Promise<RunningContainer> {
    const stream = this.#stream;
    if (stream === undefined) {
      throw new TypeError('running() before start()');
    }
    const inspection = this.#engine.docker.getContainer(started.getId()).inspect();
    const { Image } = await answered(this.#engine, `inspecting the ${this.#spec.role} container`, inspection);
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

  /** Ends the container and waits until the engine has removed it. Removing twice is harmless. */
  async remove(): Promise<void> {
    this.#stream?.destroy();
    const id = this.#id ?? (await this.#createdId());
    this.#id = undefined;
    if (id !== undefined) {
      await removeContainer(this.#engine, id);
    }
  }

  /** A start may fail after the engine created the container, but before it returned the id. */
  async #createdId(): Promise<string | undefined> {
    const filters = { label: [`${label.run}=${this.#spec.runId}`, `${label.role}=${this.#spec.role}`] };
    const listing = this.#engine.docker.listContainers({ all: true, filters });
    const [created] = await answered(this.#engine, 'listing containers', listing, removalTimeoutMs);
    return created?.Id;
  }

  /** The output of a container whose start failed, which nothing else will read. Waits a moment for its end. */
  async lastWords(): Promise<LastWords> {
    let text = '';
    for (const stream of [this.#stdout, this.#stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text = `${text}${chunk.toString('utf8')}`.slice(-longestOutputKept);
      });
    }
    const ended = this.#stream === undefined ? Promise.resolve(false) : this.#ended.then(() => true);
    const hasEnded = await Promise.race([ended, wait(endSeenWithinMs, false)]);
    return { id: this.#id ?? '', hasEnded, text: text.trimEnd() };
  }

  #endStreams(): void {
    this.#stdout.end();
    this.#stderr.end();
  }
}
