import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ruleLines } from '../../../lab/campaigns/verify/access/access-lines.ts';
import { identSilence } from '../../../lab/campaigns/verify/access/ident-silence.ts';
import { warningsOf } from '../../../lab/campaigns/verify/warnings/index.ts';
import { subjectIn } from '../../support/etc-folders.ts';
import { warn } from '../../support/warned.ts';

const allow = (text: string): string[] => warn({ 'hosts.allow': text, 'hosts.deny': 'ALL: ALL\n' });

describe('hosts.allow and hosts.deny', () => {
  test('a plain ACL by address needs no warning', () => {
    expect(allow('mariadbd: 10.0.1.0/24, [2001:db8::]/32 192.0.2.0/255.255.255.0 10.3. 10.0.0.1\n')).toEqual([]);
  });

  /** Each was tried on libwrap 7.6.q-32 of Debian: it does what the text says. */
  test.each([
    ['mariadbd: 10.0.1.\nmariadbd 10.0.2.\n', 'hosts.allow:2: warning: expected "daemons : clients", got no colon; libwrap skips the line'],
    ['mariadbd: 10.0.1.', 'hosts.allow:1: warning: the last line does not end with a newline: libwrap ignores it'],
    [
      `mariadbd: ${'10.0.1.1 '.repeat(240)}\nALL: 10.\n`,
      'hosts.allow:1: warning: a line of 2170 characters; libwrap ignores a line of more than 2046, and every line after it',
    ],
    ['mariadbd:\t10.0.1.\n', 'hosts.allow:1: note: tabs: libwrap treats them as blanks'],
    [
      'mariadbd: 10.0.1.\r\n',
      'hosts.allow:1: warning: lines end with CRLF: the carriage return counts as a blank at best, and as part of the last word at worst',
    ],
    ['mariadbd: \\\n 10.0.1.\n', 'hosts.allow:1: note: continued up to line 2'],
    [
      '# old \\\nmariadbd: 10.\nALL: 10.0.1.\n',
      'hosts.allow:1: warning: the comment ends with a backslash: everything up to line 2 belongs to it',
    ],
    ['mariadbd: 10.0.1. # 10.2.\n', 'hosts.allow:1: warning: a comment cannot follow a rule: the words after "#" are clients too'],
    [' # mariadbd: ALL\n', 'hosts.allow:1: warning: a comment must begin in the first column; after a blank this is a rule'],
    [
      'mariadbd: .corp.example\nALL: LOCAL\n',
      'hosts.allow:1: note: clients by name: the accept thread looks up every client that it compares with this rule; also line 2',
    ],
    [
      'ALL: PARANOID : deny\n',
      'hosts.allow:1: warning: PARANOID looks up name and address of every client that reaches this rule, even if all other rules use addresses',
    ],
    [
      'mariadbd: 10.0.1.7/24\n',
      'hosts.allow:1: warning: "10.0.1.7/24" matches nobody: the address has bits outside the mask; the network is 10.0.1.0/24',
    ],
    [
      'mariadbd: 10.0.1/24\n',
      'hosts.allow:1: warning: "10.0.1/24" matches nobody: expected all four numbers of the network’s address before the mask',
    ],
    [
      'mariadbd: 0.0.0.0/0\n',
      'hosts.allow:1: warning: "0.0.0.0/0" matches nobody: expected a mask from 1 to 32, or one such as 255.255.255.0; write ALL for every client',
    ],
    [
      'mariadbd: 10.0.1.5/255.255.255.255\n',
      'hosts.allow:1: warning: "10.0.1.5/255.255.255.255" matches nobody: libwrap rejects this mask; write the address alone',
    ],
    [
      'mariadbd: 10.0.1\n',
      'hosts.allow:1: warning: "10.0.1" matches nobody: expected four numbers up to 255, or a prefix that ends with a dot, such as "10.0.1."',
    ],
    [
      'mariadbd: [2001:db8:]\n',
      'hosts.allow:1: warning: "[2001:db8:]" matches nobody: expected a complete IPv6 address in the brackets and a prefix length after them, such as [2001:db8::]/32',
    ],
    [
      'mariadbd: [::ffff:10.0.1.5]\n',
      'hosts.allow:1: warning: "[::ffff:10.0.1.5]" matches nobody: libwrap compares such clients as plain IPv4',
    ],
    [
      'mariadbd: /etc/clients\n',
      'hosts.allow:1: warning: "/etc/clients" is a file of patterns that the lab does not have: the rule matches nobody here',
    ],
    [
      'mariadbd: @webs\n',
      'hosts.allow:1: note: "@webs" is a netgroup: the lab has no NIS or LDAP, so it comes from the file netgroup at best, by nsswitch.conf',
    ],
    [
      'mariadbd: root@10.0.1.\n',
      `hosts.allow:1: warning: "root@10.0.1." asks the host of every client that "10.0.1." matches who the user is (ident), and the accept thread waits; ${identSilence}`,
    ],
    [
      '/usr/sbin/mariadbd: 10.\n',
      'hosts.allow:1: warning: "/usr/sbin/mariadbd" is not a daemon: libwrap knows daemons by the name of the program, without a path',
    ],
    ['mariadbd:\n', 'hosts.allow:1: warning: expected "daemons : clients", got no clients; the rule matches nobody'],
    [
      'mariadbd: 10. : severty local0.info\n',
      'hosts.allow:1: warning: expected an option of hosts_options(5), got "severty" (did you mean "severity"?); libwrap refuses every client that the rule matches',
    ],
    [
      'mariadbd: 10. : /bin/true\n',
      'hosts.allow:1: warning: expected an option of hosts_options(5), got "/bin/true"; a command is written as "spawn COMMAND"; libwrap refuses every client that the rule matches',
    ],
    [
      'mariadbd: 10. : allow : severity info\n',
      'hosts.allow:1: warning: the option "allow" must be the last of its rule; libwrap refuses every client that the rule matches',
    ],
    [
      'mariadbd: 10. : spawn\n',
      'hosts.allow:1: warning: the option "spawn" needs a value; libwrap refuses every client that the rule matches',
    ],
    [
      'mariadbd: 10. : keepalive 3\n',
      'hosts.allow:1: warning: the option "keepalive" takes no value, got "3"; libwrap refuses every client that the rule matches',
    ],
    ['mariadbd: 10. :\n', 'hosts.allow:1: warning: an empty option; libwrap refuses every client that the rule matches'],
    [
      'mariadbd: ALL\nmariadbd: 10.\n',
      'hosts.allow:2: warning: no client of the server reaches this rule: hosts.allow:1 matches every client',
    ],
    [
      'ALL: 10.0.1. .a.example\nmariadbd: .a.example\n',
      'hosts.allow:2: warning: no client of the server reaches this rule: hosts.allow:1 matches the same clients',
    ],
  ])('%j', (text, warning) => {
    expect(allow(text)).toContain(warning);
  });

  test('an IPv6 address without brackets falls apart into options', () => {
    expect(allow('mariadbd: 2001:db8::7\n').join('\n')).toContain('expected an option of hosts_options(5), got "db8"');
  });

  test('a catch-all in hosts.allow makes rules of hosts.deny unreachable', () => {
    expect(allow('ALL: ALL\n')).toEqual([
      'hosts.deny:1: warning: no client of the server reaches this rule: hosts.allow:1 matches every client',
    ]);
    expect(allow('ALL: ALL EXCEPT 10.9.\n')).toEqual([]);
    expect(allow('ALL EXCEPT mariadbd: ALL\nmariadbd: 10.\n')).toEqual([]);
  });

  test('rules for other daemons are checked only for their form', () => {
    expect(allow('sshd: .corp.example PARANOID : twist /bin/echo no\nmariadbd: 10.\n')).toEqual([]);
  });

  test.each(['twist /bin/echo', 'rfc931', 'banners /etc/b', 'umask 022', 'aclexec /bin/true'])('%s causes one warning', (option) => {
    expect(allow(`mariadbd: 10. : ${option}\n`)).toHaveLength(1);
  });

  test('lines are joined as libwrap joins them', () => {
    expect(ruleLines('a\\\nb\nc')).toEqual([
      { text: 'ab', line: 1, lastLine: 2, terminated: true },
      { text: 'c', line: 3, lastLine: 3, terminated: false },
    ]);
    expect(ruleLines('')).toEqual([]);
  });
});

describe('the resolver’s files', () => {
  test('resolv.conf', () => {
    const text = [
      'nameserver 10.0.0.1',
      ' nameserver 10.0.0.2',
      'nameserver ten',
      'nameservr 10.0.0.3',
      'options timeout:99 attempts:two rotat',
      'nameserver 10.0.0.3',
      'nameserver 10.0.0.4',
      'nameserver 10.0.0.5',
      '; comment',
      '',
    ].join('\n');
    expect(warn({ 'resolv.conf': text }).filter((line) => line.startsWith('resolv.conf'))).toEqual([
      'resolv.conf:2: warning: a keyword must begin in the first column; glibc ignores this line',
      'resolv.conf:3: warning: expected an IPv4 or IPv6 address, got "ten", which glibc ignores',
      'resolv.conf:4: warning: expected one of nameserver, search, domain, sortlist, options; got "nameservr" (did you mean "nameserver"?), which glibc ignores',
      'resolv.conf:5: warning: glibc reads "timeout:99" as timeout:30',
      'resolv.conf:5: warning: with "attempts:two" glibc asks no nameserver at all: only clients in hosts have a name',
      'resolv.conf:5: warning: expected an option of resolv.conf(5), got "rotat" (did you mean "rotate"?), which glibc ignores',
      'resolv.conf:8: warning: glibc asks at most 3 nameservers; this one is never asked',
    ]);
  });

  test('hosts', () => {
    const text = '10.0.1.21 old.corp.example\n10.0.1.21 web-1.corp.example\n10.0.1 x\n10.0.1.22 # nobody\n10.0.1.23 y\n10.0.1.23 z\n';
    expect(warn({ hosts: text }).filter((line) => line.startsWith('hosts:'))).toEqual([
      'hosts:1: warning: libwrap gets the name "old.corp.example" for 10.0.1.21, but the DNS has "web-1.corp.example"',
      'hosts:2: warning: 10.0.1.21 is already in line 1, and libwrap gets the name from there',
      'hosts:3: warning: expected an IPv4 or IPv6 address, got "10.0.1"; glibc ignores the line',
      'hosts:4: warning: expected a name after 10.0.1.22; glibc accepts the line, takes the name as empty, and does not ask the DNS',
    ]);
  });

  test.each([
    ['hosts: files dns\n', []],
    ['passwd: files\n', ['nsswitch.conf:1: note: no line "hosts:", so glibc uses "files dns"']],
    [
      'hosts: dns files\n',
      ['nsswitch.conf:1: warning: dns comes before files: the DNS is asked for every client, even for those in hosts'],
    ],
    ['hosts: dns\n', ['nsswitch.conf:1: warning: without "files" glibc does not read hosts']],
    [
      'hosts: files mdns4_minimal [NOTFOUND=return] dns\n',
      ['nsswitch.conf:1: note: the lab has no module mdns4_minimal; glibc goes on to the next one'],
    ],
  ])('nsswitch.conf %j', (text, expected) => {
    expect(warn({ 'nsswitch.conf': text }).filter((line) => line.startsWith('nsswitch'))).toEqual(expected);
  });
});

test('an option that the lab sets itself is a note', () => {
  expect(
    warn({ 'my.cnf': '[mysqld]\nbind-address = 10.0.0.10\nmax_connections = 7\n' }).filter((line) => line.startsWith('my.cnf')),
  ).toEqual(['my.cnf:2: note: the lab sets bind-address itself']);
});

test('an option file that begins without a group is a warning', () => {
  expect(warn({ 'my.cnf': '# mine\nskip_name_resolve\n[mysqld]\n' })).toContain(
    'my.cnf:2: warning: an option before the first [group]: the server ignores this whole file',
  );
});

test('a file that the lab does not use is named', () => {
  expect(warn({}, 'mariadbd', ['passwd'])).toContain('passwd:1: note: not read: the lab does not use it');
});

test.each(readdirSync(new URL('./etc', import.meta.url)).filter((name) => name !== 'unparsable'))(
  '%s: warnings name existing lines',
  (name) => {
    const subject = subjectIn(name);
    for (const { file, line } of warningsOf(subject, 'mariadbd')) {
      const text = subject.etc.files.find(({ path }) => path === file)?.text;
      expect({ file, line, within: line >= 1 && line <= (text?.split('\n').length ?? 0) }).toEqual({ file, line, within: true });
    }
  },
);
