import { describe, expect, test } from 'vitest';
import { networkOf } from '../../../lab/campaigns/verify/host/host-network.ts';
import { configurationOf, etcOf } from '../../support/etc-folders.ts';

const resolvConf = 'nameserver 10.0.0.53\n';
const named = 'database: { name: db1.corp.example, address: 10.0.0.10 }\nclients: [{ name: web-1, address: 10.0.1.21 }]\n';

/** A folder has a wraplab.yaml if it is given, even an empty one. */
const found = (files: Readonly<Record<string, string>>, yaml?: string) =>
  networkOf(etcOf(yaml === undefined ? files : { ...files, 'wraplab.yaml': yaml }), configurationOf(yaml ?? ''));
const problemsOf = (files: Readonly<Record<string, string>>, yaml?: string) => {
  const network = found(files, yaml);
  return 'problems' in network ? network.problems : [];
};

describe('the network around a folder', () => {
  test('comes from hosts, hostname and resolv.conf, and lists what was assumed', () => {
    const hosts =
      '127.0.0.1 localhost\n10.0.0.10 db1.corp.example db1\n2001:db8::10 db1.corp.example db1\n10.0.0.53 ns\n10.0.1.21 Web-1.corp.example\nfe00::0 x\nff02::1 y\n';
    expect(found({ hostname: 'db1\n', hosts, 'resolv.conf': resolvConf })).toEqual({
      network: {
        database: { name: 'db1.corp.example', address: '10.0.0.10', secondAddress: '2001:db8::10' },
        clients: [{ name: 'web-1.corp.example', address: '10.0.1.21' }],
        outsiders: [{ name: 'stranger.wraplab.invalid', address: '198.51.100.66' }],
        nameservers: [{ address: '10.0.0.53', suffersFault: true }],
        assumed: [
          'the database host is db1.corp.example, 10.0.0.10 and 2001:db8::10, from hosts',
          'the clients are the other hosts in hosts: 1',
          'the outsider is stranger.wraplab.invalid, 198.51.100.66, which the lab invented',
        ],
      },
    });
  });

  test('says what to add to wraplab.yaml, if there is one', () => {
    expect(problemsOf({ 'resolv.conf': resolvConf }, '')).toEqual([
      'my-etc/wraplab.yaml:1: expected the database host, such as "database: { name: db1.example.net, address: 192.0.2.10 }"; got no hostname, and no 127.0.1.1 in hosts',
      'my-etc/wraplab.yaml:1: expected clients, such as "clients: [{ name: web-1.example.net, address: 192.0.2.21 }]"; got none, and hosts names no other host',
    ]);
    expect(problemsOf({ hosts: '127.0.1.1 db1\n', 'resolv.conf': resolvConf }, '')[0]).toContain(
      'got only its name, db1; hosts has no address for it',
    );
  });

  test('without wraplab.yaml, says which of the other files is missing or lacks a line', () => {
    const noClients = (got: string) =>
      `my-etc/hosts: expected a line for each client, besides the database host and the nameservers, got ${got}`;
    expect(problemsOf({})).toEqual([
      'my-etc/hostname: expected the name of the database host, got no such file, and no 127.0.1.1 in hosts that would say it',
      noClients('no such file'),
    ]);
    expect(problemsOf({ hostname: '\n', hosts: '' })).toEqual([
      'my-etc/hostname: expected the name of the database host, got an empty file, and no 127.0.1.1 in hosts that would say it',
      noClients('none'),
    ]);
    expect(problemsOf({ hostname: 'db1\n' })[0]).toBe(
      'my-etc/hosts: expected a line with the address of db1, the database host according to hostname, got no such file',
    );
    expect(problemsOf({ hosts: '127.0.1.1 db1\n10.0.1.21 web-1\n' })).toEqual([
      'my-etc/hosts: expected a line with the address of db1, the database host according to 127.0.1.1 in hosts, got none',
    ]);
    expect(problemsOf({ hostname: 'db1', hosts: '10.0.0.10 db1\n2001:db8::21 web-1\n' })).toEqual([
      "my-etc (without wraplab.yaml): database.secondAddress: expected the database host's IPv6 address, because 2001:db8::21 is one; got none",
    ]);
  });

  test('invents an outsider with an address that nobody else has', () => {
    const network = found({ hostname: 'db1', hosts: '10.0.0.10 db1\n198.51.100.66 web-1\n', 'resolv.conf': 'nameserver 198.51.100.67\n' });
    expect('network' in network && network.network.outsiders).toEqual([{ name: 'stranger.wraplab.invalid', address: '198.51.100.68' }]);
  });

  test('keeps honest nameservers out of the fault, but not all of them', () => {
    const files = { 'resolv.conf': 'nameserver 10.0.0.53\nnameserver 10.0.0.54\n' };
    const network = found(files, `${named}honestNameservers: [10.0.0.53]\n`);
    expect('network' in network && network.network.nameservers).toEqual([
      { address: '10.0.0.53', suffersFault: false },
      { address: '10.0.0.54', suffersFault: true },
    ]);
    expect(problemsOf(files, `${named}honestNameservers: [10.0.0.53, 10.0.0.54]\n`)[0]).toContain(
      'at least one nameserver of resolv.conf to be left out',
    );
    expect(problemsOf(files, `${named}honestNameservers: [10.0.0.99]\n`)[0]).toContain(
      'expected nameservers of resolv.conf (10.0.0.53, 10.0.0.54), got 10.0.0.99',
    );
  });

  test('needs nameservers on the network, and an address of each family in use', () => {
    expect(problemsOf({ 'resolv.conf': '# stub\nnameserver 127.0.0.53\n' }, named)[0]).toBe(
      'my-etc/resolv.conf:2: expected "nameserver ADDRESS" of a nameserver on the network, got 127.0.0.53, a program on the database host itself, which the lab does not have; name the nameservers that it asks',
    );
    expect(problemsOf({ 'resolv.conf': 'nameserver 2001:db8::53\n' }, named)[0]).toBe(
      "my-etc/wraplab.yaml:1: database.secondAddress: expected the database host's IPv6 address, because 2001:db8::53 is one; got none",
    );
  });
});
