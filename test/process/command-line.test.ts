import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { bundlePage } from '../../lab/bundling/report-page.ts';
import { cellPlaces, columns, rows } from '../../lab/campaigns/matrix/grid/cells.ts';
import { cellAgain, scenarioAgain, soakAgain, verifyAgain } from '../../lab/cli/again.ts';
import { options as matrixOptions } from '../../lab/cli/commands/matrix.ts';
import { options as scenarioOptions } from '../../lab/cli/commands/scenario.ts';
import { options as verifyOptions } from '../../lab/cli/commands/verify.ts';
import { commands } from '../../lab/cli/commands.ts';
import { options as soakOptions } from '../../lab/cli/dev/soak.ts';
import { type Options, parseOptions } from '../../lab/cli/options.ts';
import { faultOption } from '../../lab/faults/notation/fault-option.ts';
import { fixIds } from '../../lab/fixes/index.ts';
import { againLine, type GivenOptions, npmRun, shellLine } from '../../lab/process/command-line.ts';
import { page } from '../../lab/reports/html/report-html.ts';
import { summary } from '../../lab/reports/summary.ts';
import { scenarioNames } from '../../lab/scenario/catalog.ts';
import { servers } from '../../lab/servers/index.ts';
import { mysql } from '../../lab/servers/mysql.ts';
import type { ServerChoice } from '../../lab/servers/server-choice.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

const root = join(import.meta.dirname, '../..');

/** The words of a command line, as a POSIX shell splits it. */
function wordsIn(line: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

/** What npm passes to a script: only what is after `--`. */
function scriptAndArguments(line: string): { script: string | undefined; args: string[] } {
  const [npm, run, script, separator = '--', ...args] = wordsIn(line);
  expect([npm, run, separator]).toEqual(['npm', 'run', '--']);
  return { script, args };
}

const unprintable = /[^\P{Cc}\t\n]|\p{Bidi_Control}/u;

/** Anything that a person can type: all characters but NUL, with many that are special to shells, npm or reports. */
const word = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'\'"`$\\!*?~#&|;<>(){}[] \n\t\r\u001b\u0007\u202eé-=,a') }),
    fc.constantFrom('-x', '--', '--out', '--help', '~', '$(id)', '#', 'dns-slow', '\n', "it's", 'a=b', '%b\\c'),
  )
  .map((text) => text.replaceAll('\0', '') || 'x');

describe('a command line for a shell', () => {
  test('is read by a shell as its original words, and has only characters that every report can show', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.constant('')), { minLength: 1, maxLength: 12 }), (words) => {
        const line = shellLine(words);
        expect(line).not.toMatch(unprintable);
        expect(wordsIn(line)).toEqual(words);
      }),
      { numRuns: 150 },
    );
  });

  test('quotes only what needs quotes', () => {
    expect(shellLine(npmRun('scenario', { rate: '60', fault: 'jitter:delay.fromMs=10,delay.toMs=90', keep: true }, ['dns-slow']))).toBe(
      'npm run scenario -- dns-slow --rate 60 --fault jitter:delay.fromMs=10,delay.toMs=90 --keep',
    );
    expect(shellLine(npmRun('verify', {}, ["Bob's etc"]))).toBe(`npm run verify -- 'Bob'\\''s etc'`);
    expect(shellLine(npmRun('gc'))).toBe('npm run gc');
  });

  test('gets the -- that npm needs, for records of older versions', () => {
    expect(againLine(['npm', 'run', 'scenario', 'dns-slow', '--rate', '60'])).toBe('npm run scenario -- dns-slow --rate 60');
    expect(againLine(['npm', 'run', 'scenario', '--', 'dns-slow', '--rate', '60'])).toBe('npm run scenario -- dns-slow --rate 60');
  });
});

describe('npm itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('passes every option and every unusual word of the command to the script', () => {
    const show = 'node -e "console.log(JSON.stringify(process.argv.slice(1)))" --';
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { verify: show } }));
    const line = shellLine(npmRun('verify', { seed: '7', jobs: '2', 'server-image': 'a b' }, [`-it's "$HOME"\n\u001b[2J`]));
    const said = execFileSync('sh', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, npm_config_loglevel: 'silent' },
    });
    const expected = ['--seed', '7', '--jobs', '2', '--server-image', 'a b', '--', `-it's "$HOME"\n\u001b[2J`];
    expect(JSON.parse(said.trim().split('\n').at(-1) ?? '')).toEqual(expected);
  });
});

/** Options as people type them, each perhaps; `texts` has their values. */
function typed(texts: Readonly<Record<string, fc.Arbitrary<string | true>>>): fc.Arbitrary<GivenOptions> {
  return fc.record(texts, { requiredKeys: [] });
}

/** `--name=value`, which works for every value. */
const asTyped = (given: GivenOptions): string[] =>
  Object.entries(given).map(([name, value]) => (value === true ? `--${name}` : `--${name}=${value}`));

const seed = fc.nat().map(String);
const switched = fc.constant(true as const);
const choice: fc.Arbitrary<ServerChoice> = fc
  .tuple(fc.constantFrom(...servers), fc.option(word, { nil: undefined }))
  .map(([server, image]) => ({ server, image }));

/** The printed command must have the typed values, except for where the record went and what was shown. */
function compare(options: Options, given: GivenOptions, on: ServerChoice, again: readonly string[], positionals: readonly string[]): void {
  const { args } = scriptAndArguments(shellLine(again));
  const { values, positionals: found } = parseOptions(options, args);
  const {
    out: _out,
    json: _json,
    quiet: _quiet,
    server: _server,
    'server-image': _image,
    ...rest
  } = parseOptions(options, asTyped(given)).values;
  expect(found).toEqual(positionals);
  expect(values).toEqual({ ...rest, ...(on.image === undefined ? { server: on.server.id } : { 'server-image': on.image }) });
}

describe('the command that a report prints to repeat the run has its settings', () => {
  const faults = [...columns.map(({ name }) => name), 'jitter:delay.shape=uniform,delay.fromMs=10,delay.toMs=90', 'dead:only.types=PTR+A'];

  test('for a scenario with any options, even if a value is the scenario’s own name', () => {
    const given = typed({
      seed,
      fix: fc.oneof(
        fc.constant('none'),
        fc.subarray([...fixIds], { minLength: 1 }).map((ids) => ids.join(',')),
      ),
      fault: fc.constantFrom(...faults),
      'delay-ms': fc.constantFrom('1', '399.5', '60000'),
      rate: fc.constantFrom('0.3', '200'),
      evidence: switched,
      keep: switched,
      out: word,
      json: switched,
      quiet: switched,
    });
    fc.assert(
      fc.property(fc.constantFrom(...scenarioNames()), given, choice, (name, options, on) => {
        const { given: read, positionals } = parseOptions(scenarioOptions, [...asTyped(options), name]);
        expect(positionals).toEqual([name]);
        compare(scenarioOptions, options, on, scenarioAgain(name, read, on), [name]);
      }),
      { numRuns: 100 },
    );
    const { given: read } = parseOptions(scenarioOptions, ['dns-slow', '--server-image', 'dns-slow', '--out', 'dns-slow']);
    expect(shellLine(scenarioAgain('dns-slow', read, { server: mysql, image: 'dns-slow' }))).toBe(
      'npm run scenario -- dns-slow --server-image dns-slow',
    );
  });

  test('for verify, in any folder', () => {
    fc.assert(
      fc.property(word, typed({ seed, jobs: fc.constantFrom('1', '32'), out: word, quiet: switched }), choice, (folder, options, on) => {
        const { given } = parseOptions(verifyOptions, asTyped(options));
        compare(verifyOptions, options, on, verifyAgain(folder, given, on), [folder]);
      }),
      { numRuns: 100 },
    );
  });

  test('for a soak', () => {
    fc.assert(
      fc.property(typed({ runs: fc.constantFrom('20', '10000'), scenario: word, out: word, keep: switched }), choice, (options, on) => {
        const { given } = parseOptions(soakOptions, asTyped(options));
        const again = soakAgain(given, on);
        expect(again.slice(0, 5)).toEqual(['npm', 'run', 'dev', '--', 'soak']);
        compare(soakOptions, options, on, again, ['soak']);
      }),
      { numRuns: 40 },
    );
  });

  test('for a single cell of the matrix, with its seed and server', () => {
    const own = ['jitter:delay.shape=uniform,delay.fromMs=10,delay.toMs=90', 'dead:only.types=PTR+A'].map((name) => ({
      name,
      title: name,
      settings: faultOption.parse(name).settings,
    }));
    const places = cellPlaces(rows, [...columns, ...own]);
    expect(places.length).toBeGreaterThan(350);
    const lines = places.map((place) => shellLine(cellAgain(place, 7, { server: mysql, image: undefined })));
    const all = wordsIn(lines.join(' , '));
    for (const { row, column } of places) {
      const [npm, run, script, separator, ...args] = all.splice(0, all.indexOf(',') === -1 ? all.length : all.indexOf(','));
      all.shift();
      expect([npm, run, script, separator]).toEqual(['npm', 'run', 'matrix', '--']);
      const { values } = parseOptions(matrixOptions, args);
      expect(values).toMatchObject({ fixes: [row.id], faults: [column.name], seed: 7, server: 'mysql', fresh: true });
      expect(values.faults?.map((name) => faultOption.parse(name).settings)).toEqual([column.settings]);
    }
  });

  test('in summary.md and report.html, exactly as a user types it', async () => {
    const browser = await bundlePage();
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const command = npmRun('scenario', { 'server-image': words[0] }, words);
        const record = outage(1200, { manifest: manifestOf(smallScenario(), { command }) });
        const verdict = judge(record);
        const [, , inSummary = ''] = /Run again:\n\n(`{3,})\n([\s\S]*)\n\1\n$/.exec(summary.render(record, verdict)) ?? [];
        expect(wordsIn(inSummary)).toEqual(command);
        const [, inPage = ''] = /<pre class="command">([\s\S]*?)<\/pre>/.exec(page.render(record, verdict, browser)) ?? [];
        expect(wordsIn(unescaped(inPage))).toEqual(command);
      }),
      { numRuns: 30 },
    );
  });
});

function unescaped(markup: string): string {
  const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return markup.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => characters[name] ?? '');
}

describe('every command in the lab’s code and the README', () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> }).scripts,
  );
  const sources = readdirSync(join(root, 'lab'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.ts$|README\.md$/.test(name));
  const named = [...sources.map((name) => join('lab', name)), 'README.md'].flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/npm run ([a-z:]+)((?: [^\s`"'”|;)(#…][^\s`"'”|;)(#…]*)*)/g)].map(
      ([, script = '', rest = '']) => ({
        file,
        script,
        words: rest.trim() === '' ? [] : rest.trim().split(' '),
      }),
    ),
  );

  test('is a script of the package, and has its options, which follow --', () => {
    expect(named.length).toBeGreaterThan(60);
    const wrong = named.filter(({ script, words }) => {
      const separator = words.indexOf('--');
      const [before, behind] = separator === -1 ? [words, []] : [words.slice(0, separator), words.slice(separator + 1)];
      const named = commands.find(({ name }) => name === (script === 'repeat' ? 'scenario' : script.split(':')[0]));
      const help = (named?.subcommands?.find(({ name }) => name === behind[0]) ?? named)?.help() ?? '';
      const own = behind.includes('--') ? behind.slice(0, behind.indexOf('--')) : behind;
      return (
        !scripts.includes(script) ||
        before.some((each) => each.startsWith('-')) ||
        own.some((each) => each.startsWith('--') && !help.includes(`  ${each.split('=')[0]} `) && !help.includes(`  ${each}\n`))
      );
    });
    expect(wrong).toEqual([]);
  });
});
