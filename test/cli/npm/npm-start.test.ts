import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NpmStart, npmStart } from '../../../lab/cli/npm/npm-start.ts';

const started = {
  WRAPLAB_STARTER: '7',
  INIT_CWD: '/home/me',
  npm_lifecycle_event: 'scenario',
  npm_lifecycle_script: 'sh lab/cli/start.sh scenario',
  npm_package_json: '/nowhere/package.json',
  npm_config_user_agent: 'npm/11.0.0 node/v24.0.0',
  npm_config_seed: 'true',
};
const surroundings = { parent: 7, packageFile: '/nowhere/package.json', environmentOfNpm: () => ({}) };

describe('the start by npm', () => {
  test('says which script it is, where the user stands, and what npm kept', () => {
    expect(
      npmStart(started, { ...surroundings, environmentOfNpm: () => ({ npm_config_user_agent: started.npm_config_user_agent }) }),
    ).toEqual({
      script: 'scenario',
      words: ['scenario'],
      userFolder: '/home/me',
      program: 'npm',
      kept: { seed: 'true' },
      isCertain: true,
    });
  });

  test.each<[string, Partial<Record<keyof typeof started, string | undefined>>]>([
    ['was that of the process above this one', { WRAPLAB_STARTER: '8' }],
    ['was not of this lab’s script', { npm_lifecycle_script: 'vitest run' }],
    ['was of another package', { npm_package_json: '/else/package.json' }],
    ['never was', { npm_lifecycle_event: undefined }],
  ])('is none if it %s', (_why, other) => {
    expect(npmStart({ ...started, ...other }, surroundings)).toBeUndefined();
  });

  test('leaves out what npm itself was started with', () => {
    const kept = (outer: Record<string, string>) => npmStart(started, { ...surroundings, environmentOfNpm: () => outer })?.kept;
    expect(kept({ npm_config_seed: 'true' })).not.toHaveProperty('seed');
    expect(kept({ npm_config_seed: '3' })).toHaveProperty('seed', 'true');
  });

  test('is not certain about options where the environment of npm cannot be read', () => {
    expect(npmStart(started, { ...surroundings, environmentOfNpm: () => null })).toMatchObject({
      kept: { seed: 'true' },
      isCertain: false,
    });
  });
});

/** A package with the lab's own start.sh, in front of a program that prints how npm started it. */
describe('a real npm', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wraplab-test-')));
  const root = join(import.meta.dirname, '../../..');
  beforeAll(() => {
    for (const below of ['lab/cli', 'node_modules/node/bin', 'sub']) {
      mkdirSync(join(folder, below), { recursive: true });
    }
    const scripts = { scenario: 'sh lab/cli/start.sh scenario', outer: 'npm run scenario' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'probe', type: 'module', scripts }));
    writeFileSync(join(folder, '.npmrc'), 'loglevel=silent\n');
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    writeFileSync(join(folder, 'node_modules/.wraplab-installed'), '{}');
    cpSync(join(root, 'lab/cli/start.sh'), join(folder, 'lab/cli/start.sh'));
    symlinkSync(process.execPath, join(folder, 'node_modules/node/bin/node'));
    writeFileSync(
      join(folder, 'lab/cli/main.ts'),
      `import { npmStart } from ${JSON.stringify(join(root, 'lab/cli/npm/npm-start.ts'))};
       import { environmentOfNpm } from ${JSON.stringify(join(root, 'lab/cli/npm/npm-start.ts'))};
       const packageFile = ${JSON.stringify(join(folder, 'package.json'))};
       console.log(JSON.stringify({ args: process.argv.slice(2), npm: npmStart(process.env, { parent: process.ppid, packageFile, environmentOfNpm }) }));`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function npm(args: readonly string[], env: NodeJS.ProcessEnv = {}): { args: string[]; npm: NpmStart } {
    const { stdout, stderr } = spawnSync('npm', args, { cwd: join(folder, 'sub'), env: { ...process.env, ...env }, encoding: 'utf8' });
    return JSON.parse(stdout === '' ? stderr : stdout);
  }

  test('keeps options in front of "--", and says where the user stands', () => {
    const { args, npm: start } = npm(['run', 'scenario', 'dns-slow', '--seed', '7', '--delay-ms=4', '--check', '--', '--json']);
    expect(args).toEqual(['scenario', 'dns-slow', '7', '--json']);
    expect(start).toMatchObject({ script: 'scenario', words: ['scenario'], program: 'npm', userFolder: join(folder, 'sub') });
    expect(start.kept).toMatchObject({ seed: 'true', delay_ms: '4', check: 'true' });
  });

  test.skipIf(process.platform !== 'linux')('does not pass off what an npm further out, or the user’s environment, has set', () => {
    const kept = (args: readonly string[], env?: NodeJS.ProcessEnv) => Object.keys(npm(args, env).npm.kept);
    expect(kept(['run', 'scenario', 'dns-slow'], { npm_config_seed: '3' })).not.toContain('seed');
    expect(kept(['run', 'outer', '--seed=3', '--', 'dns-slow'])).not.toContain('seed');
    expect(kept(['run', 'scenario', 'dns-slow', '--seed=3'])).toContain('seed');
  });
});
