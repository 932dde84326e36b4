import type { DatabaseHost } from '../model/database-host.ts';
import type { Stream } from '../model/load.ts';
import type { NamedHost } from '../network/addresses.ts';
import type { Server } from '../servers/server.ts';

/** The hosts around the database host: what a fix may know beside the host itself. */
export interface Neighbours {
  /** Clients that the ACL must let in. */
  readonly clients: readonly NamedHost[];
  /** Clients that it must keep out. */
  readonly outsiders: readonly NamedHost[];
  /** The nameserver that suffers the fault. */
  readonly nameserver: string;
  /** A second one, which stays honest; undefined if the scenario has none. */
  readonly secondNameserver?: string | undefined;
}

/**
 * A remedy, or a red herring that people mistake for one: a pure function from the database host as it is to the host as it should be.
 * So fixes combine, and a diff shows what they change.
 */
export interface Fix {
  readonly id: string;
  /** One line for lists. */
  readonly title: string;
  readonly kind: 'remedy' | 'redHerring';
  /** Why this fix is not available here; undefined if it is. Default: it always is. */
  unavailable?(server: Server, neighbours: Neighbours): string | undefined;
  /** The host with the fix. Pure. */
  apply(host: DatabaseHost, neighbours: Neighbours): DatabaseHost;
  /** The load with the fix, for one that changes how clients connect. Pure. Default: nothing changes. */
  applyToLoad?(load: readonly Stream[]): readonly Stream[];
}

/** The `unavailable` of fixes that need a second nameserver. */
export function needsSecondNameserver(_server: Server, { secondNameserver }: Neighbours): string | undefined {
  return secondNameserver === undefined ? 'expected a scenario with a second nameserver ("secondNameserver"), got none' : undefined;
}
