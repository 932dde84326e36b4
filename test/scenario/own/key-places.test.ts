import { describe, expect, test } from 'vitest';
import { placesIn } from '../../../lab/scenario/own/key-places.ts';

const source = `import { host, defineScenario } from './lab';
// const fake = { title: 1 };
const timeline = { settleMs: 1000, baselineMs: 5 };
const more = { story: 'x', ...timeline };
export const other = [1, 2];
export default defineScenario({
  title: 'a } in a text', 'rate-of': /[}/]/g,
  story: \`a \${{ a: '}' }.a} template\`,
  fault: { id: "slow", delay: 5 / 2 },
  load: [{ path: 'tcp' }, { path: 'socket', arrivals: { process: 'fixed' } }],
  timeline,
  more,
  host: { ...host, address: 'x' },
  list: [...other, { a: 1 }],
  computed: remedy({ a: 1 }), method() { const x = { a: 1 }; return x; },
  after: { a: (b, c) => ({ a: 1 }), d: 1 },
});
`;

const find = placesIn(source);

describe('the place of a value in the source', () => {
  test.each<[string, (string | number)[], number, number]>([
    ['is that of its key', ['title'], 7, 3],
    ['behind a text with a bracket, too', ['rate-of'], 7, 27],
    ['behind a regular expression with brackets', ['story'], 8, 3],
    ['behind a template with an object in it', ['fault'], 9, 3],
    ['within an object', ['fault', 'delay'], 9, 24],
    ['within a list', ['load', 1, 'arrivals', 'process'], 10, 57],
    ['is that of an item without a key', ['load', 1], 10, 27],
    ['is where a constant has it', ['timeline', 'baselineMs'], 3, 36],
    ['is where a constant that is spread has it', ['more', 'settleMs'], 3, 20],
    ['is certain behind a spread', ['host', 'address'], 13, 20],
    ['behind a method', ['after'], 16, 3],
    ['behind a function', ['after', 'd'], 16, 37],
  ])('%s', (_what, path, line, column) => {
    expect(find(path)).toEqual({ line, column });
  });

  test.each<[string, (string | number)[], number]>([
    ['a missing key: the line of the object', ['fault', 'share'], 9],
    ['what a spread of another module may have', ['host', 'name'], 13],
    ['an item behind a spread', ['list', 2, 'a'], 14],
    ['what a call makes', ['computed', 'a'], 15],
    ['a key that is nowhere', ['nothing'], 6],
  ])('has no column for %s', (_what, path, line) => {
    expect(find(path)).toEqual({ line });
  });

  test('is likely, and no more, for a key that a spread behind it may replace', () => {
    expect(placesIn("import { a } from './a';\nexport default {\n  b: 1,\n  ...a,\n};")(['b'])).toEqual({ line: 3 });
  });

  test('is likely, and no more, for a key that a computed one behind it may replace', () => {
    expect(placesIn("export default {\n  b: 1,\n  ['b']: 2,\n};")(['b'])).toEqual({ line: 2 });
  });

  test('is not known without a default export', () => {
    expect(placesIn('export const a = { b: 1 };')(['b'])).toBeUndefined();
  });

  test.each([
    '',
    'export default',
    'export default {',
    "export default { a: [1, { b: 'x",
    'const a = a;\nexport default a;',
    '`${`',
    '{{{]]]',
  ])('is looked for in any text without hanging: %j', (text) => {
    expect(() => placesIn(text)(['a', 0, 'b'])).not.toThrow();
  });
});
