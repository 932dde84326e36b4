import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadScenario, scenarioNames } from '../../lab/catalog.ts';
import { faultIds } from '../../lab/faults/index.ts';
import { verdictSchema } from '../../lab/verdict.ts';
import { lab } from '../cli/lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const names = scenarioNames().filter((name) => name.startsWith('fault-'));

test('every fault has a scenario that shows what it does to a single connect', async () => {
  const shown = await Promise.all(names.map(async (name) => (await loadScenario(name)).fault.id));
  expect(new Set(['none', ...shown])).toEqual(new Set(faultIds));
});

describe.concurrent('what glibc and libwrap make of a fault, on a real server', () => {
  test.each(names)('%s', async (name) => {
    const { stdout, stderr } = await lab(['scenario', name, '--json', '--quiet', '--out', join(folders, name)]);
    expect({ stdout: stdout.slice(0, 1), stderr: stdout === '' ? stderr : '' }).toEqual({ stdout: '{', stderr: '' });
    const { verdict, reasons } = verdictSchema.parse(JSON.parse(stdout));
    expect({ verdict, reasons }).toEqual({ verdict: 'confirmed', reasons: [] });
  });
});
