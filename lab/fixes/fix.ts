import type { DatabaseHost } from '../model/database-host.ts';
import type { Stream } from '../model/load.ts';
import type { NamedHost } from '../network/addresses.ts';
import type { Server } from '../servers/server.ts';

/** Who is around the database host: what a fix may know beside the host itself. */
export interface Neighbours {
  /** Clients that the ACL is there to let in. */
  readonly clients: readonly NamedHost[];
  /** Clients that it is there to keep out. */
  readonly outsiders: readonly NamedHost[];
  /** The nameserver that the fault is about. */
  readonly nameserver: string;
  /** Another one, which stays honest; undefined where the scenario has none. */
  readonly secondNameserver?: string | undefined;
}

/**
 * A remedy, or a red herring that people take for one: a pure function from the database host as it is to the host as it should
 * be. So fixes combine, and what one does can be shown as a diff.
 */
export interface Fix {
  readonly id: string;
  /** One line for lists. */
  readonly title: string;
  readonly kind: 'remedy' | 'redHerring';
  /** Why this fix cannot be had here; undefined when it can. */
  unavailable?(server: Server, neighbours: Neighbours): string | undefined;
  apply(host: DatabaseHost, neighbours: Neighbours): DatabaseHost;
  /** What it changes in how the clients connect; pure as well. */
  applyToLoad?(load: readonly Stream[]): readonly Stream[];
}

/** For fixes that are made of a second nameserver. */
export function needsSecondNameserver(_server: Server, { secondNameserver }: Neighbours): string | undefined {
  return secondNameserver === undefined ? 'expected a scenario with a second nameserver ("secondNameserver"), got none' : undefined;
}
