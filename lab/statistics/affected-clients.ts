import { z } from 'zod';
import type { Quantity } from '../model/expectation.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Span } from './select.ts';
import { happenings, isOfOutsiders, type Missed, type Telling, tellingConnects } from './telling-connects.ts';

/** With more hosts than this a list is not read; the others are counted. */
const mostNamed = 10;

/** Client hosts to which the same happened; part of verdict.json. */
export const affectedSchema = z.strictObject({
  who: z.enum(['clients', 'known clients', 'newcomers', 'outsiders']),
  what: z.enum(happenings),
  /** The first ten, those affected most often first. */
  hosts: z.array(
    z.strictObject({
      /** Its address if it has no name. */
      name: z.string(),
      address: z.string(),
      /** How often it happened, of how many of the host's connects that tell. */
      times: z.number(),
      of: z.number(),
    }),
  ),
  /** How many more hosts there are. */
  more: z.number(),
});
export type Affected = Readonly<z.infer<typeof affectedSchema>>;

/**
 * Because of which client hosts a figure missed its limit: those that were late, did not get in, or were wrongly let in. Connects that were
 * not decided do not count, in either number. Empty if the quantity does not tell, and for clients without an address.
 */
export function affectedClients(record: RunRecord, quantity: Quantity, span: Span, missed: Missed): Affected[] {
  const told = tellingConnects(record, quantity, span, missed);
  const hosts = hostsOf(record, told);
  return happenings.flatMap((what) => {
    const found = hosts.flatMap((host) => {
      const times = host.told.filter((each) => each.what === what).length;
      return times === 0 ? [] : [{ name: host.name, address: host.address, times, of: host.told.length }];
    });
    return found.length === 0
      ? []
      : [
          {
            who: whoOf(quantity),
            what,
            hosts: found.toSorted((a, b) => b.times - a.times).slice(0, mostNamed),
            more: Math.max(0, found.length - mostNamed),
          },
        ];
  });
}

/** The hosts of these connects, in the order of the manifest. */
function hostsOf({ manifest }: RunRecord, told: readonly Telling[]) {
  const names = new Map(manifest.clients.map(({ name, address }) => [address, name]));
  const order = new Map(manifest.clients.map(({ address }, index) => [address, index]));
  const position = (address: string): number => order.get(address) ?? Number.POSITIVE_INFINITY;
  const bySource = Map.groupBy(told, ({ sample }) => sample.source);
  return [...bySource]
    .flatMap(([address, own]) => (address === null ? [] : [{ name: names.get(address) ?? address, address, told: own }]))
    .toSorted((a, b) => (position(a.address) === position(b.address) ? 0 : position(a.address) - position(b.address)));
}

function whoOf(quantity: Quantity): Affected['who'] {
  if (isOfOutsiders(quantity)) {
    return 'outsiders';
  }
  const kind = 'clients' in quantity ? quantity.clients : undefined;
  return kind === undefined ? 'clients' : kind === 'known' ? 'known clients' : 'newcomers';
}
