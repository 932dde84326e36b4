import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Turns } from '../../lab/faults/turns.ts';

describe('turns', () => {
  test('two askers in alternation get both items each', () => {
    const turns = new Turns(['x', 'y']);
    expect(['a', 'b', 'a', 'b'].map((who) => `${who}${turns.next(who)}`)).toEqual(['ax', 'by', 'ay', 'bx']);
  });

  test('without items an asker gets nothing', () => {
    expect(new Turns([]).next('a')).toBeUndefined();
  });

  test('with n items, all are dealt out after n calls, and each asker has had all after n calls of its own, in any order', () => {
    const askers = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), askers, (count, asking) => {
        const turns = new Turns(Array.from({ length: count }, (_, index) => index));
        const dealt = asking.map((who) => ({ who, item: turns.next(who) }));
        expect(new Set(dealt.slice(0, count).map(({ item }) => item)).size).toBe(Math.min(count, asking.length));
        for (const who of ['a', 'b', 'c']) {
          const own = dealt.filter((each) => each.who === who).slice(0, count);
          expect(new Set(own.map(({ item }) => item)).size).toBe(own.length);
        }
      }),
      { seed: 3 },
    );
  });
});
