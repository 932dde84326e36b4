import { describe, expect, test } from 'vitest';
import { asScenario } from '../../../lab/campaigns/verify/scenario/as-scenario.ts';
import { claimCount, namesToClaim } from '../../../lab/campaigns/verify/scenario/spoofed-claims.ts';
import { subjectOf } from '../../../lab/campaigns/verify/scenario/subject.ts';
import { faultSchema } from '../../../lab/faults/index.ts';
import { etcOf } from '../../support/etc-folders.ts';

const clientLines = [
  'web-1.example.net, address: 192.0.2.21',
  'web-2.example.net, address: 192.0.2.22',
  'batch.other.test, address: 192.0.2.40',
];
const yamlOf = (clients: readonly string[]) =>
  `database: { name: db1.example.net, address: 192.0.2.10 }\nclients:\n${clients.map((each) => `  - { name: ${each} }\n`).join('')}outsiders: [{ name: scanner.example.org, address: 203.0.113.66 }]\n`;
const subject = (files: Readonly<Record<string, string>>, clients: readonly string[] = clientLines) =>
  subjectOf(etcOf({ 'hosts.deny': 'ALL: ALL\n', 'resolv.conf': 'nameserver 192.0.2.53\n', ...files, 'wraplab.yaml': yamlOf(clients) }));
const claims = (allow: string, more: Readonly<Record<string, string>> = {}) => namesToClaim(subject({ 'hosts.allow': allow, ...more }));
const spoofed = faultSchema.parse({ id: 'spoofed' });

describe('what outsiders claim', () => {
  test('is a name of each group of clients, and one below every domain that gets in', () => {
    expect(claims('mysqld, mariadbd: .example.net\n')).toEqual(['batch.other.test', 'spoofed-by-wraplab.example.net', 'web-1.example.net']);
  });

  test('is every host name that a rule lets in, by itself or by EXCEPT of a rule that denies', () => {
    expect(claims('mysqld: Backup.corp.test 10.0.0.1 10.1. 10.2.0.0/16 [2001:db8::]/32\n')).toContain('backup.corp.test');
    expect(claims('', { 'hosts.deny': 'ALL: ALL EXCEPT admin.corp.test EXCEPT no.corp.test\n' })).toEqual([
      'admin.corp.test',
      'batch.other.test',
    ]);
    expect(claims('ALL: a.test b.test : deny\nALL: ALL EXCEPT c.test : deny\nsshd: d.test\n')).toEqual(['batch.other.test', 'c.test']);
  });

  test('comes from pattern files, netgroups, wildcards and LOCAL too', () => {
    expect(
      claims('ALL: /etc/mysql/allowed @db *-db.corp.test node?.test LOCAL user@host.test KNOWN web.\n', {
        'mysql/allowed': '.inner.test\n',
        netgroup: 'db (grouped.test,,)\n',
      }),
    ).toEqual(
      expect.arrayContaining([
        'grouped.test',
        'host.test',
        'nodex.test',
        'spoofed-by-wraplab',
        'spoofed-by-wraplab-db.corp.test',
        'spoofed-by-wraplab.inner.test',
        'web.spoofed-by-wraplab.invalid',
      ]),
    );
  });

  test('includes a client whose name hosts resolves apart from one that the DNS does', () => {
    const hosts = '192.0.2.22 web-2.example.net\n';
    expect(claims('ALL: .example.net\n', { hosts })).toEqual([
      'batch.other.test',
      'spoofed-by-wraplab.example.net',
      'web-1.example.net',
      'web-2.example.net',
    ]);
  });

  test('is the same whatever the order of clients', () => {
    const files = { 'hosts.allow': 'ALL: web-1.example.net .other.test\n' };
    const all = namesToClaim(subject(files));
    for (const order of [clientLines.toReversed(), [...clientLines.slice(1), ...clientLines.slice(0, 1)]]) {
      expect(namesToClaim(subject(files, order))).toEqual(all);
    }
    expect(all).toEqual(['batch.other.test', 'spoofed-by-wraplab.other.test', 'web-1.example.net', 'web-2.example.net']);
  });

  test('goes into the scenario and is counted, unless the fault says what to claim', () => {
    const given = subject({ 'hosts.allow': 'ALL: .example.net\n' });
    expect(asScenario(given, spoofed).fault).toEqual({ ...spoofed, claims: namesToClaim(given) });
    expect(claimCount(given, spoofed)).toBe(3);
    const told = faultSchema.parse({ id: 'spoofed', claims: 'x.test' });
    expect(asScenario(given, told).fault).toEqual(told);
    expect(claimCount(given, told)).toBe(1);
    expect(claimCount(given, faultSchema.parse({ id: 'dead' }))).toBe(0);
  });
});
