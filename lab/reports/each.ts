import { LabError } from '../errors/lab-error.ts';

/** The texts of files by name, and the problems of those that could not be made. */
export interface Made {
  readonly files: Readonly<Record<string, string>>;
  readonly problems: readonly LabError[];
}

/** Makes the text of each file. If one fails, the others are made all the same. */
export function makeEach(files: Readonly<Record<string, () => string>>): Made {
  const made = Object.entries(files).map(([name, make]) => makeOne(name, make));
  return {
    files: Object.fromEntries(made.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]]))),
    problems: made.flatMap(({ problem }) => problem ?? []),
  };
}

interface One {
  readonly name: string;
  readonly text?: string;
  readonly problem?: LabError;
}

function makeOne(name: string, make: () => string): One {
  try {
    return { name, text: make() };
  } catch (cause) {
    return { name, problem: new LabError(`could not make ${name}; please report it`, { code: 'internal', cause }) };
  }
}
