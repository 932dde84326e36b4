import type { Readable, Writable } from 'node:stream';

/** In bytes, for `memoryBytes`. */
export const megabyte = 1024 * 1024;

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
  /** Whether it can outlive the lab. */
  readonly keep: boolean;
}

/** A running container and its standard streams. It ends when its stdin ends. */
export interface RunningContainer extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Address on the engine's network; empty when it shares another container's namespace. */
  readonly address: string;
  readonly imageId: string;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Leaves it running when this process ends; only for containers made with `keep`. */
  letGo(): void;
  /** Resolves when both output streams have ended, as they do with the container's process, and have been read. */
  readonly ended: Promise<void>;
}
