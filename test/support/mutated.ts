import fc from 'fast-check';

/** What a file may have instead of any value. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 0.5, 1e15, 1e308, -1e308, '', 'none', '__proto__', [], {}, [[]]),
  fc.jsonValue({ maxDepth: 3 }),
);

/** One change: `at` chooses the place among all, `how` says what happens to the value there. */
export interface Change {
  readonly at: number;
  /** `alike`: another value of the same type, which a check of types lets through. */
  readonly how: 'replace' | 'alike' | 'remove' | 'add' | 'twice';
  readonly key: string;
  readonly value: unknown;
}

export function changes(value: fc.Arbitrary<unknown> = anyJson): fc.Arbitrary<Change[]> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'alike', 'alike', 'alike', 'remove', 'add', 'twice'),
    key: fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'of')),
    value,
  }) as fc.Arbitrary<Change>;
  return fc.array(change, { minLength: 1, maxLength: 3 });
}

type Container = Record<string, unknown> | unknown[];

/** A copy of plain data with these changes, one after the other. */
export function changed(data: unknown, list: readonly Change[]): unknown {
  return list.reduce((current, change) => changedOnce(current, change), structuredClone(data));
}

const numbers = [0, -1, 1, 0.5, 1e6, 1e9, 1e15, Number.MAX_SAFE_INTEGER, 1e308, -1e308, Number.MIN_VALUE];
const texts = [
  '',
  ' ',
  '\n',
  '../../x',
  '<script>',
  '\u001b[2J',
  '\u202e',
  '\u0000',
  'x'.repeat(10_000),
  'tcp',
  'fault',
  '198.18.0.1',
  '::',
];

function alike(value: unknown, key: string): unknown {
  switch (typeof value) {
    case 'number':
      return numbers[key.length % numbers.length];
    case 'string':
      return texts[key.length % texts.length];
    case 'boolean':
      return !value;
    default:
      return value === null ? numbers[key.length % numbers.length] : Array.isArray(value) ? value.toReversed() : value;
  }
}

function changedOnce(data: unknown, change: Change): unknown {
  const places = placesIn(data);
  const [within, where] = places[change.at % Math.max(1, places.length)] ?? [];
  if (within === undefined || where === undefined) {
    return change.value;
  }
  const isAlike = change.how === 'alike';
  const { key } = change;
  const how = isAlike ? 'replace' : change.how;
  const value = isAlike ? alike(within[where as keyof Container], key) : change.value;
  if (Array.isArray(within)) {
    const index = Number(where);
    within.splice(
      index,
      how === 'remove' || how === 'replace' ? 1 : 0,
      ...(how === 'remove' ? [] : [how === 'twice' ? within[index] : value]),
    );
  } else if (how === 'remove') {
    delete within[where];
  } else {
    // As in a file, where "__proto__" is a key like any other.
    Object.defineProperty(within, how === 'replace' ? where : key, { value, enumerable: true, writable: true, configurable: true });
  }
  return data;
}

/** Every place in the data: its container and its key there. */
function placesIn(data: unknown): [Container, string][] {
  if (typeof data !== 'object' || data === null || ![Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(data))) {
    return [];
  }
  const container = data as Container;
  return Object.entries(container).flatMap(([key, value]) => [[container, key] as [Container, string], ...placesIn(value)]);
}
