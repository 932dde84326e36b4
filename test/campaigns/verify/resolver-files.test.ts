import { describe, expect, test } from 'vitest';
import { networkOf } from '../../../lab/campaigns/verify/host/host-network.ts';
import { asksDns } from '../../../lab/campaigns/verify/warnings/nsswitch.ts';
import { configurationOf, etcOf } from '../../support/etc-folders.ts';
import { warn, warnOf } from '../../support/warned.ts';

const named = 'database: {name: db1, address: 192.0.2.1}\nclients: [{name: w, address: 192.0.2.2}]\n';
const numeric = { 'my.cnf': '[mysqld]\nskip_name_resolve\n', 'hosts.allow': 'ALL: 10.\n', 'hosts.deny': 'ALL: ALL\n' };

describe('resolv.conf, as glibc reads it', () => {
  test.each([
    ['nameserver 10.0.0.1\nnameserver 10.0.0.2\noptions rotate edns0 debug inet6\nsearch a.example\n; c\n# c\n', []],
    ['nameserver 10.1\n', ['1: warning: glibc reads "10.1" as 10.0.0.1']],
    ['nameserver 010.0.0.1\n', ['1: warning: glibc reads "010.0.0.1" as 8.0.0.1']],
    ['nameserver 10.0.0.1:53\n', ['1: warning: expected an IPv4 or IPv6 address, got "10.0.0.1:53", which glibc ignores']],
    ['nameserver\n', ['1: warning: expected a blank or a tab and a value after "nameserver"; glibc ignores this line']],
    ['nameserver:10.0.0.1\n', ['1: warning: expected a blank or a tab and a value after "nameserver"; glibc ignores this line']],
    ['options rotateX\n', ['1: warning: glibc reads "rotateX" as rotate; separate options with blanks']],
    ['options edns0,rotate\n', ['1: warning: glibc reads "edns0,rotate" as edns0; separate options with blanks']],
    ['options timeout:2,attempts:1\n', ['1: warning: glibc reads "timeout:2,attempts:1" as timeout:2']],
    ['options timeout:abc\n', ['1: warning: expected "timeout:NUMBER" of 1 or more, got "timeout:abc"; glibc waits 1 s']],
    ['options timeout:0\n', ['1: warning: expected "timeout:NUMBER" of 1 or more, got "timeout:0"; glibc waits 1 s']],
    ['options attempts:0\n', ['1: warning: with "attempts:0" glibc asks no nameserver at all: only clients in hosts have a name']],
    ['options ndots:20\n', ['1: warning: glibc reads "ndots:20" as ndots:15']],
    [
      'options timeout:1 # attempts:1 as well\n',
      ['1: warning: a comment must begin in the first column: the words after it are options too'],
    ],
    [
      'search a.example # b\n',
      ['1: warning: a comment must begin in the first column: the words after it are domains that glibc tries too'],
    ],
    [
      'options use-vc\n',
      [
        '1: warning: use-vc: over TCP, the option timeout does not apply; with a dead nameserver the kernel decides how long a lookup takes',
      ],
    ],
  ])('%j', (text, expected) => {
    expect(warnOf('resolv.conf', { ...numeric, 'resolv.conf': text })).toEqual(expected.map((each) => `resolv.conf:${each}`));
  });

  test('has three nameservers at most, without those that glibc cannot parse', () => {
    const text = 'nameserver a\nnameserver 10.0.0.1\nnameserver b\nnameserver 10.0.0.2\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n';
    const said = warnOf('resolv.conf', { ...numeric, 'resolv.conf': text }).filter((line) => line.includes('never asked'));
    expect(said).toEqual(['resolv.conf:6: warning: glibc asks at most 3 nameservers; this one is never asked']);
  });

  test('has a carriage return as part of the address', () => {
    const text = 'options rotate\r\nnameserver 10.0.0.1\r\n';
    expect(warnOf('resolv.conf', { ...numeric, 'resolv.conf': text })).toContain(
      'resolv.conf:2: warning: the carriage return at the end of the line belongs to the address "10.0.0.1", which glibc ignores',
    );
    expect(networkOf(etcOf({ 'resolv.conf': text }), configurationOf(named))).toEqual({
      problems: [
        'my-etc/resolv.conf:2: expected "nameserver ADDRESS" of a nameserver on the network, got none that glibc can parse, so it asks 127.0.0.1',
      ],
    });
  });

  test('gives the network the nameservers that glibc asks, and no other', () => {
    const text = ' nameserver 192.0.2.9\nnameserver 192.0.2.10#53\nnameserver 192.2.11\nnameserver 192.0.2.12 # second';
    const found = networkOf(etcOf({ 'resolv.conf': text }), configurationOf(named));
    expect('network' in found ? found.network.nameservers.map(({ address }) => address) : found).toEqual(['192.2.0.11', '192.0.2.12']);
  });
});

/** Each was tried with `getent` and Debian's glibc 2.36: whether it asked the DNS for a host that is not in hosts. */
test.each([
  [undefined, true],
  ['', true],
  ['passwd: files\n', true],
  ['Hosts: files\n', true],
  ['hosts: dns files\n', true],
  ['hosts: files dns\nhosts: files\n', false],
  ['hosts: files\nhosts: files dns\n', true],
  [' hosts: files\n', false],
  ['hosts : files\n', false],
  ['hosts\tfiles\n', false],
  ['hosts:files dns', true],
  ['hosts: files # dns\n', true],
  ['hosts: files [NOTFOUND=return] dns\n', false],
  ['hosts: files [!SUCCESS=return] dns\n', false],
  ['hosts: files [notfound=RETURN] dns\n', false],
  ['hosts: files [NOTFOUND=return UNAVAIL=continue] dns\n', false],
  ['hosts: files [!UNAVAIL=return] dns\n', false],
  ['hosts: files [!NOTFOUND=return] dns\n', true],
  ['hosts: files [TRYAGAIN=return] dns\n', true],
  ['hosts: files [SUCCESS=continue] dns\n', true],
  ['hosts: nosuch [NOTFOUND=return] files dns\n', true],
  ['hosts: nosuch [UNAVAIL=return] files dns\n', false],
  ['hosts: nosuch [!NOTFOUND=return] files dns\n', false],
  ['hosts: files [NOTFOUND=retur] dns\n', false],
  ['hosts: files [] dns\n', false],
  ['hosts: [NOTFOUND=return] files dns\n', false],
  ['hosts:\n', false],
  ['hosts: files,dns\n', false],
  ['hosts: FILES dns\n', true],
  ['hosts: db files dns\r\n', true],
])('nsswitch.conf %j: the DNS is asked: %s', (text, asked) => {
  expect(asksDns(text)).toBe(asked);
});

test.each([
  [
    'hosts: files dns\nhosts: dns\n',
    ['1: warning: "hosts:" appears again in line 2, and only that line applies', '2: warning: without "files" glibc does not read hosts'],
  ],
  [
    'hosts: files [NOTFOUND=return] dns\n',
    ['1: warning: the action after files ends the search: the DNS is never asked, and a client that is not in hosts has no name'],
  ],
  [
    'hosts: resolve [UNAVAIL=return] files dns\n',
    ['1: warning: the action after resolve, which the lab does not have, ends the search: in the lab nothing after it is asked'],
  ],
  [
    'hosts: files [NOTFOUND] dns\n',
    [
      '1: warning: expected actions such as [NOTFOUND=return], got a malformed one: glibc asks neither hosts nor the DNS, and no client has a name',
    ],
  ],
  ['hosts: files dns # and more\n', ['1: warning: a comment cannot follow here: glibc takes the words after "#" as modules']],
  [
    'hosts: compat dns\n',
    ['1: warning: without "files" glibc does not read hosts', '1: note: the lab has no module compat; glibc goes on to the next one'],
  ],
])('nsswitch.conf %j', (text, expected) => {
  expect(warnOf('nsswitch.conf', { 'nsswitch.conf': text })).toEqual(expected.map((each) => `nsswitch.conf:${each}`));
});

/** Each was tried with `getent hosts` and Debian's glibc 2.36, and with libwrap 7.6.q-32. */
describe('hosts', () => {
  test.each(['010.0.0.1 x\n', 'fe80::1%eth0 x\n', '00001::5 x\n', '10.0.0.1,x y\n'])('%j is ignored', (text) => {
    expect(warnOf('hosts', { hosts: text }).join()).toContain('expected an IPv4 or IPv6 address');
  });

  test('a client’s line without a name hides its next line', () => {
    expect(warnOf('hosts', { hosts: '10.0.1.21\n10.0.1.21 web-1.corp.example\n' })).toEqual([
      'hosts:1: warning: expected a name after 10.0.1.21; glibc accepts the line, takes the name as empty, and does not ask the DNS',
      'hosts:2: warning: 10.0.1.21 is already in line 1, and libwrap gets the name from there',
    ]);
  });

  test('a name with two addresses needs "multi on" in host.conf; Debian has it, and so has the lab without the file', () => {
    const hosts = '10.0.1.20 web-1.corp.example\n10.0.1.21 web-1.corp.example\n2001:db8::1 web-1.corp.example\n';
    const said = [
      'hosts:2: warning: "web-1.corp.example" has the address 10.0.1.20 in line 1, and host.conf does not say "multi on": to libwrap, name and address of 10.0.1.21 do not match',
    ];
    expect(warnOf('hosts', { hosts })).toEqual([]);
    expect(warnOf('hosts', { hosts, 'host.conf': 'multi on # c\n' })).toEqual([]);
    expect(warnOf('hosts', { hosts, 'host.conf': 'multi off\n' })).toEqual(said);
    expect(warnOf('hosts', { hosts, 'host.conf': '' })).toEqual(said);
  });
});

test('host.conf: commands that do nothing', () => {
  expect(warnOf('host.conf', { 'host.conf': '# c\norder bind,hosts\nmulti on\nnospoof on\ntrim .example\n' })).toEqual([
    'host.conf:2: note: glibc ignores "order": nsswitch.conf decides which source is asked first',
    'host.conf:4: note: glibc does not know "nospoof" and ignores the line',
  ]);
});

test('files that the lab does not use are one note, however many they are', () => {
  const names = Array.from({ length: 212 }, (_, index) => `file-${index}`);
  expect(warn(numeric, 'mariadbd', names)).toEqual([
    'file-0:1: note: not read, like 211 more (file-1, file-2, file-3, file-4, file-5, …): the lab does not use them',
  ]);
  expect(warn(numeric, 'mariadbd', ['a', 'b'])).toEqual(['a:1: note: not read, like 1 more (b): the lab does not use them']);
});
