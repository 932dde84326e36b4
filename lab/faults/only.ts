import { z } from 'zod';
import { canonicalAddress, isAddress, type NamedHost, reverseName } from '../network/addresses.ts';
import type { FaultContext, Query } from './fault.ts';

/** The queries that a fault affects. A query must match every key that is given. */
export const onlySchema = z.strictObject({
  names: z
    .array(z.string().min(1).toLowerCase())
    .min(1)
    .readonly()
    .exactOptional()
    .describe('Names with one of these endings, such as ".app.test" or "in-addr.arpa".'),
  clients: z
    .array(z.string().refine(isAddress, 'an IPv4 or IPv6 address'))
    .min(1)
    .readonly()
    .exactOptional()
    .describe('Queries about client hosts with one of these addresses, by address or by name.'),
  types: z
    .array(z.enum(['PTR', 'A', 'AAAA']))
    .min(1)
    .readonly()
    .exactOptional()
    .describe('Queries of these types.'),
});
export type Only = Readonly<z.infer<typeof onlySchema>>;

/** The settings of a fault that acts on queries: its id, `only` (default: all queries), and its own. */
export function querySettings<const Id extends string, Shape extends z.core.$ZodLooseShape>(id: Id, shape: Shape) {
  return z.strictObject({
    id: z.literal(id),
    only: onlySchema.exactOptional().describe('The queries that the fault affects: those that match every key given. Default: all.'),
    ...shape,
  });
}

/** Tells whether a query is one of those that `only` selects. */
export function matcher(only: Only | undefined, { clients, outsiders, others = [] }: FaultContext): (query: Query) => boolean {
  if (only === undefined) {
    return () => true;
  }
  const about = only.clients === undefined ? undefined : namesOf(only.clients, [...clients, ...outsiders, ...others]);
  return ({ name, type }) =>
    (only.names === undefined || only.names.some((ending) => name.endsWith(ending))) &&
    (about === undefined || about.has(name)) &&
    (only.types === undefined || only.types.some((wanted) => wanted === type));
}

function namesOf(addresses: readonly string[], hosts: readonly NamedHost[]): Set<string> {
  const wanted = new Set(addresses.map(canonicalAddress));
  const names = hosts.filter(({ address }) => wanted.has(canonicalAddress(address))).map(({ name }) => name);
  return new Set([...addresses.map(reverseName), ...names]);
}
