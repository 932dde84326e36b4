import { expect, test } from 'vitest';
import { removeGarbage } from '../../lab/engine/cleanup/garbage.ts';
import type { Engine } from '../../lab/engine/connection/connect-engine.ts';

/** An engine that removes networks with `remove`. */
function engineThat(remove: (id: string) => Promise<void>): Engine {
  const docker = { getNetwork: (id: string) => ({ remove: () => remove(id) }) };
  return { docker, endpoint: 'unix:///nowhere' } as unknown as Engine;
}
const networks = ['one', 'two', 'three'].map((id) => ({ id, name: `wraplab-${id}` }));

test('a network that the engine considers in use stays and is named; the others go, and one already gone is no error', async () => {
  const engine = engineThat(async (id) => {
    if (id === 'two') {
      throw new Error('(HTTP code 403) unexpected - error while removing network: network wraplab-two id two has active endpoints');
    }
    if (id === 'three') {
      throw Object.assign(new Error('(HTTP code 404) no such network'), { statusCode: 404 });
    }
  });
  expect(await removeGarbage(engine, { containers: [], networks })).toEqual(['wraplab-two']);
});

test('any other failure to remove a network is an error', async () => {
  const engine = engineThat(() => Promise.reject(new Error('(HTTP code 500) server error')));
  await expect(removeGarbage(engine, { containers: [], networks })).rejects.toThrow('HTTP code 500');
});
