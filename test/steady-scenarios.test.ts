import { expect, test } from 'vitest';
import { loadScenario } from '../lab/catalog.ts';
import { makePlan } from '../lab/plan.ts';
import { mariadb } from '../lab/servers/mariadb.ts';

test('the clients that run out of ports close first: none leaves it to the server', async () => {
  const { arrivals } = makePlan('ports', await loadScenario('time-wait-exhaustion'), mariadb);
  expect(new Set(arrivals.filter(({ path }) => path === 'tcp').map(({ quits }) => quits))).toEqual(new Set([false]));
});
