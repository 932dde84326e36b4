import { z } from 'zod';
import { isIPv6, reverseName } from '../network/addresses.ts';
import { type DnsAnswer, type Fault, type FaultContext, honestly, instead, type Query } from './fault.ts';
import { querySettings } from './only.ts';
import { Turns } from './turns.ts';

/** A name that fits into a PTR record, and into a list of `--fault`: without blanks, commas and plus signs. */
const claimedName = z
  .string()
  .min(1)
  .toLowerCase()
  .regex(/^(?=.{1,253}$)[^\s.,+]{1,63}(\.[^\s.,+]{1,63})*$/, 'a host name');

const settings = querySettings('spoofed', {
  claims: z
    .union([claimedName, z.array(claimedName).min(1).readonly()])
    .exactOptional()
    .describe('The name that outsiders claim, or several, claimed in turn. Default: the names of all clients.'),
  forward: z
    .boolean()
    .default(false)
    .describe("Whether the forward records of these names have the outsiders' addresses too, as after cache poisoning. Default: false."),
});

/**
 * An outsider's PTR record claims an allowed name: the owner of an address writes its reverse zone. libwrap looks up the name, does
 * not find the outsider's address among those of the name, and refuses the outsider. With `forward` the lie is complete: an ACL by
 * name cannot detect it. Rules may treat allowed names differently, so each outsider claims all of them in turn.
 */
export const spoofed = {
  id: 'spoofed',
  title: 'an outsider’s PTR claims an allowed name',
  settings,
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  claims: {
    of: ({ claims }) => (claims === undefined ? undefined : [claims].flat()),
    // Earlier versions of the lab read a single name only.
    with: (own, names) => ({ ...own, claims: names.length === 1 ? (names[0] ?? names) : names }),
  },
  textSettings: ['claims'],
  variants: [
    {
      title: 'an outsider’s PTR claims an allowed name, and that name leads back to the outsider',
      settings: { id: 'spoofed', forward: true },
    },
  ],
  begin: ({ claims, forward }, context) => {
    const claimed = [...new Set(claims === undefined ? context.clients.map(({ name }) => name) : [claims].flat())];
    const turns = new Turns(claimed);
    const addresses = new Map(context.outsiders.map(({ address }) => [reverseName(address), address]));
    const claimants = new Claimants(context);
    return (query) => {
      const address = query.type === 'PTR' ? addresses.get(query.name) : undefined;
      // A control query must not use up a turn.
      const name = address === undefined ? undefined : query.control === true ? claimed[0] : turns.next(query.name);
      if (address !== undefined && name !== undefined) {
        claimants.add(name, address);
        return instead(claim(query.name, name));
      }
      return forward && claimed.includes(query.name) ? instead(withOutsiders(query, claimants.of(query.name))) : honestly;
    };
  },
} satisfies Fault<z.infer<typeof settings>>;

const ttlSeconds = 60;
/** Addresses that a name gets in addition to its own: more would not fit into one answer over UDP. */
const mostLies = 16;

/** The outsiders' addresses that a claimed name leads to: all of them if they are few, else those of the last claimants. */
class Claimants {
  readonly #all: readonly string[] | undefined;
  readonly #last = new Map<string, string[]>();

  constructor({ outsiders }: FaultContext) {
    this.#all = outsiders.length <= mostLies ? outsiders.map(({ address }) => address) : undefined;
  }

  add(name: string, address: string): void {
    if (this.#all === undefined) {
      const others = (this.#last.get(name) ?? []).filter((each) => each !== address);
      this.#last.set(name, [...others, address].slice(-mostLies));
    }
  }

  of(name: string): readonly string[] {
    return this.#all ?? this.#last.get(name) ?? [];
  }
}

function claim(reverse: string, name: string): DnsAnswer {
  return { rcode: 'NOERROR', answers: [{ name: reverse, type: 'PTR', ttl: ttlSeconds, class: 'IN', data: name }] };
}

function withOutsiders({ name, type, honest }: Query, addresses: readonly string[]): DnsAnswer {
  const lies = addresses
    .filter((address) => type === (isIPv6(address) ? 'AAAA' : 'A'))
    .map((address) => ({ name, type: type as 'A' | 'AAAA', ttl: ttlSeconds, class: 'IN' as const, data: address }));
  return { rcode: 'NOERROR', answers: [...honest.answers, ...lies] };
}
