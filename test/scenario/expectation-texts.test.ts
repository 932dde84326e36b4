import { describe, expect, test } from 'vitest';
import { cellPlaces, cellScenario, columns, rows } from '../../lab/campaigns/matrix/grid/cells.ts';
import { soakScenario } from '../../lab/campaigns/soak/growth/soak-scenario.ts';
import { expectationsOf } from '../../lab/campaigns/verify/scenario/questions.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';

/** Each expectation is read alone in JUnit, in lists of what failed, and where they are sorted: its text needs no other before it. */
function problemsOf(texts: readonly string[]): string[] {
  return texts.filter(
    (text) =>
      !/^[\p{Lu}\d]/u.test(text) ||
      /^(and|but|although|nor|so|because|then|it|its|they|them|their|this|that|these|those|none)\b/i.test(text) ||
      /[.,;:]$/.test(text),
  );
}

describe('the text of an expectation stands alone', () => {
  test.each(scenarioNames())('in %s, in each of its regimes', async (name) => {
    const { expectations, regimes = [] } = await loadScenario(name);
    const texts = [...expectations, ...regimes.flatMap((regime) => regime.expectations ?? [])].map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(0);
    expect(problemsOf(texts)).toEqual([]);
  });

  test.each(scenarioNames())('in %s, where no two expectations have the same', async (name) => {
    const { expectations, regimes = [] } = await loadScenario(name);
    for (const judged of [expectations, ...regimes.map((regime) => regime.expectations ?? expectations)]) {
      const texts = judged.map(({ text }) => text);
      expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    }
  });

  test('in the cells of the matrix', () => {
    const texts = cellPlaces(rows, columns).flatMap((place) => cellScenario(place).expectations.map(({ text }) => text));
    expect(problemsOf([...new Set(texts)])).toEqual([]);
  });

  test('in a soak', () => {
    expect(problemsOf(soakScenario.expectations.map(({ text }) => text))).toEqual([]);
  });

  test.each(['acl', 'login'] as const)('in verify, where outsiders stop at: %s', (outsidersStopAt) => {
    const limits = { greetingP95Ms: 1000, greetingP99Ms: 2000, availablePercent: 99, recoverySeconds: 5, outsidersStopAt };
    const texts = expectationsOf({ limits }, { id: 'dead' }, ['known', 'newcomers']).map(({ text }) => text);
    expect(texts).toContain(`${outsidersStopAt === 'acl' ? 'No outsider passes the ACL' : 'No outsider logs in'} at any time of the run`);
    expect(problemsOf(texts)).toEqual([]);
  });
});

test.each([['and a second one'], ['nor does it'], ['skip_name_resolve is ON'], ['They wait'], ['Its ports are taken']])(
  '“%s” does not stand alone',
  (text) => {
    expect(problemsOf([text])).toEqual([text]);
  },
);
