import { z } from 'zod';
import { isIPv6, reverseName } from '../addresses.ts';
import { type DnsAnswer, type Fault, type FaultContext, honestly, instead, type Query } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('spoofed', {
  /** The name that outsiders claim. Default: that of the first client. */
  claims: z.string().min(1).toLowerCase().exactOptional(),
  /** Whether that name's forward records have the outsiders' addresses as well, as after cache poisoning. Default false. */
  forward: z.boolean().default(false),
});

/**
 * An outsider's PTR record claims an allowed name: whoever has an address writes its reverse zone. libwrap looks the name up, the
 * outsider's address is not among its addresses, and so it is refused. With `forward` the lie is complete, and an ACL by name
 * cannot see it.
 */
export const spoofed = {
  id: 'spoofed',
  title: 'an outsider’s PTR claims an allowed name',
  settings,
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  begin: ({ claims, forward }, context) => {
    const claimed = claims ?? context.clients[0]?.name;
    const reverseNames = new Set(context.outsiders.map(({ address }) => reverseName(address)));
    return (query) => {
      if (claimed !== undefined && query.type === 'PTR' && reverseNames.has(query.name)) {
        return instead(claim(query.name, claimed));
      }
      return forward && query.name === claimed ? instead(withOutsiders(query, context)) : honestly;
    };
  },
} satisfies Fault<z.infer<typeof settings>>;

const ttlSeconds = 60;

function claim(reverse: string, name: string): DnsAnswer {
  return { rcode: 'NOERROR', answers: [{ name: reverse, type: 'PTR', ttl: ttlSeconds, class: 'IN', data: name }] };
}

function withOutsiders({ name, type, honest }: Query, { outsiders }: FaultContext): DnsAnswer {
  const lies = outsiders
    .filter(({ address }) => type === (isIPv6(address) ? 'AAAA' : 'A'))
    .map(({ address }) => ({ name, type: type as 'A' | 'AAAA', ttl: ttlSeconds, class: 'IN' as const, data: address }));
  return { rcode: 'NOERROR', answers: [...honest.answers, ...lies] };
}
