import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { missingBanners } from '../../../lab/campaigns/verify/host/named-files.ts';
import { readEtc } from '../../../lab/campaigns/verify/read-etc.ts';
import { LabError } from '../../../lab/errors/lab-error.ts';
import { etcOf } from '../../support/etc-folders.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-etc-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function folder(make: (path: string) => void): string {
  const path = join(root, String(count++));
  mkdirSync(path);
  make(path);
  return path;
}

function problemsOf(path: string): string[] {
  try {
    readEtc(path);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    expect((error as LabError).code).toBe('usage');
    return (error as LabError).message.split('\n').map((line) => line.replace(`${path}/`, ''));
  }
  return [];
}

describe('a folder like /etc', () => {
  test('gives its known files and option files as they are, and names the rest', () => {
    const path = folder((at) => {
      writeFileSync(join(at, 'hosts.allow'), 'ALL: ALL\r\n');
      writeFileSync(join(at, 'passwd'), 'root');
      mkdirSync(join(at, 'mysql/conf.d'), { recursive: true });
      writeFileSync(join(at, 'mysql/conf.d/a.cnf'), '[mysqld]\n');
      writeFileSync(join(at, 'mysql/debian-start'), '#!/bin/sh\n');
      symlinkSync('hosts.allow', join(at, 'hosts.deny'));
    });
    const { files, unread } = readEtc(path);
    expect(files).toEqual([
      { path: 'hosts.allow', text: 'ALL: ALL\r\n' },
      { path: 'hosts.deny', text: 'ALL: ALL\r\n' },
      { path: 'mysql/conf.d/a.cnf', text: '[mysqld]\n' },
    ]);
    expect(unread).toEqual(['passwd']);
  });

  test('has what its rules name below /etc: files of patterns, those that they name, and banners of the server', () => {
    const path = folder((at) => {
      writeFileSync(
        join(at, 'hosts.allow'),
        'ALL: ALL EXCEPT /etc/mysql/denied : banners /etc/banners\nmysqld: app@/etc/allowed /srv/allowed\n',
      );
      writeFileSync(join(at, 'hosts.deny'), 'ALL: /etc/nowhere\n# ALL: /etc/passwd\n');
      mkdirSync(join(at, 'mysql'));
      writeFileSync(join(at, 'mysql/denied'), '10.0.0.1 /etc/mysql/denied\n/etc/more/denied\n');
      mkdirSync(join(at, 'more'));
      writeFileSync(join(at, 'more/denied'), '10.0.0.2\n');
      writeFileSync(join(at, 'allowed'), '10.0.0.3\n');
      writeFileSync(join(at, 'passwd'), 'root');
      mkdirSync(join(at, 'banners'));
      writeFileSync(join(at, 'banners/mysqld'), 'Hello\n');
      writeFileSync(join(at, 'banners/sshd'), 'Not here\n');
    });
    const { files, unread } = readEtc(path);
    expect(files.map((file) => file.path)).toEqual([
      'hosts.allow',
      'hosts.deny',
      'mysql/denied',
      'allowed',
      'more/denied',
      'banners/mysqld',
    ]);
    expect(unread).toEqual(['passwd']);
  });

  test('may not smuggle in files by its rules: links out of it, devices, large files and files that are not text', () => {
    const path = folder((at) => {
      writeFileSync(join(at, 'hosts.allow'), 'ALL: /etc/out /etc/dev /etc/big /etc/bytes /etc/../../etc/passwd : banners /etc/outside\n');
      symlinkSync('/etc/passwd', join(at, 'out'));
      symlinkSync('/dev/zero', join(at, 'dev'));
      symlinkSync('/etc', join(at, 'outside'));
      writeFileSync(join(at, 'big'), 'x'.repeat(1024 * 1024 + 1));
      writeFileSync(join(at, 'bytes'), Buffer.from([10, 255, 10]));
    });
    const leadsOut = 'expected a file of this folder, got a link that leads out of it; copy what it points to (cp -L)';
    expect(problemsOf(path)).toEqual([
      `out: ${leadsOut}`,
      `dev: ${leadsOut}`,
      'big: expected 1048576 bytes or fewer, got 1048577',
      'bytes:2: expected UTF-8 text, got other bytes; iconv -f latin1 -t utf8 converts it',
      `outside: ${leadsOut}`,
    ]);
  });

  test('may have no link out of it, no device, pipe or folder for a file, nothing huge; all problems are reported at once', () => {
    const path = folder((at) => {
      symlinkSync('/etc/passwd', join(at, 'hosts'));
      symlinkSync('/dev/zero', join(at, 'resolv.conf'));
      symlinkSync('nowhere', join(at, 'gai.conf'));
      execFileSync('mkfifo', [join(at, 'host.conf')]);
      mkdirSync(join(at, 'nsswitch.conf'));
      writeFileSync(join(at, 'hosts.deny'), 'x'.repeat(1024 * 1024 + 1));
      symlinkSync('/etc', join(at, 'mysql'));
    });
    const leadsOut = 'expected a file of this folder, got a link that leads out of it; copy what it points to (cp -L)';
    expect(problemsOf(path)).toEqual([
      'gai.conf: expected a file, got a broken link (ENOENT)',
      'host.conf: expected a plain file, got a device, pipe or socket',
      `hosts: ${leadsOut}`,
      'hosts.deny: expected 1048576 bytes or fewer, got 1048577',
      'nsswitch.conf: expected a plain file, got a folder',
      `resolv.conf: ${leadsOut}`,
      `mysql: ${leadsOut}`,
    ]);
  });

  test('is text: a zero byte or bytes that are not UTF-8 are reported with their line', () => {
    const path = folder((at) => {
      writeFileSync(join(at, 'hosts.allow'), Buffer.from('# ok\nALL: \0\n'));
      writeFileSync(join(at, 'hosts.deny'), Buffer.from('ALL: ALL\n# caf\xe9\n', 'latin1'));
    });
    expect(problemsOf(path)).toEqual([
      'hosts.allow:2: expected text, got a zero byte',
      'hosts.deny:2: expected UTF-8 text, got other bytes; iconv -f latin1 -t utf8 converts it',
    ]);
  });

  test('may not have a chain of folders that leads into itself', () => {
    const path = folder((at) => {
      mkdirSync(join(at, 'mysql'));
      symlinkSync('.', join(at, 'mysql/again'));
    });
    expect(problemsOf(path).join()).toMatch(/expected folders no deeper than 4/);
  });

  test('must exist', () => {
    expect(() => readEtc(join(root, 'none'))).toThrow('expected a folder that looks like /etc');
  });
});

test('banners of the server that the folder does not have are named with their rule', () => {
  const hosts = 'sshd: ALL : banners /etc/no\n# ALL: ALL : banners /etc/no\nALL: ALL : banners /srv/b : allow\nALL: 10. : banners /etc/b\n';
  const etc = etcOf({ 'hosts.allow': hosts, 'b/mysqld': 'Hello\n' });
  expect(missingBanners(etc, 'mysqld').map(({ line, text }) => `${line}: ${text}`)).toEqual([
    '3: banners: "/srv/b/mysqld" is not in this folder, so no banner is sent here',
  ]);
  expect(missingBanners(etc, 'mariadbd').map(({ line }) => line)).toEqual([3, 4]);
});
