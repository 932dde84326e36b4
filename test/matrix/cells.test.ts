import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../lab/catalog.ts';
import { faultIds } from '../../lab/faults/index.ts';
import { fixIds } from '../../lab/fixes/index.ts';
import { cellName, cellPlaces, cellScenario, columns, parts, rows } from '../../lab/matrix/cells.ts';
import { makePlan, type Plan } from '../../lab/plan.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';

const places = cellPlaces(rows, columns);

function planOf(fix: string, fault: string): Plan {
  const place = places.find(({ row, column }) => row.id === fix && column.name === fault);
  if (place === undefined) {
    throw new Error(`no cell ${fix} under ${fault}`);
  }
  return makePlan(cellName(place), parseScenario('cell', cellScenario(place)), mariadb, { seed: 1 });
}

describe('the cells of the matrix', () => {
  test('are every fix, and none, under every fault', () => {
    expect(rows.map(({ id }) => id)).toEqual(['none', ...fixIds]);
    expect(columns.map(({ settings }) => settings.id)).toEqual(expect.arrayContaining([...faultIds]));
    expect(places.length).toBe(rows.length * columns.length);
  });

  test('are scenarios like any other, each with a name of its own', () => {
    for (const place of places) {
      expect(() => parseScenario('cell', cellScenario(place))).not.toThrow();
    }
    expect(new Set(places.map(cellName)).size).toBe(places.length);
  });

  test('a cache has met every client before the fault', () => {
    const { arrivals, windows, clients } = planOf('resolver-cache', 'dead');
    const met = new Set(arrivals.filter(({ path, atMs }) => path === 'tcp' && atMs < windows.fault.startMs).map(({ source }) => source));
    expect([...met].toSorted()).toEqual(clients.map(({ address }) => address).toSorted());
  });

  test('strangers come in their own part only, and the fault outlasts it', () => {
    const { arrivals, windows } = planOf('none', 'dead');
    const strangers = arrivals.filter(({ path }) => path === 'outsider').map(({ atMs }) => atMs - windows.fault.startMs);
    expect(Math.min(...strangers)).toBeGreaterThan(parts.strangers.fromMs);
    expect(Math.max(...strangers)).toBeLessThan(parts.strangers.untilMs);
    expect(windows.fault.endMs - windows.fault.startMs).toBeGreaterThan(parts.strangers.untilMs);
  });
});
