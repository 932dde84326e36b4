import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeExample } from '../../../lab/campaigns/verify/example.ts';
import { emptyFolders } from '../../../lab/campaigns/verify/host/empty-include-dirs.ts';
import { readEtc } from '../../../lab/campaigns/verify/read-etc.ts';
import { asScenario } from '../../../lab/campaigns/verify/scenario/as-scenario.ts';
import { subjectOf } from '../../../lab/campaigns/verify/scenario/subject.ts';
import { warningsOf } from '../../../lab/campaigns/verify/warnings/index.ts';
import { dead, etcOf, folders, subjectIn } from '../../support/etc-folders.ts';
import { lab } from '../../support/lab-process.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-init-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

describe('the example', () => {
  test('can be verified as it is, without a warning, on either server', () => {
    const folder = join(root, 'new');
    writeExample(folder);
    const subject = subjectOf(readEtc(folder));
    for (const daemon of ['mariadbd', 'mysqld']) {
      expect(warningsOf(subject, daemon).filter(({ weight }) => weight === 'warning')).toEqual([]);
    }
    expect(subject.network.assumed).toEqual([]);
  });

  test('overwrites nothing: if one of its files exists, none is written', () => {
    const folder = join(root, 'taken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'hosts.deny'), 'mine\n');
    expect(() => writeExample(folder)).toThrow(`${join(folder, 'hosts.deny')}: expected no such file, got one`);
    expect(readdirSync(folder)).toEqual(['hosts.deny']);
    expect(readFileSync(join(folder, 'hosts.deny'), 'utf8')).toBe('mine\n');
  });
});

describe('a folder as a scenario', () => {
  test('has the files unchanged, defaults for missing ones, and the fault on every nameserver', () => {
    const { host, nameserver, otherNameservers, fault } = asScenario(subjectIn('rotate'), dead);
    expect(host.files['/etc/resolv.conf']).toBe(readFileSync(join(folders, 'rotate/resolv.conf'), 'utf8'));
    expect(host.files['/etc/nsswitch.conf']).toContain('hosts: files dns');
    expect(Object.keys(host.files)).not.toContain('/etc/wraplab.yaml');
    expect({ nameserver, otherNameservers, fault }).toEqual({
      nameserver: '10.28.0.53',
      otherNameservers: ['10.28.0.54', '10.28.0.55'].map((address) => ({ address, suffersFault: true })),
      fault: { id: 'dead' },
    });
  });

  test('has a folder that an option file includes, even an empty one', () => {
    const text = '[mysqld]\n!includedir /etc/mysql/conf.d/\n!includedir /etc/my.cnf.d\n';
    expect(emptyFolders(etcOf({ 'mysql/my.cnf': text, 'my.cnf.d/a.cnf': '' }))).toEqual({ '/etc/mysql/conf.d/nothing.cnf': '' });
  });

  test('is judged by the limits of wraplab.yaml, known clients and newcomers apart, and needs no healthy baseline', () => {
    const subject = subjectIn('fine');
    const limits = { ...subject.configuration.limits, greetingP95Ms: 300, greetingP99Ms: 700, availablePercent: 90 };
    const { expectations, healthyBaseline } = asScenario({ ...subject, configuration: { ...subject.configuration, limits } }, dead);
    expect(Object.fromEntries(expectations.map(({ id, atMost, atLeast }) => [id, atMost ?? atLeast]))).toEqual({
      'fast-known': 300,
      'fast-newcomers': 300,
      'fast-p99-known': 700,
      'fast-p99-newcomers': 700,
      'available-known': 90,
      'available-newcomers': 90,
      socket: 90,
      'outsider-out': 0,
      'outsider-out-ever': 0,
      recovers: undefined,
      'queue-at-end': undefined,
      'every-client-tried': 0,
      'every-outsider-tried': 0,
    });
    expect(healthyBaseline).toBe(false);
    const limited = { ...subject.configuration, limits: { ...limits, recoverySeconds: 3 } };
    const recovers = asScenario({ ...subject, configuration: limited }, dead).expectations.find(({ id }) => id === 'recovers');
    expect(recovers).toMatchObject({ atMost: 3, measure: { withinMs: 300 } });
  });
});

describe.concurrent('npm run verify', () => {
  test('exits with 64 and every problem with file and line, and starts nothing', async () => {
    const { code, stderr } = await lab(['verify', join(folders, 'unparsable')], noEngine);
    expect(code).toBe(64);
    expect(stderr.match(/unparsable\/wraplab\.yaml:\d+: .*expected/g)).toHaveLength(5);
    expect(stderr).toContain('nothing was started, and nothing in the folder was changed');
  });

  test('reads and warns without an engine with --check', async () => {
    const { code, stdout } = await lab(['verify', join(folders, 'wrong-hosts'), '--check'], noEngine);
    expect(code).toBe(0);
    expect(stdout).toContain('wrong-hosts/hosts:5: warning: expected an IPv4 or IPv6 address, got "10.31.1"');
  });

  test('refuses a command line without a folder', async () => {
    const { code, stderr } = await lab(['verify'], noEngine);
    expect(code).toBe(64);
    expect(stderr).toMatch(/^usage: npm run verify -- DIR \[options\]\n/);
  });
});
