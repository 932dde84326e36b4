import { describe, expect, test } from 'vitest';
import { nearNames, withNearest } from '../../lab/errors/near-names.ts';

const names = ['dns-dead', 'dns-slow', 'fix-numeric-acl', 'fix-nscd', 'gc', 'dead', 'slow', 'none'];

describe('a name that is not legal', () => {
  test.each([
    ['dns-slo', 'dns-slow'],
    ['deda', 'dead'],
    ['slwo', 'slow'],
    ['gcc', 'gc'],
    ['dns-slowly', 'dns-slow'],
    ['fix-numric-alc', 'fix-numeric-acl'],
  ])('"%s" is near "%s"', (name, nearest) => {
    expect(withNearest(name, names)).toBe(`"${name}" (did you mean "${nearest}"?)`);
  });

  test.each(['', 'x', 'zz', 'refused', 'later', 'numeric-network', 'xyzzy'])('"%s" is near none', (name) => {
    expect(withNearest(name, names)).toBe(`"${name}"`);
  });

  test('gets the nearest first, and no more than asked for', () => {
    expect(nearNames('dns-dow', names, 5)).toEqual(['dns-slow']);
    expect(nearNames('noe', ['node', 'none', 'no'], 2)).toEqual(['node', 'none']);
  });

  test('that is a part of legal names gets those, if no name is spelt nearly the same', () => {
    expect(nearNames('numeric-acl', names, 3)).toEqual(['fix-numeric-acl']);
    expect(nearNames('dns', names, 3)).toEqual(['dns-dead', 'dns-slow']);
    expect(nearNames('ns', names, 3)).toEqual([]);
    expect(nearNames('slow-by-500', names)).toEqual(['slow']);
  });

  test('gets no other name where none is legal', () => {
    expect(withNearest('x', [])).toBe('"x"');
  });
});
