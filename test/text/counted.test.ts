import { describe, expect, test } from 'vitest';
import { quantities } from '../../lab/statistics/quantities/index.ts';
import { counted, withUnit } from '../../lab/text/counted.ts';

describe('a count', () => {
  test.each([
    [0, '0 faults'],
    [1, '1 fault'],
    [2, '2 faults'],
    [1.5, '1.5 faults'],
  ])('of %d is “%s”', (count, words) => {
    expect(counted(count, 'fault')).toBe(words);
  });

  test('has the plural of the word, where that is not the word with an s', () => {
    expect([1, 2].map((count) => counted(count, 'query', 'queries'))).toEqual(['1 query', '2 queries']);
  });
});

describe('a figure with its unit', () => {
  test.each([
    ['1', 'queries per connect', '1 query per connect'],
    ['1', 'tries per client', '1 try per client'],
    ['1', 'ms', '1 ms'],
    ['1', 's', '1 s'],
    ['1', '%', '1 %'],
    ['0', 'connects', '0 connects'],
    ['0.5', 'queries per second', '0.5 queries per second'],
    ['1,000', 'connects', '1,000 connects'],
    ['1', '', '1'],
    ['1', 'per connect', '1 per connect'],
  ])('%s %s reads “%s”', (figure, unit, words) => {
    expect(withUnit(figure, unit)).toBe(words);
  });

  test('knows the singular of every unit that a quantity has', () => {
    const units = Object.values(quantities).flatMap(({ unit }) => (typeof unit === 'string' ? [unit] : Object.values(unit as object)));
    const unchanged = units.filter((unit) => withUnit('1', String(unit)) === withUnit('', String(unit)).replace(/^/, '1').trim());
    expect(units.length).toBeGreaterThan(10);
    expect([...new Set(unchanged)].toSorted()).toEqual(['', '%', 'ms', 'per connect', 's']);
  });
});
