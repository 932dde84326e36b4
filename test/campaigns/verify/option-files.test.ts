import { describe, expect, test } from 'vitest';
import { warningAsText } from '../../../lab/campaigns/verify/access/warning.ts';
import { optionFileWarnings } from '../../../lab/campaigns/verify/warnings/option-files.ts';
import { lastOption, optionsRead } from '../../../lab/campaigns/verify/warnings/server-options.ts';
import { etcOf } from '../../support/etc-folders.ts';
import { warn, warnOf } from '../../support/warned.ts';

const quiet = { 'hosts.allow': 'ALL: 10.\n', 'hosts.deny': 'ALL: ALL\n' };
const local = (value: string): string =>
  `bind-address = ${value}: on this host no remote client gets in, whatever the rules say; the lab sets its own bind-address, so its runs do not show this`;
const unread = (why: string): string =>
  `the server does not read this file: it starts with /etc/my.cnf and /etc/mysql/my.cnf, and ${why}; nothing in here applies`;

describe('option files that nothing includes', () => {
  test.each(['my.cnf.d/server.cnf', 'mysql/server.cnf', 'mysql/mysql.conf.d/mysqld.cnf'])('%s alone is not read', (path) => {
    const text = '# comment\n[client]\nport = 1\n[mysqld]\nskip_name_resolve = ON\nbind-address = 127.0.0.1\n';
    expect(warnOf(path, { ...quiet, 'my.cnf': '', [path]: text })).toEqual([`${path}:4: warning: ${unread('my.cnf does not include it')}`]);
  });

  test('leave the server with its defaults if there is no my.cnf', () => {
    const etc = etcOf({ 'my.cnf.d/server.cnf': '[mariadb]\nskip_name_resolve\nbind-address = 127.0.0.1\n' });
    const said = optionFileWarnings(etc, optionsRead(etc, 'mariadbd')).map((each) => warningAsText('e', each));
    expect(said).toEqual([
      'e/my.cnf:1: note: missing, so the server has its defaults: with skip_name_resolve OFF it looks up every client itself, in addition to libwrap',
      `e/my.cnf.d/server.cnf:1: warning: ${unread('there is neither my.cnf nor mysql/my.cnf')}`,
    ]);
  });

  test('are those that are not included by file or folder; folders below do not count', () => {
    const files = {
      'my.cnf': '[client-server]\n!includedir /etc/my.cnf.d\n',
      'my.cnf.d/a.cnf': '[mysqld]\n!include /etc/mysql/extra.cnf\n',
      'my.cnf.d/below/b.cnf': '[mysqld]\nport = 7\n',
      'mysql/extra.cnf': '[mysqld]\nskip_name_resolve\n',
    };
    expect(warn({ ...quiet, ...files })).toEqual([
      `my.cnf.d/below/b.cnf:1: warning: ${unread('my.cnf, my.cnf.d/a.cnf, mysql/extra.cnf do not include it')}`,
    ]);
  });

  test('cause no warning without a group of the server, or as copies of one that is read', () => {
    const text = '[mysqld]\nmax_connections = 5\n';
    const files = { 'my.cnf': '', 'mysql/my.cnf': text, 'mysql/mariadb.cnf': text, 'mysql/debian.cnf': '[client]\nuser = root\n' };
    expect(warn({ ...quiet, ...files })).toEqual([]);
  });

  test('do not include one that includes itself: it is read to its end', () => {
    const files = { 'my.cnf': '[mysqld]\n!include /etc/my.cnf\nskip_name_resolve\n' };
    expect(lastOption(optionsRead(etcOf(files), 'mysqld'), 'skip-name-resolve')?.line).toBe(3);
  });
});

/** Groups, case, comments and quotes as `--print-defaults` of the lab's MariaDB 10.11 printed them. */
describe('what the server reads', () => {
  test.each([
    ['[mysqld]\nport = 9 # c\n', '9'],
    ['[Mysqld]\nport=77\n', '77'],
    ['[mysqld ]\nport=7\n', '7'],
    ['[ mysqld ]\nport=7\n', undefined],
    ['[mariadb-10.11]\nport="a b" # q\n', 'a b'],
    ['[mariadb-10.6]\nport=7\n', undefined],
    ['[mysqld]\nport=localhost#c\n', 'localhost'],
    ["[mysqld]\nport='a#b'\n", 'a#b'],
    ['[mysqld]\nloose_port = 5\n', '5'],
    ['[client]\nport=1\n', undefined],
    ['[mysqld]\nport = 4\n[server]\nport = 5\n', '5'],
    ['[mysqld]\n#port = 4\n; port = 5\n', undefined],
    ['[mysqld]\nport = 4\n!include /etc/nosuch.cnf\n', '4'],
  ])('%j: port is %s', (text, value) => {
    expect(lastOption(optionsRead(etcOf({ 'my.cnf': text }), 'mariadbd'), 'port')?.value).toBe(value);
  });

  test('MySQL does not read MariaDB’s groups', () => {
    const etc = etcOf({ 'my.cnf': '[mariadb]\nport = 1\n' });
    expect(optionsRead(etc, 'mariadbd').options).toHaveLength(1);
    expect(optionsRead(etc, 'mysqld').options).toEqual([]);
  });
});

describe('a server that no remote client reaches', () => {
  test.each([
    ['[mysqld]\nbind-address = 127.0.0.1\n', 2, '127.0.0.1'],
    ['[mysqld]\nbind_address=::1\n', 2, '::1'],
    ['[mariadbd]\nBind-Address = "localhost" # only here\n', 2, 'localhost'],
    ['[mysqld]\nbind-address = 0.0.0.0\n[server]\nbind-address = 127.0.0.1\n', 4, '127.0.0.1'],
    ['[mysqld]\nbind-address = 127.0.0.1,::1\n', 2, '127.0.0.1,::1'],
    ['[mysqld]\nloose-bind-address = 127.0.1.1\n', 2, '127.0.1.1'],
    ['[mysqld]\nbind-addr = ::1\n', 2, '::1'],
  ])('%j is a warning', (text, line, value) => {
    expect(warnOf('my.cnf', { ...quiet, 'my.cnf': text })).toContain(`my.cnf:${line}: warning: ${local(value)}`);
  });

  test.each([
    '[mysqld]\nbind-address = 127.0.0.1\nbind-address = *\n',
    '[mysqld]\nbind-address = 127.0.0.1,10.0.0.10\n',
    '[mysqld]\nbind-address = 10.0.0.10\n',
    '[mysqld]\nbind-address\n',
    '[client]\nbind-address = 127.0.0.1\n',
    '[mysqld]\nskip-networking = OFF\n',
    '[mysqld]\nskip-networking\nskip_networking = 0\n',
  ])('%j causes no warning', (text) => {
    expect(warn({ ...quiet, 'my.cnf': text }).filter((line) => line.includes('no remote client'))).toEqual([]);
  });

  test('is warned about in an included file too', () => {
    const files = { 'mysql/my.cnf': '!includedir /etc/mysql/conf.d/\n', 'mysql/conf.d/z.cnf': '[mysqld]\nbind-address = 127.0.0.1\n' };
    expect(warn({ ...quiet, 'my.cnf': '', ...files })).toEqual([`mysql/conf.d/z.cnf:2: warning: ${local('127.0.0.1')}`]);
  });

  test.each(['skip-networking', 'skip_networking = ON', 'skip-networking=1'])('%s is a warning', (option) => {
    expect(warn({ ...quiet, 'my.cnf': `[mysqld]\n${option}\n` })).toEqual([
      'my.cnf:2: warning: skip-networking: the server does not listen on the network, so no remote client gets in',
    ]);
  });
});

test('options that the lab sets itself are noted in the server’s groups only', () => {
  expect(warn({ ...quiet, 'my.cnf': '[client]\nport = 3307\nsocket = /x\n[mysqld]\nport = 3307\n' })).toEqual([
    'my.cnf:5: note: the lab sets port itself',
  ]);
});
