import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { groupAlike, groupAlikeNames } from '../../../lab/campaigns/verify/scenario/alike.ts';
import { type FaultSettings, faultSchema } from '../../../lab/faults/index.ts';
import type { NamedHost } from '../../../lab/network/addresses.ts';

interface Given {
  readonly files: Readonly<Record<string, string>>;
  readonly faults: readonly FaultSettings[];
}

const by = (files: Given['files'], faults: Given['faults'] = []) => ({
  files: Object.entries(files).map(([path, text]) => ({ path, text })),
  faults,
});
/** `web-1.example.net@192.0.2.21 …` */
const hostsOf = (text: string): NamedHost[] =>
  text.split(' ').map((each) => ({ name: each.split('@')[0] ?? '', address: each.split('@')[1] ?? '' }));
/** The groups by the hosts' names. */
const groups = (files: Given['files'], hosts: string, faults: Given['faults'] = []) =>
  groupAlike(by(files, faults), hostsOf(hosts)).map((group) => group.map(({ name }) => name).join(' '));
const allow = (clients: string) => ({ 'hosts.allow': `ALL: ${clients}\n`, 'hosts.deny': 'ALL: ALL\n' });

describe('hosts are alike', () => {
  test.each([
    ['a prefix of addresses', '10.20.', 'a.x@10.20.0.1 b.x@10.20.9.9 c.x@10.2.0.1 d.x@10.200.0.1', ['a.x b.x', 'c.x d.x']],
    ['a network and its length', '10.0.0.0/22', 'a.x@10.0.0.1 b.x@10.0.3.255 c.x@10.0.4.0', ['a.x b.x', 'c.x']],
    ['a network and its mask', '10.0.0.0/255.255.252.0', 'a.x@10.0.0.1 b.x@10.0.3.255 c.x@10.0.4.0', ['a.x b.x', 'c.x']],
    ['an IPv6 network', '[2001:db8:1::]/48', 'a.x@2001:db8:1::1 b.x@2001:DB8:1:FF::2 c.x@2001:db8:2::1', ['a.x b.x', 'c.x']],
    ['an odd IPv6 prefix', '[2001:db8::]/33', 'a.x@2001:db8:7fff::1 b.x@2001:db8:8000::1', ['a.x', 'b.x']],
    ['one IPv6 address', '[2001:db8::1]', 'a.x@2001:db8:0::1 b.x@2001:db8::2 c.x@2001:db8::3', ['a.x', 'b.x c.x']],
    ['one address', '10.0.0.2', 'a.x@10.0.0.1 b.x@10.0.0.2 c.x@10.0.0.20', ['a.x c.x', 'b.x']],
    ['a wildcard of addresses', '10.0.?.1*', 'a.x@10.0.1.1 b.x@10.0.2.19 c.x@10.0.10.1', ['a.x b.x', 'c.x']],
    ['a domain', '.x.net', 'a.x.net@10.0.0.1 b.x.net@10.0.0.2 x.net@10.0.0.3 ax.net@10.0.0.4', ['a.x.net b.x.net', 'x.net ax.net']],
    ['a name', 'A.x', 'a.x@10.0.0.1 b.x@10.0.0.2 c.x@10.0.0.3', ['a.x', 'b.x c.x']],
    ['a wildcard of names', 'web-?.x', 'web-1.x@10.0.0.1 web-2.x@10.0.0.2 web-10.x@10.0.0.3', ['web-1.x web-2.x', 'web-10.x']],
    ['the beginning of a name', 'web.', 'web.a.x@10.0.0.1 web.b.x@10.0.0.2 db.a.x@10.0.0.3', ['web.a.x web.b.x', 'db.a.x']],
    ['what EXCEPT leaves out', 'ALL EXCEPT 10.0.0.2', 'a.x@10.0.0.1 b.x@10.0.0.2', ['a.x', 'b.x']],
    ['user and host', 'root@10.0.0.2', 'a.x@10.0.0.1 b.x@10.0.0.2', ['a.x', 'b.x']],
    ['everybody', 'ALL, KNOWN, UNKNOWN, PARANOID', 'a.x@10.0.0.1 b.y@10.0.0.2', ['a.x b.y']],
  ])('when %s treats both the same', (_, clients, hosts, expected) => {
    expect(groups(allow(clients), hosts)).toEqual(expected);
    // The same words in the other file, in a rule of another daemon, and on a line that goes on.
    expect(groups({ 'hosts.deny': `sshd : \\\n ${clients} : severity auth.info\n` }, hosts)).toEqual(expected);
  });

  test('only among names without a dot, or among those with one: LOCAL and lookups tell them apart', () => {
    expect(groups(allow('LOCAL'), 'a@10.0.0.1 b@10.0.0.2 c.x@10.0.0.3')).toEqual(['a b', 'c.x']);
    expect(groups({}, 'a@10.0.0.1 b@10.0.0.2 c.x@10.0.0.3')).toEqual(['a b', 'c.x']);
  });

  test('only within an address family', () => {
    expect(groups({}, 'a.x@10.0.0.1 b.x@10.0.0.2 c.x@2001:db8::1')).toEqual(['a.x b.x', 'c.x']);
    expect(groups({}, 'a.x@10.0.0.1 b.x@::ffff:10.0.0.2')).toEqual(['a.x b.x']);
  });

  test('by the contents of pattern files and netgroups', () => {
    const hosts = 'a.x@10.0.0.1 b.x@10.0.0.2 c.x@10.0.0.3';
    expect(groups({ ...allow('/etc/mysql/allowed') }, hosts)).toEqual(['a.x b.x c.x']);
    expect(groups({ ...allow('/etc/mysql/allowed'), 'mysql/allowed': '10.0.0.2\n/etc/mysql/allowed\n' }, hosts)).toEqual([
      'a.x c.x',
      'b.x',
    ]);
    expect(groups({ ...allow('@dbclients'), netgroup: 'dbclients inner (a.x,,)\ninner (c.x, -, x)\n' }, hosts)).toEqual([
      'a.x',
      'b.x',
      'c.x',
    ]);
  });

  test('by whether hosts has them, under which kind of name, and whether that leads back', () => {
    const hosts = '10.0.0.1 a.x\n10.0.0.2 b.x\n10.0.0.3 other.y\n10.0.0.4 d.x\n10.0.0.99 e.x d.x\n';
    const all = 'a.x@10.0.0.1 b.x@10.0.0.2 c.x@10.0.0.3 d.x@10.0.0.4 e.x@10.0.0.5 f.x@10.0.0.6';
    expect(groups({ hosts }, all)).toEqual(['a.x b.x', 'c.x', 'd.x', 'e.x', 'f.x']);
    // The name that decides is the one in hosts.
    expect(groups({ ...allow('.x'), hosts: '10.0.0.1 a.x\n10.0.0.2 b.y\n' }, 'a.z@10.0.0.1 b.z@10.0.0.2')).toEqual(['a.z', 'b.z']);
  });

  test('by how many addresses their names have', () => {
    expect(groups({}, 'a.x@10.0.0.1 a.x@10.0.0.2 b.x@10.0.0.3 c.x@10.0.0.4 c.x@2001:db8::4')).toEqual(['a.x a.x', 'b.x', 'c.x', 'c.x']);
  });

  test('by whether a fault is about their address or name, or an outsider claims their name', () => {
    const hosts = 'a.x@10.0.0.1 b.x@10.0.0.2 c.y@10.0.0.3 d.y@10.0.0.4';
    const only = (each: object) => [faultSchema.parse({ id: 'dead', only: each })];
    expect(groups({}, hosts, only({ clients: ['10.0.0.2'] }))).toEqual(['a.x c.y d.y', 'b.x']);
    expect(groups({}, hosts, only({ names: ['.y', '2.0.0.10.in-addr.arpa'] }))).toEqual(['a.x', 'b.x', 'c.y d.y']);
    expect(groups({}, hosts, only({ types: ['PTR'] }))).toEqual(['a.x b.x c.y d.y']);
    expect(groups({}, hosts, [faultSchema.parse({ id: 'spoofed', claims: 'c.y' })])).toEqual(['a.x b.x d.y', 'c.y']);
  });

  test('never if a command decides', () => {
    expect(groups({ 'hosts.allow': 'ALL: ALL : aclexec /bin/ask %a\n' }, 'a.x@10.0.0.1 b.x@10.0.0.2')).toEqual(['a.x', 'b.x']);
    expect(groups({ 'hosts.allow': 'ALL: ALL : spawn (/bin/tell %a) &\n' }, 'a.x@10.0.0.1 b.x@10.0.0.2')).toEqual(['a.x b.x']);
  });

  test('by resolv.conf’s search list', () => {
    const hosts = 'a.x@10.0.0.1 b.y.x@10.0.0.2 c.x@10.0.0.3 c.x.corp@10.0.0.4';
    expect(groups({ 'resolv.conf': 'search corp\noptions ndots:2\n' }, hosts)).toEqual(['a.x', 'b.y.x c.x.corp', 'c.x']);
  });

  test('as names alone, by the rules about names', () => {
    const names = ['a.x', 'b.x', 'c.y', 'a.x', 'd.y'];
    expect(groupAlikeNames(by(allow('.x 10.0.0.1')), names)).toEqual([
      ['a.x', 'b.x'],
      ['c.y', 'd.y'],
    ]);
    expect(groupAlikeNames(by({ ...allow('.x'), hosts: '10.0.0.1 b.x\n' }), names)).toEqual([['a.x'], ['b.x'], ['c.y', 'd.y']]);
  });

  test('within seconds, for ten thousand hosts, 200 words with wildcards and 20,000 single addresses', () => {
    const words = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? `*-${index}.x` : `10.${index}.0.0/${8 + (index % 20)}`));
    const single = Array.from({ length: 20_000 }, (_, index) => `ALL: 198.51.${index >> 8}.${index & 255}\n`);
    const many = Array.from({ length: 10_000 }, (_, index) => ({ name: `h${index}.x`, address: `10.200.${index >> 8}.${index & 255}` }));
    const files = { 'hosts.allow': `ALL: ${words.join(' ')}\n`, 'hosts.deny': single.join('') };
    expect(groupAlike(by(files), many)).toHaveLength(1);
  }, 20_000);

  test('quickly, even with a pattern full of asterisks', () => {
    const name = `${'a'.repeat(60)}.${'a'.repeat(50)}`;
    expect(groups(allow(`${'*a'.repeat(40)}*b`), `${name}@10.0.0.1`)).toEqual([name]);
  }, 10_000);
});

describe('whatever the rules', () => {
  const label = fc.constantFrom('a', 'b', 'ab', 'web', '1');
  const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
  const octet = fc.constantFrom(0, 1, 2, 10, 128, 255);
  const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
  const ipv6 = fc.tuple(fc.constantFrom('0', '1', '8000', 'ffff'), fc.constantFrom('1', '2')).map(([a, b]) => `2001:db8:${a}::${b}`);
  const host = fc.record({ name, address: fc.oneof(ipv4, ipv6) });
  const word = fc.oneof(
    name,
    name.map((each) => `.${each}`),
    ipv4,
    ipv4.map((each) => `${each.split('.').slice(0, 2).join('.')}.`),
    fc.tuple(ipv4, fc.integer({ min: 1, max: 32 })).map(([each, bits]) => `${each}/${bits}`),
    fc.tuple(ipv4, fc.constantFrom('255.0.0.0', '255.255.128.0', '0.0.0.255')).map(([each, mask]) => `${each}/${mask}`),
    fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([each, bits]) => `[${each}]/${bits}`),
    fc.array(fc.constantFrom('a', 'b', '.', '*', '?', '1'), { minLength: 1, maxLength: 5 }).map((parts) => `${parts.join('')}*`),
    fc.constantFrom('ALL', 'LOCAL', 'KNOWN'),
  );

  test('hosts of one group match the same words, one by one, and every host is in one group', () => {
    let together = 0;
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.array(host, { minLength: 2, maxLength: 12 }), (words, hosts) => {
        const found = groupAlike(by({ 'hosts.deny': words.map((each) => `ALL: ${each}\n`).join('') }), hosts);
        expect(found.flat()).toHaveLength(hosts.length);
        expect(new Set(found.flat())).toEqual(new Set(hosts));
        for (const [first, ...others] of found) {
          for (const other of others) {
            together += 1;
            expect(words.map((each) => matches(each, other))).toEqual(words.map((each) => first !== undefined && matches(each, first)));
          }
        }
      }),
      { numRuns: 500, seed: 7 },
    );
    expect(together).toBeGreaterThan(100);
  });
});

/** hosts_access(5), word by word, as plainly as possible. */
function matches(word: string, { name, address }: NamedHost): boolean {
  const [net = '', bits = ''] = word.split('/');
  if (word.startsWith('[')) {
    const inner = net.slice(1, -1);
    return (
      address.includes(':') &&
      ipaddr.IPv6.parse(address).match(ipaddr.IPv6.parse(inner), Number(bits)) &&
      !hasStrayBits(inner, Number(bits))
    );
  }
  if (bits !== '') {
    const number = (text: string): number => text.split('.').reduce((sum, each) => sum * 256 + Number(each), 0);
    const mask = bits.includes('.') ? number(bits) : 2 ** 32 - 2 ** (32 - Number(bits));
    return !address.includes(':') && (BigInt(number(address)) & BigInt(mask)) === BigInt(number(net));
  }
  return [address, name].some((text) => {
    if (/[*?]/.test(word)) {
      const source = [...word].map((each) => (each === '*' ? '.*' : each === '?' ? '.' : RegExp.escape(each))).join('');
      return new RegExp(`^${source}$`).test(text);
    }
    if (word === 'LOCAL') {
      return !name.includes('.');
    }
    return (
      ['ALL', 'KNOWN'].includes(word) ||
      (word.startsWith('.') ? text.length > word.length && text.endsWith(word) : false) ||
      (word.endsWith('.') ? text.startsWith(word) : text === word)
    );
  });
}

function hasStrayBits(address: string, bits: number): boolean {
  const all = ipaddr
    .parse(address)
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return all.slice(bits).includes('1');
}
