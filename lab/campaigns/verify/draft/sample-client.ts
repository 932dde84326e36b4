import ipaddr from 'ipaddr.js';
import { addressAfter, isAddress, type NamedHost } from '../../../network/addresses.ts';
import { namedHostSchema } from '../../../scenario/hosts-schema.ts';
import { freeAddress } from '../host/invented-hosts.ts';

/** A host for a word of a client list, and what about it is invented. */
export interface Sample extends NamedHost {
  readonly invented: 'its name' | 'its address' | 'both';
}

interface Inventing {
  /** The first address to try for a host whose address the word does not say. */
  readonly firstAddress: string;
  /** Addresses of others, in canonical form. */
  readonly taken: ReadonlySet<string>;
  /** For its name. */
  readonly number: number;
}

/** Hosts number 21 and up: lower numbers are mostly gateways. */
const hostNumber = 21;

/** A host that this word of a client list matches; undefined for words that name nobody in particular (ALL, KNOWN, netgroups, wildcards). */
export function sampleClient(word: string, { firstAddress, taken, number }: Inventing): Sample | undefined {
  const pattern = word.toLowerCase();
  const name = `client-${number}.wraplab.invalid`;
  if (isAddress(pattern) && !pattern.includes(':')) {
    return taken.has(pattern) ? undefined : { name, address: pattern, invented: 'its name' };
  }
  const network = firstOfNetwork(pattern);
  if (network !== undefined) {
    return network.isSingle
      ? { name, address: network.first, invented: 'its name' }
      : { name, address: freeAddress(network.first, taken), invented: 'both' };
  }
  const address = freeAddress(firstAddress, taken);
  if (pattern === 'local') {
    return { name: `client-${number}`, address, invented: 'both' };
  }
  if (pattern.startsWith('.')) {
    return valid({ name: `client-${number}${pattern}`, address, invented: 'both' });
  }
  return /^(all|known|unknown|paranoid|localhost)$/.test(pattern) ? undefined : valid({ name: pattern, address, invented: 'its address' });
}

function valid(sample: Sample): Sample | undefined {
  return namedHostSchema.safeParse({ name: sample.name, address: sample.address }).success ? sample : undefined;
}

/** `10.20.`, `10.20.0.0/16` and `[2001:db8::]/32`: a host of that network. */
function firstOfNetwork(pattern: string): { readonly first: string; readonly isSingle: boolean } | undefined {
  if (/^(\d{1,3}\.){1,3}$/.test(pattern)) {
    const numbers = pattern.split('.').slice(0, -1);
    const first = [...numbers, '0', '0', String(hostNumber)]
      .slice(0, numbers.length)
      .concat(['0', '0', String(hostNumber)].slice(numbers.length - 1));
    return isAddress(first.join('.')) ? { first: first.join('.'), isSingle: false } : undefined;
  }
  const [, inner = '', length] = /^\[?([\da-f.:]+)\]?(?:\/([\d.]+))?$/.exec(pattern) ?? [];
  if (!isAddress(inner) || (inner.includes(':') && !pattern.startsWith('['))) {
    return undefined;
  }
  const widest = inner.includes(':') ? 128 : 32;
  const bits =
    length === undefined
      ? widest
      : /^\d+$/.test(length)
        ? Number(length)
        : ipaddr.IPv4.isValid(length)
          ? ipaddr.IPv4.parse(length).prefixLengthFromSubnetMask()
          : null;
  if (bits === null || bits > widest) {
    return undefined;
  }
  // In a network with fewer hosts the first one will do.
  const step = 2 ** (widest - bits) > hostNumber ? hostNumber : bits === widest ? 0 : 1;
  return { first: addressAfter(inner, step), isSingle: bits === widest };
}
