import type { DatabaseHost } from '../model/database-host.ts';
import type { Stream } from '../model/load.ts';
import type { Server } from '../servers/server.ts';
import { accountHosts } from './account-hosts.ts';
import { biggerBacklog } from './bigger-backlog.ts';
import { clientTimeouts } from './client-timeouts.ts';
import { closedNetwork } from './closed-network.ts';
import { combinationOf } from './combination.ts';
import { connectionPool } from './connection-pool.ts';
import { firewallInstead } from './firewall-instead.ts';
import type { Fix, Neighbours } from './fix.ts';
import { hostsFile } from './hosts-file.ts';
import { localNameserver } from './local-nameserver.ts';
import { moreConnections } from './more-connections.ts';
import { noLibwrap } from './no-libwrap.ts';
import { nscd } from './nscd.ts';
import { numericAcl } from './numeric-acl.ts';
import { resolverCache } from './resolver-cache.ts';
import { resolverCacheStale } from './resolver-cache-stale.ts';
import { resolverOptions } from './resolver-options.ts';
import { secondNameserver } from './second-nameserver.ts';
import { skipNameResolve } from './skip-name-resolve.ts';
import { threadPool } from './thread-pool.ts';
import { twReuse } from './tw-reuse.ts';

/** Every fix. Add one: README.md. */
export const fixes = [
  hostsFile,
  secondNameserver,
  localNameserver,
  resolverCache,
  resolverCacheStale,
  firewallInstead,
  accountHosts,
  closedNetwork,
  combinationOf([firewallInstead, numericAcl, accountHosts]),
  numericAcl,
  resolverOptions,
  nscd,
  noLibwrap,
  connectionPool,
  clientTimeouts,
  skipNameResolve,
  twReuse,
  biggerBacklog,
  moreConnections,
  threadPool,
] as const satisfies readonly Fix[];

export type FixId = (typeof fixes)[number]['id'];
export const fixIds: readonly FixId[] = fixes.map(({ id }) => id);

/** `host` after the fixes with these ids, applied in the order given. */
export function applyFixes(host: DatabaseHost, ids: readonly FixId[], neighbours: Neighbours): DatabaseHost {
  return ids.reduce((current, id) => fixOf(id).apply(current, neighbours), host);
}

/** `load` after the fixes with these ids, applied in the order given. */
export function applyFixesToLoad(load: readonly Stream[], ids: readonly FixId[]): readonly Stream[] {
  return ids.reduce((current, id) => fixOf(id).applyToLoad?.(current) ?? current, load);
}

/** Why fixes with these ids are not available with this server or in this network, a sentence each. */
export function unavailableFixes(ids: readonly FixId[], server: Server, neighbours: Neighbours): string[] {
  return ids.flatMap((id) => {
    const reason = fixOf(id).unavailable?.(server, neighbours);
    return reason === undefined ? [] : [`the fix "${id}" is not available: ${reason}`];
  });
}

/** The fix with this id. */
export function fixOf(id: FixId): Fix {
  const found = fixes.find((fix) => fix.id === id);
  if (found === undefined) {
    throw new TypeError(`no fix is called "${id}"`);
  }
  return found;
}
