import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { connectEngine } from '../../lab/engine/connection/connect-engine.ts';
import { engineSettings } from '../../lab/engine/connection/engine-settings.ts';

test('the description of a request, which docker-modem makes for each, stays short whatever other requests are open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  const socket = join(folder, 'engine');
  // Answers only requests for its version.
  const server = createServer(({ url }, response) => {
    if (url?.endsWith('/version') === true) {
      response.end(JSON.stringify({ Version: '1', Arch: 'amd64' }));
    }
  }).listen(socket);
  try {
    await once(server, 'listening');
    const engine = await connectEngine(`unix://${socket}`, engineSettings({}));
    const { modem } = engine?.docker ?? expect.fail('no engine');
    const stop = new AbortController();
    const underWay = [1, 2, 3].map(() => engine?.docker.listContainers({ abortSignal: stop.signal }).catch(() => undefined));
    await once(server, 'request');
    expect(inspect(Reflect.get(modem, 'agent'), { showHidden: true, depth: null }).length).toBeLessThan(100);
    stop.abort();
    await Promise.all(underWay);
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
