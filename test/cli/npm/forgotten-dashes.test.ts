import { describe, expect, test } from 'vitest';
import { commands } from '../../../lab/cli/commands.ts';
import { forgottenDashes } from '../../../lab/cli/npm/forgotten-dashes.ts';
import type { NpmStart } from '../../../lab/cli/npm/npm-start.ts';

function forgotten(words: string, args: string, kept: NpmStart['kept'], other: Partial<NpmStart> = {}) {
  const [name = ''] = words.split(' ');
  const command = commands.find((each) => each.name === name) ?? expect.fail(`no command ${name}`);
  const npm = { script: name, words: words.split(' '), userFolder: '/', program: 'npm', kept, isCertain: true, ...other };
  return forgottenDashes(command, args === '' ? [] : args.split(' '), npm);
}

describe('options in front of "--"', () => {
  test.each<[string, string, NpmStart['kept'], string]>([
    ['verify', 'etc', { check: 'true' }, 'npm run verify -- etc --check'],
    ['scenario', 'dns-slow 7', { seed: 'true' }, 'npm run scenario -- dns-slow --seed 7'],
    ['scenario', '7 dns-slow', { seed: 'true' }, 'npm run scenario -- dns-slow --seed 7'],
    ['scenario', 'dns-slow', { seed: '7' }, 'npm run scenario -- dns-slow --seed 7'],
    ['scenario', 'dns-slow', { seed: '' }, 'npm run scenario -- dns-slow --seed N'],
    [
      'scenario',
      'dns-slow numeric-acl /tmp/x',
      { out: 'true', fix: 'true' },
      'npm run scenario -- dns-slow --fix numeric-acl --out /tmp/x',
    ],
    ['scenario', 'dns-slow --out x', { delay_ms: '300' }, 'npm run scenario -- dns-slow --out x --delay-ms 300'],
    ['scenario', 'dns-slow numeric-acl', { diff: '--fix' }, 'npm run scenario -- dns-slow --diff --fix numeric-acl'],
    ['repeat', '3 dns-slow 7', { seed: 'true' }, 'npm run repeat -- 3 dns-slow --seed 7'],
    ['dev', 'soak', { runs: '9' }, 'npm run dev -- soak --runs 9'],
    ['scenario', 'dns-slow 7', { sed: 'true' }, 'npm run scenario -- dns-slow --seed 7'],
    ['gc', '', { dry_run: 'true' }, 'npm run gc -- --dry-run'],
    ['scenario', 'dns-slow', { out: 'my folder' }, "npm run scenario -- dns-slow --out 'my folder'"],
  ])('%s %s with %o stop the command, with the line to type', (words, args, kept, line) => {
    expect(forgotten(words, args, kept)).toMatchObject({ line, isCertain: true });
  });

  test('are named, with their place', () => {
    expect(forgotten('scenario', 'dns-slow', { seed: '7' })?.place).toBe('--seed in front of "--", where npm keeps it for itself');
    expect(forgotten('scenario', 'dns-slow', { seed: '7', rate: '3' })?.place).toBe(
      '--rate and --seed in front of "--", where npm keeps them for itself',
    );
  });

  test('of a script with options of its own are put after that script’s name', () => {
    expect(forgotten('test --unit', '--unit', { lnog: 'true' }, { script: 'test:unit' })?.line).toBe('npm run test:unit -- --long');
  });

  test.each<[string, NpmStart['kept']]>([
    ['--json', { json: 'true' }],
    ['--quiet', { loglevel: 'warn' }],
  ])('that npm has too (%s) are only hinted at', (option, kept) => {
    const hint = forgotten('scenario', 'dns-slow', kept);
    expect(hint).toEqual({
      place: `${option} in front of "--", where npm keeps it for itself`,
      line: `npm run scenario -- dns-slow ${option}`,
      isCertain: false,
    });
  });

  test('that are near no option of the command are only hinted at', () => {
    expect(forgotten('scenario', 'dns-slow', { zzzzzzzz: 'true' })).toMatchObject({ isCertain: false });
  });

  test.each<[string, string, string, NpmStart['kept'], Partial<NpmStart>]>([
    ['npm’s own', 'verify', 'etc', { loglevel: 'silent', cafile: '/x', registry: 'r', json: 'true', user_agent: 'npm' }, {}],
    ['those switched off', 'verify', 'etc', { check: '', diff: 'false' }, {}],
    ['those given after "--" as well', 'scenario', 'dns-slow --seed 8', { seed: '7' }, {}],
    ['those of an outer npm', 'scenario', 'dns-slow', { seed: '7' }, { words: ['repeat'] }],
    ['those of other programs', 'scenario', 'dns-slow', { seed: '7' }, { program: 'pnpm' }],
    ['unknown ones of unknown origin', 'scenario', 'dns-slow', { devdir: '/x' }, { isCertain: false }],
    ['those of other commands', 'doctor', '', { jsn: 'true' }, { isCertain: false }],
  ])('are none: %s', (_what, words, args, kept, other) => {
    expect(forgotten(words, args, kept, other)).toBeUndefined();
  });

  test('that stop nothing from being changed are only hinted at where an npm further out may have set them', () => {
    expect(forgotten('gc', '', { dry_run: 'true' }, { isCertain: false })).toMatchObject({ isCertain: false });
  });
});
