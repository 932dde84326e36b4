import { expect, test } from 'vitest';
import { makePlan } from '../../lab/plan/plan.ts';
import { loadScenario } from '../../lab/scenario/catalog.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';

const seeds = Array.from({ length: 100 }, (_, index) => index + 1);

test('no client comes to the cold cache twice, whatever the seed: unbound may still be asking for its name', async () => {
  const scenario = await loadScenario('fix-resolver-cache-cold');
  const twice = seeds.filter((seed) => {
    const sources = makePlan('cold', scenario, mariadb, { seed }).arrivals.flatMap(({ path, source }) => (path === 'tcp' ? [source] : []));
    return new Set(sources).size < sources.length;
  });
  expect(twice).toEqual([]);
});

test.each(['time-wait-exhaustion', 'observe-time-wait'])('the clients of %s all close first', async (name) => {
  const { arrivals } = makePlan(name, await loadScenario(name), mariadb);
  expect(new Set(arrivals.filter(({ path }) => path === 'tcp').map(({ quits }) => quits))).toEqual(new Set([false]));
});

test('no client comes to the cold cache when the fault begins: its PTR query would be answered, and its forward query not', async () => {
  const scenario = await loadScenario('fix-resolver-cache-cold');
  const { arrivals, windows } = makePlan('cold', scenario, mariadb);
  const nearest = Math.min(...arrivals.filter(({ path }) => path === 'tcp').map(({ atMs }) => Math.abs(atMs - windows.fault.startMs)));
  expect(nearest).toBeGreaterThan(100);
});
