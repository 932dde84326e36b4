/**
 * A number and what it counts: "1 fault", "0 faults", "2 queries". Of "0 of 1 fault", the last two words.
 *
 * @param many the plural. Default: `one` with an s.
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Units that count something, with their singular. The others, such as ms, have no plural. */
const singular: Readonly<Record<string, string>> = {
  bytes: 'byte',
  connections: 'connection',
  connects: 'connect',
  hosts: 'host',
  lines: 'line',
  queries: 'query',
  tries: 'try',
};

/** A figure as it is shown, with its unit: "12 ms", "2 queries per connect", "1 query per connect". Without a unit, the figure alone. */
export function withUnit(figure: string, unit: string): string {
  const [first = '', ...rest] = unit.split(' ');
  const fitting = figure === '1' ? [singular[first] ?? first, ...rest].join(' ') : unit;
  return fitting === '' ? figure : `${figure} ${fitting}`;
}
