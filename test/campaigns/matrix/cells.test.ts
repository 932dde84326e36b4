import { describe, expect, test } from 'vitest';
import { type CellPlace, cellName, cellPlaces, cellScenario, columns, rows, timesOf } from '../../../lab/campaigns/matrix/grid/cells.ts';
import { options } from '../../../lab/cli/commands/matrix.ts';
import { parseOptions } from '../../../lab/cli/options.ts';
import { faultIds } from '../../../lab/faults/index.ts';
import { fixIds } from '../../../lab/fixes/index.ts';
import { makePlan, type Plan } from '../../../lab/plan/plan.ts';
import { parseScenario } from '../../../lab/scenario/catalog.ts';
import { mariadb } from '../../../lab/servers/mariadb.ts';

const places = cellPlaces(rows, columns);

function placeOf(fix: string, fault: string): CellPlace {
  const place = places.find(({ row, column }) => row.id === fix && column.name === fault);
  if (place === undefined) {
    throw new Error(`no cell ${fix} under ${fault}`);
  }
  return place;
}

function planOf(fix: string, fault: string): Plan {
  const place = placeOf(fix, fault);
  return makePlan(cellName(place), parseScenario('cell', cellScenario(place)), mariadb, { seed: 1 });
}

describe('the cells of the matrix', () => {
  test('are every fix, and none, under every fault', () => {
    expect(rows.map(({ id }) => id)).toEqual(['none', ...fixIds]);
    expect(columns.map(({ settings }) => settings.id)).toEqual(expect.arrayContaining([...faultIds]));
    expect(places.length).toBe(rows.length * columns.length);
  });

  test('are ordinary scenarios, each with a unique name', () => {
    for (const place of places) {
      expect(() => parseScenario('cell', cellScenario(place))).not.toThrow();
    }
    expect(new Set(places.map(cellName)).size).toBe(places.length);
  });

  test('let a cache see known clients before the fault, and newcomers only in their own part', () => {
    const { arrivals, windows, clients } = planOf('resolver-cache', 'dead');
    const [known, newcomers] = timesOf(placeOf('resolver-cache', 'dead')).parts;
    const fromClients = arrivals.filter(({ path }) => path === 'tcp');
    const met = new Set(fromClients.filter(({ atMs }) => atMs < windows.fault.startMs).map(({ source }) => source));
    const sourcesIn = ({ within }: typeof known) =>
      new Set(
        fromClients
          .map(({ atMs, source }) => ({ source, ms: atMs - windows.fault.startMs }))
          .filter(({ ms }) => ms >= within.fromMs && ms < within.untilMs)
          .map(({ source }) => source),
      );
    expect(met.size).toBe(2);
    expect(sourcesIn(known)).toEqual(met);
    expect(sourcesIn(newcomers)).toEqual(new Set(clients.map(({ address }) => address)));
  });

  test('fill a newcomer’s pool when the newcomer first connects', () => {
    const { arrivals, windows } = planOf('connection-pool', 'dead');
    const [, newcomers] = timesOf(placeOf('connection-pool', 'dead')).parts;
    const filled = arrivals.filter(({ path, idleConnections, atMs }) => path === 'tcp' && idleConnections > 0 && atMs === 0);
    const later = arrivals.filter(({ path, atMs }) => path === 'tcp' && atMs === windows.fault.startMs + newcomers.within.fromMs);
    expect([filled.length, later.length]).toEqual([2, 10]);
  });

  test.each(['dead', 'slow', 'flapping'])('let one stranger connect first, alone, and the others in their own part, under %s', (fault) => {
    const { arrivals, windows } = planOf('none', fault);
    const { parts: timed, faultMs } = timesOf(placeOf('none', fault));
    const [known, , strangers] = timed;
    const since = (path: string) => arrivals.filter((each) => each.path === path).map(({ atMs }) => atMs - windows.fault.startMs);
    const [first = 0, ...others] = since('outsider');
    expect(first).toBeLessThan(1000);
    expect(Math.min(...since('tcp').filter((ms) => ms >= 0))).toBeGreaterThanOrEqual(known.within.fromMs);
    expect(others.length).toBeGreaterThanOrEqual(7);
    expect(Math.min(...others)).toBeGreaterThanOrEqual(strangers.within.fromMs);
    expect(Math.max(...others)).toBeLessThan(strangers.within.untilMs);
    expect(faultMs - strangers.within.untilMs).toBeGreaterThanOrEqual(5000);
  });

  test('give the first stranger more time when a cache asks the DNS', () => {
    const [[alone], [behindCache]] = [timesOf(placeOf('none', 'dead')).parts, timesOf(placeOf('nscd', 'dead')).parts];
    expect([alone.within.fromMs, behindCache.within.fromMs]).toEqual([11_000, 17_000]);
  });

  test('count an outsider as out when the server does not greet it; when accounts are the fix, when it does not log in', () => {
    const by = (fix: string) =>
      planOf(fix, 'dead').scenario.expectations.flatMap(({ measure }) => (measure.of === 'admitted' ? [measure.by] : []));
    expect([by('none'), by('account-hosts')]).toEqual([
      ['acl', 'acl'],
      ['login', 'login'],
    ]);
  });
});

test('a fix or a fault that is named twice runs once, because two runs of a cell would share a folder', () => {
  const { values } = parseOptions(options, ['--fixes', 'none,hosts-file,none', '--faults', 'dead,lossy:share=0.5,seed=2,dead']);
  expect(values).toEqual({ fixes: ['none', 'hosts-file'], faults: ['dead', 'lossy:share=0.5,seed=2'] });
});
