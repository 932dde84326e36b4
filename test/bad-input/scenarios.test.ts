import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../lab/plan/plan.ts';
import { parseScenario } from '../../lab/scenario/catalog.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { expectClear, throughOrClear } from '../support/clear-error.ts';
import { changed, changes } from '../support/mutated.ts';
import { smallScenario } from '../support/recorded-run.ts';

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withTypedArray: true,
});

function refused(definition: unknown): void {
  try {
    parseScenario('bad.ts', definition);
  } catch (error) {
    expectClear(error);
    return;
  }
  expect.fail('it was accepted');
}

describe('a bad scenario file', () => {
  test('is rejected with the place of the problem, whatever it exports', () => {
    fc.assert(
      fc.property(anything, (definition) => refused(definition)),
      { numRuns: 200 },
    );
  });

  test('is rejected if it exports values that JSON cannot express', () => {
    const circle: Record<string, unknown> = { ...smallScenario() };
    circle['host'] = circle;
    const throwing = Object.defineProperty({ ...smallScenario() }, 'toJSON', { value: () => Promise.reject });
    for (const definition of [undefined, () => 1, Symbol('s'), 10n, Number.NaN, circle, { ...smallScenario(), seed: 10n }, [throwing]]) {
      refused(definition);
    }
  });

  test('with a few wrong values anywhere is rejected clearly, or makes a plan', async () => {
    await fc.assert(
      fc.asyncProperty(changes(anything), async (list) => {
        const definition = changed(smallScenario(), list);
        await throughOrClear(() => makePlan('bad', parseScenario('bad.ts', definition), mariadb));
      }),
      { numRuns: 400 },
    );
  });
});
