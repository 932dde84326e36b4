import { describe, expect, test } from 'vitest';
import { applyFixes, type FixId, fixIds } from '../../lab/fixes/index.ts';
import { withLinesAdded } from '../../lab/model/database-host.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';
import { incidentHost } from '../../lab/scenario/presets/incident.ts';

const neighbours = {
  clients: [
    { name: 'web-1.app.test', address: '198.18.1.1' },
    { name: 'web-2.app.test', address: '2001:db8::2' },
  ],
  outsiders: [{ name: 'stranger-1.other.test', address: '198.19.0.1' }],
  nameserver: '198.18.0.53',
  secondNameserver: '198.18.0.54',
};

describe('fixes', () => {
  test('hosts-file names every client and no outsider, and keeps the content of the file', () => {
    const hosts = applyFixes(incidentHost, ['hosts-file'], neighbours).files['/etc/hosts'];
    expect(hosts).toBe(`${incidentHost.files['/etc/hosts']}198.18.1.1 web-1.app.test\n2001:db8::2 web-2.app.test\n`);
  });

  test('numeric-acl allows addresses instead of the domain, IPv6 in brackets', () => {
    const { files } = applyFixes(incidentHost, ['numeric-acl'], neighbours);
    expect(files['/etc/hosts.allow']).toBe('{daemon}: 198.18.1.1\n{daemon}: [2001:db8::2]\n');
    expect(files['/etc/hosts.deny']).toBe('ALL: ALL\n');
  });

  test('second-nameserver and local-nameserver differ only in the order, and keep the other lines of resolv.conf', () => {
    const host = withLinesAdded(incidentHost, '/etc/resolv.conf', ['options rotate']);
    const resolvConf = (id: FixId) => applyFixes(host, [id], neighbours).files['/etc/resolv.conf'];
    expect(resolvConf('second-nameserver')).toBe('nameserver 198.18.0.53\nnameserver 198.18.0.54\noptions rotate\n');
    expect(resolvConf('local-nameserver')).toBe('nameserver 198.18.0.54\nnameserver 198.18.0.53\noptions rotate\n');
  });

  test('resolver-cache asks the nameservers that the host asked before, and the host asks only the cache', () => {
    const host = applyFixes(incidentHost, ['second-nameserver', 'resolver-cache'], neighbours);
    expect(host.resolverCache).toBe('unbound');
    expect(host.files['/etc/resolv.conf']).toBe('nameserver 127.0.0.1\n');
    expect(host.files['/etc/unbound/unbound.conf']).toMatch(/ forward-addr: 198\.18\.0\.53\n {2}forward-addr: 198\.18\.0\.54\n$/);
  });

  test('resolver-cache includes the host’s own settings for unbound, if it has any', () => {
    const path = '/etc/unbound/unbound.conf.d/timeouts.conf';
    const configured = (files: Readonly<Record<string, string>>) =>
      applyFixes({ ...incidentHost, files: { ...incidentHost.files, ...files } }, ['resolver-cache'], neighbours).files;
    const own = configured({ [path]: 'server:\n  infra-cache-min-rtt: 400\n', '/etc/unbound/unbound.conf.d/timeouts.conf.bak': '' });
    expect(own['/etc/unbound/unbound.conf']).toMatch(new RegExp(`\ninclude: "${path}"\n$`));
    expect(own[path]).toContain('infra-cache-min-rtt: 400');
    expect(configured({})['/etc/unbound/unbound.conf']).not.toContain('include');
  });

  test('resolver-cache-stale is resolver-cache with the settings of serve-stale', () => {
    const lines = (id: FixId) => applyFixes(incidentHost, [id], neighbours).files['/etc/unbound/unbound.conf']?.split('\n') ?? [];
    const more = lines('resolver-cache-stale').filter((line) => !lines('resolver-cache').includes(line));
    expect(more).toEqual(['  serve-expired: yes', '  serve-expired-ttl: 86400']);
  });

  test('firewall-instead knows the clients of both families by address, and leaves libwrap nothing to decide', () => {
    const { firewall, files } = applyFixes(incidentHost, ['firewall-instead'], neighbours);
    expect(firewall).toMatch(/type ipv4_addr\n {4}elements = \{\n {6}198\.18\.1\.1,\n {4}\}/);
    expect(firewall).toMatch(/type ipv6_addr\n {4}elements = \{\n {6}2001:db8::2,\n {4}\}/);
    expect(firewall).not.toContain('198.19.0.1');
    expect(files['/etc/hosts.allow']).toBe('ALL: ALL\n');
  });

  test('account-hosts and closed-network name the clients and no outsider', () => {
    const addresses = neighbours.clients.map(({ address }) => address);
    expect(applyFixes(incidentHost, ['account-hosts'], neighbours).accountHosts).toEqual(addresses);
    expect(applyFixes(incidentHost, ['closed-network'], neighbours).reachableFrom).toEqual(addresses);
  });

  test('combine in the order given', () => {
    const { files } = applyFixes(incidentHost, ['hosts-file', 'numeric-acl'], neighbours);
    expect(files['/etc/hosts']).toContain('web-1.app.test');
    expect(files['/etc/hosts.allow']).toContain('198.18.1.1');
  });

  test('do not change the host that they are given', () => {
    const before = JSON.stringify(incidentHost);
    applyFixes(incidentHost, ['hosts-file', 'numeric-acl'], neighbours);
    expect(JSON.stringify(incidentHost)).toBe(before);
  });
});

test('every fix is measured by a scenario', async () => {
  const measured = (await Promise.all(scenarioNames().map(loadScenario))).flatMap(({ fixes }) => fixes);
  expect(fixIds.filter((id) => !measured.includes(id))).toEqual([]);
});
