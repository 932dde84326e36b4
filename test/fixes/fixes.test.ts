import { describe, expect, test } from 'vitest';
import { loadScenario, scenarioNames } from '../../lab/catalog.ts';
import { applyFixes, fixIds } from '../../lab/fixes/index.ts';
import { incidentHost } from '../../lab/incident.ts';

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
  test('hosts-file names every client and no outsider, and keeps what the file had', () => {
    const hosts = applyFixes(incidentHost, ['hosts-file'], neighbours).files['/etc/hosts'];
    expect(hosts).toBe(`${incidentHost.files['/etc/hosts']}198.18.1.1 web-1.app.test\n2001:db8::2 web-2.app.test\n`);
  });

  test('numeric-acl allows addresses in place of the domain, IPv6 in brackets', () => {
    const { files } = applyFixes(incidentHost, ['numeric-acl'], neighbours);
    expect(files['/etc/hosts.allow']).toBe('{daemon}: 198.18.1.1\n{daemon}: [2001:db8::2]\n');
    expect(files['/etc/hosts.deny']).toBe('ALL: ALL\n');
  });

  test('combine in the order given', () => {
    const { files } = applyFixes(incidentHost, ['hosts-file', 'numeric-acl'], neighbours);
    expect(files['/etc/hosts']).toContain('web-1.app.test');
    expect(files['/etc/hosts.allow']).toContain('198.18.1.1');
  });

  test('leave the host that they are given as it was', () => {
    const before = JSON.stringify(incidentHost);
    applyFixes(incidentHost, ['hosts-file', 'numeric-acl'], neighbours);
    expect(JSON.stringify(incidentHost)).toBe(before);
  });
});

test('each fix is measured by a scenario', async () => {
  const measured = (await Promise.all(scenarioNames().map(loadScenario))).flatMap(({ fixes }) => fixes);
  expect(fixIds.filter((id) => !measured.includes(id))).toEqual([]);
});
