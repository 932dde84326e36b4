import { z } from 'zod';
import { canonicalAddress, isAddress, type NamedHost, reverseName } from '../network/addresses.ts';
import type { FaultContext, Query } from './fault.ts';

/** Which queries a fault is about; without it, all. Where several are given, a query must match each. */
export const onlySchema = z.strictObject({
  /** Names that end so, such as ".app.test" or "in-addr.arpa". */
  names: z.array(z.string().min(1).toLowerCase()).min(1).readonly().exactOptional(),
  /** Addresses of client hosts: queries about them, by address or by name. */
  clients: z.array(z.string().refine(isAddress, 'an IPv4 or IPv6 address')).min(1).readonly().exactOptional(),
  types: z
    .array(z.enum(['PTR', 'A', 'AAAA']))
    .min(1)
    .readonly()
    .exactOptional(),
});
export type Only = Readonly<z.infer<typeof onlySchema>>;

/** Settings of a fault of queries: its id, `only`, and its own. */
export function querySettings<const Id extends string, Shape extends z.core.$ZodLooseShape>(id: Id, shape: Shape) {
  return z.strictObject({ id: z.literal(id), only: onlySchema.exactOptional(), ...shape });
}

/** Says of a query whether `only` is about it. */
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
