import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Agent } from '../../lab/engine/hosts/agent-connection.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An agent whose process sends only what the test writes; `after` returns its failure after that many seconds. */
function silentAgent() {
  const stdout = new PassThrough();
  const container = {
    ...{ id: 'an id', name: 'a name', role: 'watch', address: '', imageId: '' },
    ...{ stdin: new PassThrough().resume(), stdout, stderr: new PassThrough(), ended: new Promise<void>(() => undefined) },
    letGo: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  let failure = 'none';
  const agent = new Agent('watch', container, 10_000, () => undefined);
  agent.failed.catch((error: Error) => {
    failure = error.message;
  });
  const after = async (seconds: number): Promise<string> => {
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    return failure;
  };
  return { stdout, after };
}

test('an agent counts as hanging after 30 s without its first message', async () => {
  const { after } = silentAgent();
  expect(await after(30)).toBe('none');
  expect(await after(1)).toBe('the watch agent gave no sign of life for 30 s: its process hangs or was stopped');
});

test('an agent counts as hanging 10 s after its last message', async () => {
  const { stdout, after } = silentAgent();
  await after(5);
  stdout.write('{"event":{"kind":"canary","sentNs":1,"roundTripMs":1}}\n');
  await new Promise((resolve) => setImmediate(resolve));
  expect(await after(10)).toBe('none');
  expect(await after(1)).toBe('the watch agent gave no sign of life for 10 s: its process hangs or was stopped');
});
