import { describe, expect, test } from 'vitest';
import { isInBackground } from '../../../lab/campaigns/verify/access/shell-command.ts';
import { warn, warnOf } from '../../support/warned.ts';

const denyAll = { 'hosts.deny': 'ALL: ALL\n' };
const resolver = { 'my.cnf': '[mysqld]\nskip_name_resolve\n', 'resolv.conf': 'nameserver 10.0.0.53\n' };
const waits = ['resolv.conf:1: note: when no nameserver answers, one lookup takes 10 s; the limit for a connect is 1 s'];
const said = (files: Readonly<Record<string, string>>): string[] => warnOf('resolv.conf', { ...resolver, ...denyAll, ...files });

/**
 * Each was run on libwrap 7.6.q-32 of Debian with a client whose address the rule does not match (or, with an option, does), and a
 * nameserver that counts: whether a query came.
 */
test.each([
  ['mariadbd: 10.0.1.', false],
  ['mariadbd: 10.0.0.0/8', false],
  ['mariadbd: 10.0.0.0/255.0.0.0', false],
  ['mariadbd: 10.0.0', false],
  ['mariadbd: corp.example/24', false],
  ['mariadbd: ALL', false],
  ['mariadbd: ALL EXCEPT 10.0.6.', false],
  ['mariadbd: [2001:db8::]/32', false],
  ['mariadbd: /etc/nosuch', false],
  ['mariadbd: root@10.', false],
  ['mariadbd: [2001:db8::1]', true],
  ['mariadbd: fe80::1', true],
  ['mariadbd: 10.0.*', true],
  ['mariadbd: 10.0.?.5', true],
  ['mariadbd: .corp.example', true],
  ['mariadbd: corp.example', true],
  ['mariadbd: KNOWN', true],
  ['mariadbd: UNKNOWN', true],
  ['mariadbd: LOCAL', true],
  ['mariadbd: PARANOID', true],
  ['mariadbd: @webs', true],
  ['mariadbd: ALL@corp.example', true],
  ['mariadbd: corp.', true],
  ['mariadbd: 10. EXCEPT .x.example', true],
  ['mariadbd@127.0.0.2: 10.', false],
  ['mariadbd@db1.corp.example: 10.', true],
  ['ALL@.corp.example: 10.', true],
  ['mariadbd@LOCAL: 10.', true],
  ['mysqld@db1.corp.example: 10.', false],
  ['mysqld: .corp.example', false],
  ['mariadbd: 10. : spawn /bin/true %a', false],
  ['mariadbd: 10. : spawn (/bin/true %n) &', true],
  ['mariadbd: 10. : spawn (/bin/true %N) &', true],
  ['mariadbd: 10. : spawn (/bin/true %h %H %c %s %d %p %A) &', false],
  ['mariadbd: 10. : spawn (/bin/true %%n) &', false],
  ['mariadbd: 10. : setenv X %n', true],
  ['mariadbd: 10. : aclexec /bin/true %n', true],
  ['mariadbd: 10. : twist /bin/echo %n', true],
  ['mariadbd: 10. : severity local0.info', false],
])('there is a note about the wait for a nameserver if a rule can ask one: "%s" %s', (rule, asks) => {
  expect(said({ 'hosts.allow': `${rule}\n` })).toEqual(asks ? waits : []);
});

describe('the note about the wait for a nameserver', () => {
  test('is missing for rules that no client reaches', () => {
    expect(said({ 'hosts.allow': 'ALL: ALL\nmariadbd: .corp.example\n' })).toEqual([]);
  });

  test('is there for names in a file of patterns', () => {
    const files = { 'hosts.allow': 'mariadbd: /etc/mysql/allowed\n' };
    expect(said({ ...files, 'mysql/allowed': '10.0.1.\n10.0.2.5\n' })).toEqual([]);
    expect(said({ ...files, 'mysql/allowed': '10.0.1.\n.corp.example\n' })).toEqual(waits);
  });

  test('is missing if nsswitch.conf keeps glibc from the DNS', () => {
    const files = { 'hosts.allow': 'ALL: .corp.example\n' };
    expect(said({ ...files, 'nsswitch.conf': 'hosts: files dns\n' })).toEqual(waits);
    expect(said({ ...files, 'nsswitch.conf': 'hosts: files\n' })).toEqual([]);
    expect(said({ ...files, 'nsswitch.conf': 'hosts: files [NOTFOUND=return] dns\n' })).toEqual([]);
  });

  test.each(['', '[mysqld]\n', '[mysqld]\nskip_name_resolve = OFF\n', '[client]\nskip_name_resolve\n'])(
    'is about the server’s own lookup if no rule asks and skip_name_resolve is not ON: %j',
    (text) => {
      expect(said({ 'hosts.allow': 'ALL: 10.\n', 'my.cnf': text })).toEqual([
        'resolv.conf:1: note: when no nameserver answers, the server’s own lookup of a client (skip_name_resolve is not ON) takes 10 s; the limit for a connect is 1 s',
      ]);
    },
  );

  test('follows the limits of glibc: 30 s × 5', () => {
    const files = { 'hosts.allow': 'ALL: .corp.example\n', 'resolv.conf': 'nameserver 10.0.0.53\noptions timeout:60 attempts:9\n' };
    expect(said(files)).toEqual([
      'resolv.conf:2: warning: glibc reads "timeout:60" as timeout:30',
      'resolv.conf:2: warning: glibc reads "attempts:9" as attempts:5',
      'resolv.conf:2: note: when no nameserver answers, one lookup takes 150 s; the limit for a connect is 1 s',
    ]);
  });
});

describe('commands in rules', () => {
  const allow = (option: string): string[] => warn({ 'hosts.allow': `mariadbd: 10. : ${option}\n`, ...denyAll });

  /** Each was run by libwrap with `sleep 2` for the long part: whether the accept thread was held up. */
  test.each([
    ['/bin/sleep 2', false],
    ['(/bin/sleep 2) &', true],
    ['/bin/sleep 2 &', true],
    ['(/bin/sleep 2 &)', true],
    ['(sleep 1; sleep 2 &)', false],
    ['/bin/sleep 1; sleep 1 &', false],
    ['sleep 1 & sleep 1', false],
    ['sleep 2 | cat &', true],
    ['sleep 2 && true &', true],
    ['(sleep 1; sleep 1) >/dev/null 2>&1 &', true],
    ['(logger "a; b & c" %a) &', true],
    ['logger done &&', false],
  ])('%s goes on in the background: %s', (command, background) => {
    expect(isInBackground(command)).toBe(background);
    expect(/the accept thread waits/.test(allow(`spawn ${command}`).join())).toBe(!background);
  });

  test('in the foreground hold up the accept thread, and the warning says how to avoid it', () => {
    expect(allow('spawn /usr/bin/logger %a')).toEqual([
      'hosts.allow:1: warning: spawn: runs a command for every client that the rule matches, as the server’s user, and the accept thread waits until it has ended: every connect takes that much longer, and those behind it wait too; "spawn (COMMAND) &" does not wait; in the lab it runs in the database host’s container, which reaches only the network of the run',
    ]);
  });

  test('with %n, %N and %u wait for the DNS or the client’s host; with the other facts they do not', () => {
    expect(allow('spawn (logger %n) &')).toContain(
      'hosts.allow:1: warning: spawn: %n asks the DNS for the name of every client that the rule matches, even by address, and the accept thread waits; %a and %h do not ask',
    );
    expect(allow('spawn (logger %N) &').join()).toContain('%N asks the DNS for the server’s own name');
    expect(allow('setenv WHO %u').join()).toContain('%u asks the client’s host for the user (ident)');
    expect(allow('spawn (logger %a %c %h %H %s %d %p %A %%n %%u) &')).toHaveLength(1);
  });

  test('a daemon with the server’s name behind it is looked up at every connect; with its address it is not', () => {
    expect(warn({ 'hosts.allow': 'mariadbd@db1.corp.example: 10.\n', ...denyAll })).toEqual([
      'hosts.allow:1: warning: "mariadbd@db1.corp.example" asks the DNS for the server\'s own name at every connect, and the accept thread waits; write its address instead',
    ]);
    expect(warn({ 'hosts.allow': 'mariadbd@10.0.0.10: 10.\n', ...denyAll })).toEqual([]);
  });

  test.each([
    ['10.0.*', 'a prefix such as "10.0." or a network such as 10.0.0.0/16'],
    ['[2001:db8::1]', '[2001:db8::1]/128'],
  ])('%s looks like an address and causes lookups', (pattern, better) => {
    expect(warn({ 'hosts.allow': `mariadbd: ${pattern}\n`, ...denyAll })).toEqual([
      `hosts.allow:1: warning: "${pattern}" makes libwrap look up the name of every client whose address does not match; write ${better} instead`,
    ]);
  });
});
