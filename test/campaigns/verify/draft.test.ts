import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, describe, expect, test } from 'vitest';
import type { EtcFolder } from '../../../lab/campaigns/verify/access/etc-folder.ts';
import { draftConfiguration } from '../../../lab/campaigns/verify/draft/draft.ts';
import { settingsTitle } from '../../../lab/campaigns/verify/draft/draft-text.ts';
import { exampleFolder } from '../../../lab/campaigns/verify/example.ts';
import { faultsToRun } from '../../../lab/campaigns/verify/faults-to-run.ts';
import { readEtc } from '../../../lab/campaigns/verify/read-etc.ts';
import { subjectOf } from '../../../lab/campaigns/verify/scenario/subject.ts';
import { startFolder } from '../../../lab/campaigns/verify/start-folder.ts';
import { daemons } from '../../../lab/servers/index.ts';
import { configurationOf, etcOf, folders } from '../../support/etc-folders.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-draft-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const draftOf = (files: Readonly<Record<string, string>>): string => draftConfiguration(etcOf(files), daemons);
const withDraft = (etc: EtcFolder): EtcFolder => ({
  ...etc,
  files: [...etc.files, { path: 'wraplab.yaml', text: draftConfiguration(etc, daemons) }],
});
/** Who is who in the draft: lines of hosts, as they are written. */
const hostsIn = (text: string, key: 'clients' | 'outsiders'): string[] => {
  const [, list = ''] = new RegExp(`^${key}:\\n((?:  - .*\\n)+)`, 'm').exec(text) ?? [];
  return list
    .trimEnd()
    .split('\n')
    .map((line) => line.replace('  - ', ''));
};

const manyNames = (count: number): string[] => Array.from({ length: count }, (_, index) => `web-${index}.corp.example`);
const manyHosts = (count: number): Readonly<Record<string, string>> => ({
  hostname: 'db1\n',
  hosts: `10.0.0.10 db1\n${manyNames(count)
    .map((name, index) => `10.1.${index >> 8}.${index & 255} ${name}`)
    .join('\n')}\n`,
  'hosts.deny': 'ALL: ALL\n',
});

const whole = {
  hostname: 'db1\n',
  hosts: '127.0.0.1 localhost\n10.0.0.10 db1.corp.example db1\n10.0.0.53 ns\n10.0.1.21 Web-1.corp.example\n10.0.9.9 printer.corp.example\n',
  'hosts.allow': 'mysqld: 10.0.1. 10.20.0.0/16 batch.corp.example 10.0.7.7 .partner.example\n',
  'hosts.deny': 'ALL: ALL\n',
  'resolv.conf': 'nameserver 10.0.0.53\n',
};

describe('the draft of wraplab.yaml', () => {
  test('names the database host, clients that the rules let in, and outsiders that they refuse; it says what is invented', () => {
    const text = draftOf(whole);
    expect(text).toContain('\ndatabase: { name: db1.corp.example, address: 10.0.0.10 }\n');
    expect(hostsIn(text, 'clients')).toEqual([
      '{ name: web-1.corp.example, address: 10.0.1.21 }',
      '{ name: client-1.wraplab.invalid, address: 10.20.0.21 } # for "10.20.0.0/16" of the rules; name and address are invented',
      '{ name: batch.corp.example, address: 192.0.2.21 } # for "batch.corp.example" of the rules; its address is invented',
      '{ name: client-3.wraplab.invalid, address: 10.0.7.7 } # for "10.0.7.7" of the rules; its name is invented',
      '{ name: client-4.partner.example, address: 192.0.2.22 } # for ".partner.example" of the rules; name and address are invented',
    ]);
    expect(hostsIn(text, 'outsiders')).toEqual([
      '{ name: printer.corp.example, address: 10.0.9.9 } # in hosts, and the rules refuse it',
      '{ name: stranger.wraplab.invalid, address: 198.51.100.66 } # invented',
    ]);
  });

  test('says where the files do not tell, and keeps hosts as clients if the rules refuse all of them', () => {
    const netgroup = draftOf({ ...whole, 'hosts.allow': 'mysqld: @web\n' });
    expect(hostsIn(netgroup, 'clients')).toEqual([
      '{ name: web-1.corp.example, address: 10.0.1.21 } # the files do not tell whether the rules let it in',
      '{ name: printer.corp.example, address: 10.0.9.9 } # the files do not tell whether the rules let it in',
    ]);
    const refused = draftOf({ ...whole, 'hosts.allow': '' });
    expect(hostsIn(refused, 'clients')).toEqual([
      '{ name: web-1.corp.example, address: 10.0.1.21 } # the rules refuse it',
      '{ name: printer.corp.example, address: 10.0.9.9 } # the rules refuse it',
    ]);
    expect(hostsIn(refused, 'outsiders')).toEqual(['{ name: stranger.wraplab.invalid, address: 198.51.100.66 } # invented']);
  });

  test('invents what a folder without files lacks', () => {
    const text = draftOf({});
    expect(text).toContain(
      '\ndatabase: { name: database.wraplab.invalid, address: 192.0.2.10 } # not in the files, so invented: its name, its address\n',
    );
    expect(hostsIn(text, 'clients')).toEqual([
      '{ name: client-1.wraplab.invalid, address: 192.0.2.21 } # invented: hosts and rules name no client',
    ]);
    expect(hostsIn(text, 'outsiders')).toEqual([
      '{ name: stranger.wraplab.invalid, address: 198.51.100.66 } # invented, and no rule refuses it',
    ]);
  });

  test('gives the database host an address of each family that others have', () => {
    const text = draftOf({ hostname: 'db1', hosts: '10.0.0.10 db1\n2001:db8::21 web-1\n', 'resolv.conf': 'nameserver 2001:db8::53\n' });
    expect(text).toContain(
      "\ndatabase: { name: db1, address: 10.0.0.10, secondAddress: '2001:db8::10' } # not in the files, so invented: its IPv6 address (because of 2001:db8::21)\n",
    );
  });

  test('sets a higher rate if clients could not all try in time, and only then', () => {
    const alike = draftOf({ ...manyHosts(1000), 'hosts.allow': 'mysqld: .corp.example\n' });
    expect(configurationOf(alike).load).toMatchObject({ ratePerSecond: 2, outsidersPerSecond: 0.5 });
    const apart = draftOf({
      ...manyHosts(1000),
      'hosts.allow': manyNames(1000)
        .map((name) => `mysqld: ${name}\n`)
        .join(''),
    });
    // 2 tries each and a fifth more, within 300 s, of which a fault that comes and goes takes away half.
    expect(configurationOf(apart).load.ratePerSecond).toBeGreaterThan((1000 * 2 * 1.2) / 300);
    expect(apart).toContain('\n# More connects than by default, so that each of these hosts can try twice in time.\nload:\n');
    expect(hostsIn(apart, 'clients')).toHaveLength(1000);
  });

  test('has its other settings as comments, which are the defaults once they are uncommented', () => {
    const text = draftOf(whole);
    const [head, settings = ''] = text.split(`${settingsTitle}\n`);
    const uncommented = `${head}${settings.replace(/^# /gm, '')}`;
    expect(uncommented).not.toBe(text);
    expect(configurationOf(uncommented)).toEqual(configurationOf(text));
  });
});

/** Folders that are odd in one way each, and what every one of them must lead to. */
const odd: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'without files': {},
  'without hosts': { hostname: 'db1\n', 'hosts.allow': 'ALL: 10.1.\n', 'hosts.deny': 'ALL: ALL\n' },
  'with IPv6 only': {
    hostname: 'db1\n',
    hosts: '::1 localhost\n2001:db8::10 db1\n2001:db8::21 web-1\n2001:db8::22 web-2\n',
    'hosts.allow': 'ALL: [2001:db8::]/64 [2001:db9::1] [2001:dba::]/127\n',
    'hosts.deny': 'ALL: ALL\n',
    'resolv.conf': 'nameserver 2001:db8::53\n',
  },
  'with names that YAML reads as something else': {
    hostname: 'null\n',
    hosts: '10.0.0.1 null\n10.0.0.2 true\n10.0.0.3 12\n10.0.0.4 1e3\n10.0.0.5 0x10\n10.0.0.6 yes\n10.0.0.7 1.2.3.4\n10.0.0.8 12.5\n',
  },
  'with names that no host can have': { hostname: '-x-\n', hosts: '10.0.0.1 -x-\n10.0.0.2 _y\n10.0.0.3 a b\n10.0.0.4 z..z\n' },
  'with addresses of this host and of none': {
    hosts:
      '0.0.0.0 all\n255.255.255.255 broadcasthost\nff02::1 ip6-allnodes\nfe80::1 link\n127.0.1.1 db1\n::ffff:10.0.0.9 mapped\n10.0.0.9 plain\n',
  },
  'with the addresses that the lab invents': {
    hosts: '198.51.100.66 a\n192.0.2.10 b\n192.0.2.21 c\n198.18.0.53 d\n',
    'hosts.allow': 'ALL: .corp.example LOCAL\n',
    'hosts.deny': 'ALL: ALL\n',
  },
  'with 3,000 hosts': { ...manyHosts(3000), 'hosts.allow': 'ALL: .corp.example EXCEPT web-7.corp.example\n' },
  'with more hosts than can be clients': { ...manyHosts(5000), 'hosts.allow': 'ALL: 10.1.\n' },
  'with rules of every kind': {
    hosts: '10.0.0.1 web-1\n',
    'hosts.allow':
      'ALL: @group /etc/patterns user@10.3. KNOWN EXCEPT web-9\nALL: 10.4.*.? 10.5.0.0/255.255.0.0 10.6.7.8/16 [::1] LOCAL : aclexec /bin/true\nALL: 127.0.0.1 localhost 0.0.0.0/0 255. 300.1. 10.9.9.9/255.255.255.255\nALL: ALL EXCEPT 10.7. EXCEPT 10.7.1.\nno colon\n',
    'hosts.deny': 'ALL: ALL EXCEPT LOCAL : allow',
    patterns: '10.8. .of-file.example\n',
  },
};

/** Folders put together by chance from lines that are odd by themselves. */
function byChance(seed: number): Readonly<Record<string, string>> {
  const generator = xoroshiro128plus(seed);
  const draw = (below: number): number => Math.abs(generator.next()) % below;
  const some = (all: readonly string[], most: number): string =>
    Array.from({ length: draw(most + 1) }, () => all[draw(all.length)] ?? '').join('\n');
  const lines = Object.entries(odd).flatMap(([what, files]) => (what.includes('hosts') ? [] : [files]));
  const linesOf = (name: string): string[] => lines.flatMap((files) => (files[name] ?? '').split('\n')).filter((line) => line !== '');
  const files = {
    hostname: some(linesOf('hostname'), 1),
    hosts: `${some([...linesOf('hosts'), `10.${draw(3)}.0.${draw(250) + 1} h${draw(20)}.corp.example db1`], 12)}\n`,
    'hosts.allow': `${some(linesOf('hosts.allow'), 4)}\n`,
    'hosts.deny': `${some(linesOf('hosts.deny'), 2)}\n`,
    'resolv.conf': some(['nameserver 10.0.0.3', 'nameserver 2001:db8::21', 'nameserver 198.51.100.66', 'options ndots:2'], 4),
  };
  return Object.fromEntries(Object.entries(files).filter(() => draw(6) > 0));
}

describe('a folder with its draft', () => {
  const isAccepted = (etc: EtcFolder): void => {
    const subject = subjectOf(withDraft(etc));
    expect(faultsToRun(subject).length).toBeGreaterThan(15);
    expect(subject.network.assumed.filter((text) => !text.includes('resolv.conf'))).toEqual([]);
  };

  test.each(Object.entries(odd))('is accepted as it is: %s', (_what, files) => isAccepted(etcOf(files)));

  const names = readdirSync(folders);
  test.each(names)('is accepted as it is: the folder %s without its own wraplab.yaml', (name) => {
    const etc = readEtc(join(folders, name));
    isAccepted({ ...etc, files: etc.files.filter(({ path }) => path !== 'wraplab.yaml') });
  });

  test('is accepted as it is, however its lines are put together', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const files = byChance(seed);
      // A nameserver on the host itself is a problem of resolv.conf, which no setting mends.
      const hasNameserver = files['resolv.conf'] === undefined || /^nameserver/m.test(files['resolv.conf']);
      if (hasNameserver) {
        expect(() => isAccepted(etcOf(files)), JSON.stringify(files)).not.toThrow();
      }
    }
  });
});

describe('verify --init', () => {
  const folderWith = (name: string, files: Readonly<Record<string, string>>): string => {
    mkdirSync(join(root, name));
    for (const [path, text] of Object.entries(files)) {
      writeFileSync(join(root, name, path), text);
    }
    return join(root, name);
  };

  test('writes wraplab.yaml alone into a folder with files, and leaves those as they were', () => {
    const folder = folderWith('existing', whole);
    expect(startFolder(folder)).toEqual({ written: [join(folder, 'wraplab.yaml')], problems: [] });
    expect(readdirSync(folder).toSorted()).toEqual([...Object.keys(whole), 'wraplab.yaml'].toSorted());
    expect(Object.keys(whole).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(Object.values(whole));
    expect(subjectOf(readEtc(folder)).network.clients).toHaveLength(5);
  });

  test('writes the whole example into a folder that is new or empty', () => {
    mkdirSync(join(root, 'empty'));
    for (const name of ['empty', 'new']) {
      startFolder(join(root, name));
      expect(readdirSync(join(root, name)).toSorted()).toEqual(readdirSync(exampleFolder).toSorted());
    }
  });

  test('says what no setting can mend', () => {
    const folder = folderWith('stub', { ...whole, 'resolv.conf': 'nameserver 127.0.0.53\n' });
    expect(startFolder(folder).problems).toEqual([
      `${join(folder, 'resolv.conf')}:1: expected "nameserver ADDRESS" of a nameserver on the network, got 127.0.0.53, a program on the database host itself, which the lab does not have; name the nameservers that it asks`,
    ]);
  });

  test('overwrites nothing, not even a link that leads nowhere', () => {
    const folder = folderWith('own', { 'wraplab.yaml': 'mine\n', 'hosts.deny': '' });
    expect(() => startFolder(folder)).toThrow(`${join(folder, 'wraplab.yaml')}: expected no such file, got one`);
    expect(readFileSync(join(folder, 'wraplab.yaml'), 'utf8')).toBe('mine\n');
    const linked = folderWith('linked', { 'hosts.deny': '' });
    symlinkSync(join(root, 'nowhere'), join(linked, 'wraplab.yaml'));
    expect(() => startFolder(linked)).toThrow('expected no such file, got one');
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });

  test('refuses a folder that cannot be read as /etc, and writes nothing into it', () => {
    const folder = join(root, 'device');
    cpSync(join(folders, 'slow'), folder, { recursive: true });
    rmSync(join(folder, 'wraplab.yaml'));
    writeFileSync(join(folder, 'hosts'), Buffer.from([0x31, 0, 0x32]));
    expect(() => startFolder(folder)).toThrow('hosts:1: expected text, got a zero byte');
    expect(existsSync(join(folder, 'wraplab.yaml'))).toBe(false);
  });
});
