import { describe, expect, test } from 'vitest';
import { aclOf, wordsLetIn } from '../../../lab/campaigns/verify/access/acl-decision.ts';

const filesOf = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([path, text]) => ({ path, text }));
const web = { name: 'Web-1.corp.example', address: '10.20.1.21' };
const v6 = { name: 'v6.corp.example', address: '2001:db8::21' };

/** The decision about a client by one rule of hosts.allow, when hosts.deny refuses everybody. */
const by = (words: string, host = web) =>
  aclOf(filesOf({ 'hosts.allow': `mysqld: ${words}\n`, 'hosts.deny': 'ALL: ALL\n', patterns: '10.20. @x\n' }), ['mysqld'])(host);

describe('what the rules decide about a client', () => {
  test.each([
    ['ALL', 'in'],
    ['.corp.example', 'in'],
    ['corp.example', 'out'],
    ['web-1.corp.example', 'in'],
    ['10.20.1.21', 'in'],
    ['10.20.', 'in'],
    ['10.2.', 'out'],
    ['10.20.0.0/16', 'in'],
    ['10.20.1.0/255.255.255.0', 'in'],
    // Bits outside the mask: libwrap's "address AND mask" matches nobody.
    ['10.20.1.0/16', 'out'],
    ['10.20.1.21/255.255.255.255', 'out'],
    ['0.0.0.0/0', 'out'],
    ['10.20.*', 'in'],
    ['web-?.corp.*', 'in'],
    ['LOCAL', 'out'],
    ['KNOWN', 'in'],
    ['UNKNOWN PARANOID', 'out'],
    ['ALL EXCEPT 10.20.', 'out'],
    ['ALL EXCEPT 10.20. EXCEPT web-1.corp.example', 'in'],
    ['/etc/patterns', 'in'],
    ['/etc/missing', 'out'],
    ['@netgroup', 'open'],
    ['ALL EXCEPT @netgroup', 'open'],
    ['app@10.20.', 'open'],
    ['app@10.21.', 'out'],
    ['ALL : aclexec /bin/true', 'open'],
    ['ALL : deny', 'out'],
    ['10.20. : spawn (echo) & : allow', 'in'],
  ])('by "%s" is %s', (words, decision) => expect(by(words)).toBe(decision));

  test.each([
    ['[2001:db8::]/32', 'in'],
    ['[2001:db8::21]', 'in'],
    ['[2001:db9::]/32', 'out'],
    ['2001:db8::21', 'out'],
    ['10.', 'out'],
  ])('of IPv6 by "%s" is %s', (words, decision) => expect(by(words, v6)).toBe(decision));

  test('is in without a rule about the server, and counts rules about any of its programs', () => {
    expect(aclOf([], ['mysqld'])(web)).toBe('in');
    const others = filesOf({ 'hosts.deny': 'sshd: ALL\n# mysqld: ALL\nmysqld: ALL' });
    expect(aclOf(others, ['mysqld'])(web)).toBe('in');
    expect(aclOf(filesOf({ 'hosts.deny': 'mariadbd: ALL\n' }), ['mysqld', 'mariadbd'])(web)).toBe('out');
  });

  test('is not open if the rule that the files do not tell about changes nothing', () => {
    expect(aclOf(filesOf({ 'hosts.allow': 'ALL: @web 10.20.\n' }), ['mysqld'])(web)).toBe('in');
    expect(aclOf(filesOf({ 'hosts.allow': 'ALL: @web\n' }), ['mysqld'])(web)).toBe('in');
    expect(aclOf(filesOf({ 'hosts.allow': 'ALL: @web\nALL: 10.21. : deny\n', 'hosts.deny': 'ALL: ALL\n' }), ['mysqld'])(web)).toBe('open');
  });
});

test('the words that let clients in are those before EXCEPT, of both files, with those of pattern files', () => {
  const files = filesOf({
    'hosts.allow': 'mysqld: 10.1. a@10.2. EXCEPT 10.1.9.\nsshd: 10.9.\nALL: 10.3. : deny\nALL: /etc/list\n',
    'hosts.deny': 'ALL: 10.4. : allow\nALL: ALL\n',
    list: '10.5. 10.1.\n',
  });
  expect(wordsLetIn(files, ['mysqld'])).toEqual(['10.1.', '10.2.', '10.5.', '10.4.']);
});
