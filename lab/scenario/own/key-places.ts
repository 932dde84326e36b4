import { readModule, type SourceEntry, type SourceModule, type SourceValue } from './source-values.ts';

/** A place in a file, counted from 1. Without a column it is the line of what contains the value. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

/** Tells where the source of a module writes the value at a path of its default export; undefined where nothing is known. */
export type FindPlace = (path: readonly PropertyKey[]) => Place | undefined;

/**
 * Looks values up in the source of a module: in literals, through constants of the module and through `...constant`. What is imported or
 * computed has no place of its own; then it is the line of the key that holds it.
 *
 * @param source JavaScript that a compiler has accepted.
 */
export function placesIn(source: string): FindPlace {
  const module = readModule(source);
  return (path) => {
    const found = module.exported === undefined ? undefined : follow(module, module.exported, path);
    return found === undefined ? undefined : placeAt(source, found);
  };
}

interface Found {
  readonly offset: number;
  /** Whether this is the value itself, not what contains it. */
  readonly isExact: boolean;
}

function follow(module: SourceModule, value: SourceValue, path: readonly PropertyKey[], at = value.start): Found {
  const [key, ...rest] = path;
  if (key === undefined) {
    return { offset: at, isExact: true };
  }
  const resolved = resolve(module, value);
  if (resolved.is === 'list' && typeof key === 'number') {
    const item = resolved.items[key];
    const isKnown = item !== undefined && !resolved.items.slice(0, key + 1).some(({ is }) => is === 'spread');
    return isKnown ? follow(module, item, rest) : { offset: at, isExact: false };
  }
  const entry = resolved.is === 'object' ? entryOf(module, resolved.entries, String(key)) : 'unknown';
  if (typeof entry !== 'string') {
    return follow(module, entry.value, rest, entry.start);
  }
  // Something behind it may replace it: then its line is likely, and no more.
  const written = resolved.is === 'object' ? resolved.entries.findLast((each) => each.key === String(key)) : undefined;
  return { offset: written?.start ?? at, isExact: false };
}

/** The last entry with this key wins; `unknown` if what stands behind it may have the key too. */
function entryOf(module: SourceModule, entries: readonly SourceEntry[], key: string): SourceEntry | 'absent' | 'unknown' {
  for (const entry of entries.toReversed()) {
    if (entry.key === key) {
      return entry;
    }
    const spread = entry.isSpread ? resolve(module, entry.value) : undefined;
    const inside = spread?.is === 'object' ? entryOf(module, spread.entries, key) : entry.key === null ? 'unknown' : 'absent';
    if (inside !== 'absent') {
      return inside;
    }
  }
  return 'absent';
}

function resolve({ constants }: SourceModule, value: SourceValue): SourceValue {
  const seen = new Set<string>();
  let current = value;
  while (current.is === 'name' && !seen.has(current.name)) {
    seen.add(current.name);
    current = constants.get(current.name) ?? { is: 'other', start: current.start };
  }
  return current;
}

function placeAt(source: string, { offset, isExact }: Found): Place {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, ...(isExact ? { column: (before.at(-1)?.length ?? 0) + 1 } : {}) };
}
