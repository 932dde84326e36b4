import { expect, test } from 'vitest';
import { applyFixesToLoad } from '../../lab/fixes/index.ts';
import { streamSchema } from '../../lab/model/load.ts';

const load = (['tcp', 'socket', 'outsider'] as const).map((path) =>
  streamSchema.parse({ path, arrivals: { process: 'constant', ratePerSecond: 1 } }),
);

test.each(['connection-pool', 'client-timeouts'] as const)(
  '%s changes the network clients and no others, to a load that a scenario may have',
  (id) => {
    const [tcp, ...others] = applyFixesToLoad(load, [id]);
    expect(others).toEqual(load.slice(1));
    expect(tcp).not.toEqual(load[0]);
    expect(streamSchema.parse(tcp)).toEqual(tcp);
  },
);
