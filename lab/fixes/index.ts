import type { DatabaseHost } from '../host.ts';
import type { Neighbours } from './fix.ts';
import { hostsFile } from './hosts-file.ts';
import { numericAcl } from './numeric-acl.ts';

/** Every fix; a new one is a file beside this one and a word here. */
export const fixes = [hostsFile, numericAcl] as const;

export type FixId = (typeof fixes)[number]['id'];
export const fixIds: readonly FixId[] = fixes.map(({ id }) => id);

/** `host` after the fixes with these ids, applied in the order given. */
export function applyFixes(host: DatabaseHost, ids: readonly FixId[], neighbours: Neighbours): DatabaseHost {
  return ids.reduce((current, id) => fixes.find((fix) => fix.id === id)?.apply(current, neighbours) ?? current, host);
}
