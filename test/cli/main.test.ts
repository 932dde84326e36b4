import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../lab/cli/commands.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import { reports } from '../../lab/reports/index.ts';
import { scenarioNames } from '../../lab/scenario/catalog.ts';
import { verdictSchema } from '../../lab/verdict/verdict-schema.ts';
import { lab } from '../support/lab-process.ts';
import { outage } from '../support/recorded-run.ts';

/** None of these may touch an engine: with this one, exit 69. */
const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

describe.concurrent('the command line', () => {
  test('lists the scenarios with their titles', async () => {
    const { code, stdout } = await lab(['scenario'], noEngine);
    expect(code).toBe(0);
    for (const name of scenarioNames()) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    }
  });

  test('answers an unknown scenario with the near names and how to list all, exit 64', async () => {
    const [near, several, far] = await Promise.all(['dns-slo', 'dns', 'zzz'].map((name) => lab(['scenario', name], noEngine)));
    const hint = 'wraplab: what to do: "npm run scenario" lists them; the path of a file has a slash in it, or ends in .ts\n';
    expect(near).toEqual({
      code: 64,
      stdout: '',
      stderr: `wraplab: expected the name of a scenario, got "dns-slo" (did you mean "dns-slow"?)\n${hint}`,
    });
    expect(several?.stderr).toContain('got "dns" (did you mean "dns-dead" or "dns-slow" or "observe-dns-flood"?)\n');
    expect(far?.stderr).toBe(`wraplab: expected the name of a scenario, got "zzz"\n${hint}`);
  });

  test('shows where to begin with "help", exit 0', async () => {
    const { code, stdout } = await lab(['help'], noEngine);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^wraplab reproduces an outage/);
    for (const { name, title } of commands) {
      expect(stdout).toMatch(new RegExp(`^  npm run ${name} +${title.slice(0, 20).replace(/[[\]().?]/g, '.')}`, 'm'));
    }
  });

  test('"help NAME" prints what "NAME --help" prints', async () => {
    const [help, option, unknown] = await Promise.all(
      [
        ['help', 'gc'],
        ['gc', '--help'],
        ['help', 'gcc'],
      ].map((args) => lab(args, noEngine)),
    );
    expect(help).toEqual(option);
    expect(unknown).toMatchObject({ code: 64, stderr: expect.stringContaining('got "gcc" (did you mean "gc"?)') });
  });

  test.each(['verify', 'analyze', 'compare', 'repeat', 'images', 'engine'])(
    '%s without arguments prints usage and examples, exit 64',
    async (name) => {
      const command = commands.find((each) => each.name === name);
      const { code, stdout, stderr } = await lab([name], noEngine);
      expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^usage: npm run ${name} -- `));
      expect(command?.examples?.length).toBeGreaterThan(1);
      for (const { line, does } of command?.examples ?? []) {
        expect(stderr).toMatch(new RegExp(`^  npm run ${line.replaceAll('.', '\\.')} +${does.slice(0, 20)}`, 'm'));
      }
    },
  );

  test('every example is a command line that its command accepts as one', () => {
    for (const { name, options = {}, examples = [] } of commands) {
      for (const { line } of examples) {
        const [script, ...words] = line.split(' ');
        const options_ = words.filter((word) => word.startsWith('--') && word !== '--').map((word) => word.slice(2));
        expect({ line, script, unknown: options_.filter((option) => !(option in options)) }).toEqual({ line, script: name, unknown: [] });
        expect(words.indexOf('--') <= words.findIndex((word) => /^--\w/.test(word)) || options_.length === 0).toBe(true);
      }
    }
  });

  test('shows all problems of a command line at once, exit 64', async () => {
    const { code, stderr } = await lab(['scenario', 'dns-slow', '--seed', 'x', '--fault', 'deda', '--colour'], noEngine);
    expect(code).toBe(64);
    expect(stderr.match(/expected/g)).toHaveLength(3);
    expect(stderr).toContain('did you mean "dead"?');
  });

  test('refuses a rate outside all regimes of the scenario with the allowed range, before anything starts', async () => {
    const { code, stderr } = await lab(['scenario', 'dns-slow', '--rate', '500'], noEngine);
    expect(code).toBe(64);
    expect(stderr).toContain('--rate: expected 0.2 to 300 connects a second for dns-slow, got 500');
  });

  test('refuses a delay that the fault does not use', async () => {
    const { code, stderr } = await lab(['scenario', 'dns-dead', '--delay-ms', '100'], noEngine);
    expect(code).toBe(64);
    expect(stderr).toContain('--delay-ms: expected with the fault "slow", got it with the fault "dead" of dns-dead');
  });

  test('shows what fixes change in the host’s files, for the server that would run, and starts nothing', async () => {
    const { code, stdout } = await lab(['scenario', 'dns-dead', '--fix', 'numeric-acl', '--server', 'mysql', '--diff'], noEngine);
    expect(code).toBe(0);
    expect(stdout).toContain('--- /etc/hosts.allow\n+++ /etc/hosts.allow\n@@ -1,1 +1,20 @@\n-mysqld: .app.test\n+mysqld: 198.18.1.1\n');
    expect(stdout).toContain('+mysqld: 198.18.1.20\n');
  });

  test('says that without fixes nothing changes', async () => {
    const { code, stdout } = await lab(['scenario', 'dns-dead', '--diff'], noEngine);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'no fixes, so nothing changes; choose some with --fix\n' });
  });

  test('says what to do when the engine of DOCKER_HOST does not answer, exit 69', async () => {
    const { code, stderr } = await lab(['scenario', 'dns-slow'], noEngine);
    expect(code).toBe(69);
    expect(stderr).toContain('expected a container engine, found none (tried unix:///nonexistent/docker.sock)');
    expect(stderr).toContain('what to do: start that engine, or unset DOCKER_HOST');
  });

  test('answers an unknown command with the nearest one', async () => {
    const { code, stderr } = await lab(['imags'], noEngine);
    expect(code).toBe(64);
    expect(stderr).toContain('did you mean "images"?');
  });

  test.each(commands.map(({ name }) => name))('%s explains itself', async (name) => {
    const { code, stdout } = await lab([name, '--help'], noEngine);
    expect(code).toBe(0);
    expect(stdout).toContain(`npm run ${name}`);
  });

  test('--help of a command of dev shows its own options', async () => {
    const { code, stdout } = await lab(['dev', 'soak', '--help'], noEngine);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^npm run dev -- soak \[options\]\n/);
    expect(stdout).toContain('  --runs N ');
    expect(stdout).not.toContain('--seeds');
  });

  test('dev lists its commands, a line each', async () => {
    const { code, stdout } = await lab(['dev'], noEngine);
    const dev = commands.find(({ name }) => name === 'dev');
    expect(code).toBe(0);
    expect(dev?.subcommands?.map(({ name }) => name)).toEqual(['bench', 'claims', 'pictures', 'readme', 'soak', 'steadiness']);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'commands (npm run dev -- COMMAND; each has --help):',
      ...(dev?.subcommands ?? []).map(({ name, title }) => `  ${name.padEnd('steadiness'.length)}  ${title}`),
    ]);
  });

  test('dev answers an unknown command with the nearest one, exit 64', async () => {
    const { code, stderr } = await lab(['dev', 'steadines'], noEngine);
    expect(code).toBe(64);
    expect(stderr).toContain(
      'expected a command of dev (bench, claims, pictures, readme, soak, steadiness), got "steadines" (did you mean "steadiness"?)',
    );
  });

  test('package.json has a script for every command, and none for a command that does not exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const started = Object.entries(scripts).filter(([, line]) => /^sh lab\/cli\/start\.sh \S+$/.test(line));
    expect(Object.fromEntries(started)).toEqual({
      // npm has a command of this name, which runs this script.
      start: 'sh lab/cli/start.sh help',
      ...Object.fromEntries(commands.map(({ name }) => [name, `sh lab/cli/start.sh ${name}`])),
    });
  });
});

describe('analyze', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  beforeAll(async () => {
    for (const stalledMs of [1200, 800]) {
      const { manifest, events, samples } = outage(stalledMs);
      await using recorder = new Recorder(join(folder, String(stalledMs)), manifest);
      for (const event of events) {
        recorder.event(event);
      }
      for (const sample of samples) {
        recorder.sample(sample);
      }
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('judges a recorded run without an engine, with the exit code of its verdict', async () => {
    const [confirmed, refuted] = await Promise.all([
      lab(['analyze', join(folder, '1200')], noEngine),
      lab(['analyze', join(folder, '800')], noEngine),
    ]);
    expect([confirmed.code, refuted.code]).toEqual([0, 1]);
    expect(confirmed.stdout).toMatch(/^✔ CONFIRMED {2}small/);
    expect(refuted.stdout).toMatch(/^✘ REFUTED {2}small/);
  });

  test('prints nothing but the verdict with --json, and no colours where there is no terminal', async () => {
    const { stdout } = await lab(['analyze', join(folder, '1200'), '--json'], noEngine);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'wraplab/verdict@1', verdict: 'confirmed' });
    const report = await lab(['analyze', join(folder, '1200')], noEngine);
    expect(report.stdout).not.toContain('\u001b');
  });

  test('changes nothing in the folder', async () => {
    await lab(['analyze', join(folder, '1200')], noEngine);
    expect(existsSync(join(folder, '1200', 'verdict.json'))).toBe(false);
  });

  test('judges by other limits, says which are not the run’s own, and exits with that verdict', async () => {
    const { code, stdout } = await lab(['analyze', join(folder, '1200'), '--limit', 'stalls.timesInjectedDelay=3'], noEngine);
    expect(code).toBe(1);
    expect(stdout).toContain('Judged by limits that are not the run’s own: stalls.');
    expect(stdout).toContain('at least 1,500 ms (3 × the injected 500 ms), instead of the run’s own 1,000 ms (2 × the injected 500 ms)');
  });

  test('takes limits from a file, which the command line overrides, and changes nothing in the folder', async () => {
    const file = join(folder, 'limits.yaml');
    writeFileSync(file, '# for the old server\nstalls: { timesInjectedDelay: 3 }\n');
    const run = join(folder, '1200');
    const [byFile, byBoth] = await Promise.all([
      lab(['analyze', run, '--limits', file], noEngine),
      lab(['analyze', run, '--limits', file, '--limit', 'stalls=900'], noEngine),
    ]);
    expect([byFile.code, byBoth.code]).toEqual([1, 0]);
    expect(existsSync(join(run, 'verdict.json'))).toBe(false);
  });

  test('answers limits of unknown expectations with the nearest ids, exit 64', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, 'stall: 5\n');
    const run = join(folder, '1200');
    const [byFile, byOption, noYaml, noLimit] = await Promise.all([
      lab(['analyze', run, '--limits', file], noEngine),
      lab(['analyze', run, '--limit', 'stal=5,stalls=soon'], noEngine),
      lab(['analyze', run, '--limits', join(folder, 'nowhere.yaml')], noEngine),
      lab(['analyze', run, '--limit', 'stalls'], noEngine),
    ]);
    expect([byFile, byOption, noYaml, noLimit].map(({ code }) => code)).toEqual([64, 64, 64, 64]);
    expect(byFile.stderr).toContain('got "stall" (did you mean "stalls"?)');
    expect(byOption.stderr).toContain('got "stal" (did you mean "stalls"?)');
    expect(byOption.stderr).toContain('stalls: expected a number or a relative limit (');
    expect(noYaml.stderr).toContain('because: expected a file that can be read, got ENOENT');
    expect(noLimit.stderr).toContain('--limit: expected ID=VALUE');
  });

  test('--out writes every report into a folder, but not over those of another run', async () => {
    const run = join(folder, '1200');
    const out = join(folder, 'again');
    const { code } = await lab(['analyze', run, '--limit', 'stalls=900', '--out', out], noEngine);
    expect(code).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual(reports.map(({ file }) => file).toSorted());
    expect(verdictSchema.parse(JSON.parse(readFileSync(join(out, 'verdict.json'), 'utf8'))).expectations[0]).toMatchObject({
      limit: 900,
      inPlaceOf: { limit: 1000 },
    });
    const other = await lab(['analyze', run, '--out', join(folder, '800')], noEngine);
    expect(other.code).toBe(64);
    expect(other.stderr).toContain('or the run’s own, got');
    expect(existsSync(join(folder, '800', 'verdict.json'))).toBe(false);
  });

  test('--out with the run’s own folder renews its reports', async () => {
    const run = join(folder, '800');
    expect((await lab(['analyze', run, '--out', `${run}/`], noEngine)).code).toBe(1);
    expect(JSON.parse(readFileSync(join(run, 'verdict.json'), 'utf8'))).toMatchObject({ verdict: 'refuted' });
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('refuses a folder that does not exist', async () => {
    const { code, stderr } = await lab(['analyze', join(folder, 'nowhere')], noEngine);
    expect(code).toBe(64);
    expect(stderr).toContain('expected the folder of one run');
  });
});
