import { describe, expect, test } from 'vitest';
import { networkOf } from '../../../lab/campaigns/verify/host/host-network.ts';
import { configurationOf, etcOf } from '../../support/etc-folders.ts';

const resolvConf = 'nameserver 10.0.0.53\n';
const named = 'database: { name: db1.corp.example, address: 10.0.0.10 }\nclients: [{ name: web-1, address: 10.0.1.21 }]\n';

const found = (files: Readonly<Record<string, string>>, yaml = '') => networkOf(etcOf(files), configurationOf(yaml));
const problemsOf = (files: Readonly<Record<string, string>>, yaml = '') => {
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

  test('says what to add if the files do not say it', () => {
    expect(problemsOf({ 'resolv.conf': resolvConf })).toEqual([
      'my-etc/wraplab.yaml:1: expected the database host, such as "database: { name: db1.example.net, address: 192.0.2.10 }"; got no hostname, and no 127.0.1.1 in hosts',
      'my-etc/wraplab.yaml:1: expected clients, such as "clients: [{ name: web-1.example.net, address: 192.0.2.21 }]"; got none, and hosts names no other host',
    ]);
    expect(problemsOf({ hosts: '127.0.1.1 db1\n', 'resolv.conf': resolvConf })[0]).toContain(
      'got only its name, db1; hosts has no address for it',
    );
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
