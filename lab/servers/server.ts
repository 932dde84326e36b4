import type { OperatorPortKind } from '../model/vocabulary.ts';

/** A server program that the lab can put on a database host. Scenarios never name one. */
export interface Server {
  readonly id: string;
  /** One line for lists. */
  readonly title: string;
  /** The image of `images/` that has it, or the reference of one that somebody brings. */
  readonly image: string;
  /** The program's name: what libwrap compares the rules of hosts.allow with. */
  readonly daemon: string;
  /** The program's path in the image. */
  readonly program: string;
  readonly socketPath: string;
  readonly port: number;
  /** Option files of the image, in the order in which the server reads them by itself; everything else here comes after them. */
  readonly optionFiles?: readonly string[];
  /** Options that this server needs to run in the lab, name to value (empty: none); a host's own options win. */
  readonly options: Readonly<Record<string, string>>;
  /** The port for operators, and the options that open it, for each kind that the server has; `{address}` is the host's. */
  readonly operatorPort?: {
    readonly port: number;
    readonly options: Readonly<Partial<Record<OperatorPortKind, Readonly<Record<string, string>>>>>;
  };
  /** What the server makes of max_connections for `back_log` where nobody sets it: a base, and so many for each; no more than `most`. */
  readonly backLog: { readonly base: number; readonly perConnection: number; readonly most: number };
  /** Privileges that the lab's account needs beyond logging in, such as for the operators' port. */
  readonly privileges?: readonly string[];
  /** The statement that empties the host cache, in which mysqld keeps the names of clients that it looked up itself. */
  readonly forgetHosts: string;
  /** The same server without libwrap, where there is a stock binary of it: its image, and what differs there. */
  readonly unlinked?: Pick<Server, 'image' | 'program'>;
  /** The program that fills an empty data folder, and its arguments, where the image has none yet; `--defaults-file` goes in front. */
  readonly prepare?: readonly [program: string, ...args: string[]];
}
