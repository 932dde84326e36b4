import type { NamedHost } from '../addresses.ts';
import type { DatabaseHost } from '../host.ts';

/** Who connects: what a fix may know beside the host itself. */
export interface Neighbours {
  /** Clients that the ACL is there to let in. */
  readonly clients: readonly NamedHost[];
  /** Clients that it is there to keep out. */
  readonly outsiders: readonly NamedHost[];
}

/** A remedy: a pure function from the database host as it is to the host as it should be. */
export interface Fix {
  readonly id: string;
  /** One line for lists. */
  readonly title: string;
  apply(host: DatabaseHost, neighbours: Neighbours): DatabaseHost;
}
