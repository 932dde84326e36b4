import { describe, expect, test } from 'vitest';
import { isAbout } from '../../../lab/campaigns/verify/access/access-daemons.ts';
import { warn } from '../../support/warned.ts';

const denyAll = { 'hosts.deny': 'ALL: ALL\n' };
const nobody = 'no client gets in: this rule refuses everybody, and no earlier rule for mariadbd lets a client in';
const forMysqld =
  'mysqld: libwrap compares this with the name of the program, which is mariadbd here: the rule applies to mysqld, but not here';

/** Tried on libwrap 7.6.q-32 of Debian: does `LIST: 10.0.1.` apply to a server whose program is mariadbd? */
test.each([
  ['mariadbd', true],
  ['MariaDBd', true],
  ['maria*', true],
  ['MARIA*', true],
  ['mariadb?', true],
  ['?ariadbd', true],
  ['*', true],
  ['KNOWN', true],
  ['mysqld mariadbd', true],
  ['ALL EXCEPT mysqld', true],
  ['ALL EXCEPT mariadbd EXCEPT mariadbd', true],
  ['mysqld', false],
  ['mariadb.', false],
  ['.bd', false],
  ['.MARIADBD', false],
  ['UNKNOWN', false],
  ['LOCAL', false],
  ['@mariadbd', false],
  ['mariadb[d]', false],
  ['EXCEPT mysqld', false],
  ['mysqld EXCEPT mysqld', false],
  ['/usr/sbin/mariadbd', false],
])('libwrap takes the daemons "%s" for mariadbd: %s', (list, counts) => {
  expect(isAbout(list.split(' '), 'mariadbd')).toBe(counts);
});

describe('rules for another daemon', () => {
  test('let nobody in if a catch-all follows; on the other server they decide', () => {
    const files = { 'hosts.allow': 'mysqld: 10.0.1.\n', ...denyAll };
    expect(warn(files)).toEqual([
      `hosts.allow:1: warning: ${forMysqld}`,
      `hosts.deny:1: warning: ${nobody}; on mysqld its own rules decide who gets in`,
    ]);
    expect(warn(files, 'mysqld')).toEqual([]);
  });

  test('let nobody in if a catch-all follows in hosts.allow', () => {
    expect(warn({ 'hosts.allow': 'mysqld: 10.0.1.\nALL: ALL: deny\n' })).toContain(
      `hosts.allow:2: warning: ${nobody}; on mysqld its own rules decide who gets in`,
    );
  });

  test('let everybody in if none is for the server', () => {
    expect(warn({ 'hosts.allow': 'mysqld: 10.\n', 'hosts.deny': 'mysqld, sshd: ALL\n' })).toEqual([
      `hosts.allow:1: warning: ${forMysqld}`,
      'hosts.allow:1: warning: no rule names mariadbd, the server’s program, or ALL, so libwrap lets everybody in; the rules name mysqld, sshd; on mysqld its own rules decide who gets in',
      `hosts.deny:1: warning: ${forMysqld}`,
    ]);
  });

  test.each([
    ['mysqd', 'mysqld'],
    ['mariadb', 'mariadbd'],
    ['mysql', 'mysqld'],
    ['mariadbdd', 'mariadbd'],
    ['myslqd', 'mysqld'],
    ['mysqld_safe', 'mysqld'],
  ])('"%s" is not a server: the nearest name is %s', (typo, nearest) => {
    for (const daemon of ['mariadbd', 'mysqld']) {
      expect(warn({ 'hosts.allow': `${typo}: 10.0.1.\n`, ...denyAll }, daemon)).toEqual([
        `hosts.allow:1: warning: expected ${daemon}, the server’s program, got "${typo}" (did you mean "${nearest}"?): the rule applies to no server of the lab`,
        `hosts.deny:1: warning: ${nobody.replace('mariadbd', daemon)}`,
      ]);
    }
  });

  test.each(['sshd', 'slapd', 'in.tftpd', 'vsftpd', 'rpcbind', 'exim', 'nrpe', 'smbd', 'ALL EXCEPT mariadbd', 'sendmail*'])(
    'rules for %s cause no warning',
    (daemons) => {
      expect(warn({ 'hosts.allow': `${daemons}: 10.0.1.\nmariadbd: 10.0.1.\n`, ...denyAll })).toEqual([]);
    },
  );

  test('a rule for the other server is a note beside rules of its own, once for several', () => {
    expect(warn({ 'hosts.allow': 'mysqld: 10.1.\nmariadbd: 10.1.\nmysqld: 10.2.\n', ...denyAll })).toEqual([
      `hosts.allow:1: note: ${forMysqld}; also line 3`,
    ]);
    expect(warn({ 'hosts.allow': 'mysqld mariadbd: 10.1.\nm*: 10.2.\n', ...denyAll })).toEqual([]);
  });
});

describe('clients that no rule matches', () => {
  const rest = (daemon: string): string =>
    `the last rule for ${daemon}, and no rule refuses the rest: a client that no rule matches gets in; "${daemon}: ALL" in hosts.deny would keep it out`;

  test('get in if there are rules in hosts.allow only', () => {
    expect(warn({ 'hosts.allow': 'ALL: 10.0.1.\nmariadbd: 10.0.2.\n' })).toEqual([`hosts.allow:2: warning: ${rest('mariadbd')}`]);
    expect(warn({ 'hosts.allow': 'ALL: 10.0.1.\n', 'hosts.deny': '' }, 'mysqld')).toEqual([`hosts.allow:1: warning: ${rest('mysqld')}`]);
  });

  test('get in if hosts.deny names some, with a note', () => {
    expect(warn({ 'hosts.deny': 'ALL: 10.9.\n' })).toEqual([`hosts.deny:1: note: ${rest('mariadbd')}`]);
  });

  test.each([
    { 'hosts.allow': 'ALL: 10.0.1.\n', 'hosts.deny': 'ALL: ALL\n' },
    { 'hosts.allow': 'ALL: 10.0.1.\n', 'hosts.deny': 'mariadbd: *\n' },
    { 'hosts.allow': 'ALL: 10.0.1.\nmariadbd: ALL: deny\n' },
    { 'hosts.deny': 'ALL: ALL EXCEPT 10.0.1.\n' },
    { 'hosts.allow': 'ALL: ALL\n' },
  ])('cause no warning if a rule decides about everybody: %j', (files) => {
    expect(warn(files).filter((line) => /gets in/.test(line))).toEqual([]);
  });

  test('hosts.deny with ALL and no hosts.allow lets nobody in', () => {
    expect(warn(denyAll)).toEqual([`hosts.deny:1: warning: ${nobody}`]);
  });

  test('reach the rules after a catch-all for one address of the server', () => {
    expect(warn({ 'hosts.allow': 'ALL@10.0.0.99: ALL\nmariadbd: 10.0.1.\n', ...denyAll })).toEqual([]);
  });
});

describe('a domain whose dot is missing', () => {
  test('matches one host: a warning if a client’s name is below it', () => {
    expect(warn({ 'hosts.allow': 'ALL: corp.example\n', ...denyAll })).toContain(
      'hosts.allow:1: warning: "corp.example" matches only the host of that name, not web-1.corp.example; the domain is ".corp.example"',
    );
  });

  test('matches one host: a note for a name of two parts, nothing for a client’s own name', () => {
    const said = warn({ 'hosts.allow': 'ALL: other.example web-1.corp.example db.other.example 10.0.1.5 [::1]/128\n', ...denyAll });
    expect(said.filter((line) => line.includes('only the host'))).toEqual([
      'hosts.allow:1: note: "other.example" matches only the host of that name; the domain is ".other.example"',
    ]);
  });
});
