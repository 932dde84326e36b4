import { types } from 'node:util';

/** A value that JSON could not express. */
export interface NotPlain {
  readonly path: readonly (string | number)[];
  /** A noun with its article, such as "a function". */
  readonly got: string;
}

const mostReported = 100;

/** Everything in a value that is not plain data: objects, lists, texts, numbers, true, false and null. */
export function notPlain(value: unknown): NotPlain[] {
  const found: NotPlain[] = [];
  const visit = (current: unknown, path: readonly (string | number)[], around: readonly unknown[]): void => {
    const got = around.includes(current) ? 'an object that contains itself' : oddity(current);
    if (found.length >= mostReported || got !== undefined) {
      found.push(...(got === undefined || found.length >= mostReported ? [] : [{ path, got }]));
      return;
    }
    if (typeof current === 'object' && current !== null) {
      const entries = Array.isArray(current) ? [...current.entries()] : Object.entries(current);
      for (const [key, each] of entries) {
        visit(each, [...path, key], [...around, current]);
      }
    }
  };
  visit(value, [], []);
  return found;
}

function oddity(value: unknown): string | undefined {
  switch (typeof value) {
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'bigint':
      return 'a big integer';
    case 'number':
      return Number.isFinite(value) ? undefined : `the number ${value}`;
    case 'object':
      return value === null || Array.isArray(value) || isBareObject(value) ? undefined : classOf(value);
    default:
      return undefined;
  }
}

function isBareObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return !types.isProxy(value) && (prototype === Object.prototype || prototype === null);
}

function classOf(value: object): string {
  if (types.isPromise(value)) {
    return 'a promise';
  }
  return types.isProxy(value) ? 'a proxy' : `an object of the class ${value.constructor?.name ?? 'without a name'}`;
}
