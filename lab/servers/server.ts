import type { OperatorPortKind } from '../model/vocabulary.ts';

/** A server program that the lab can put on a database host. Scenarios never name one. */
export interface Server {
  readonly id: string;
  /** One line for lists. */
  readonly title: string;
  /** The folder of `images/` that its image is built from; for an image that a user brings, its reference. */
  readonly image: string;
  /** The program's path in the image. */
  readonly program: string;
  /** The program's name: what libwrap compares the rules of hosts.allow with. */
  readonly daemon: string;
  readonly socketPath: string;
  readonly port: number;
  /** Option files of the image, in the order in which the server reads them by itself; all other options come after them. Default: none. */
  readonly optionFiles?: readonly string[];
  /** Options that this server needs to run in the lab, name to value (empty for an option without one). A host's own options win. */
  readonly options: Readonly<Record<string, string>>;
  /** The port for operators, and the options that open it, for each kind that the server has; `{address}` is the host's. Default: none. */
  readonly operatorPort?: {
    readonly port: number;
    readonly options: Readonly<Partial<Record<OperatorPortKind, Readonly<Record<string, string>>>>>;
  };
  /** The default of `back_log`: `base + perConnection × max_connections`, at most `most`. */
  readonly backLog: { readonly base: number; readonly perConnection: number; readonly most: number };
  /** Privileges that the lab's account needs beyond logging in, such as for the operators' port. Default: none. */
  readonly privileges?: readonly string[];
  /** The statement that empties the host cache, in which mysqld keeps the names of clients that it has looked up itself. */
  readonly forgetHosts: string;
  /** The same server without libwrap. Default: the lab has none. */
  readonly unlinked?: Pick<Server, 'image' | 'program'> & BuiltImage;
  /** The program that fills an empty data folder, and its arguments behind `--defaults-file`. Default: the image has a filled folder. */
  readonly prepare?: readonly [program: string, ...args: string[]];
}

/** An image that the lab builds. */
export interface BuiltImage {
  /** Its folder in `images/`. */
  readonly image: string;
  /** Roughly how long a build takes on 2 cores, for people who wait. */
  readonly typicalBuild: string;
}

/** A server of which the lab builds the image itself. */
export type BuiltServer = Server & BuiltImage;
