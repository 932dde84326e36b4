import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultIds } from '../../lab/faults/index.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';
import { confirmed, inShort, type Measured, measureAll } from '../support/run-scenarios.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const names = scenarioNames().filter((name) => name.startsWith('fault-'));
/** A client a second each. */
const atATime = 9;

test('every fault has a scenario that shows what it does to a single connect', async () => {
  const shown = await Promise.all(names.map(async (name) => (await loadScenario(name)).fault.id));
  expect(new Set(['none', ...shown])).toEqual(new Set(faultIds));
});

describe('what glibc and libwrap make of a fault, on a real server', () => {
  let measured: ReadonlyMap<string, Measured>;
  beforeAll(async () => {
    measured = await measureAll(
      names.map((name) => ({ name, scenario: name })),
      atATime,
      folders,
    );
  }, 400_000);

  test.each(names)('%s', (name) => {
    const { verdict } = measured.get(name) ?? expect.fail('it was not run');
    expect(inShort(verdict)).toEqual(confirmed);
  });
});
