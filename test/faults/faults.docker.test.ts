import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarioNames } from '../../lab/scenario/catalog.ts';
import { confirmed, inShort, type Measured, measureAll } from '../support/run-scenarios.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const names = scenarioNames().filter((name) => name.startsWith('fault-'));
/** Scenarios at a time; each has one client a second. */
const atATime = 9;

describe('a fault has the effect on a real server that its scenario says', () => {
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
