import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Agent } from '../../lab/engine/hosts/agent-connection.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An agent whose process says only what the test lets it say, and what it counts as after so many seconds. */
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

test('an agent that has not spoken yet hangs after 30 s', async () => {
  const { after } = silentAgent();
  expect(await after(30)).toBe('none');
  expect(await after(1)).toBe('the watch agent gave no sign of life for 30 s: its process hangs or was stopped');
});

test('one that has spoken hangs when it says nothing more for 10 s', async () => {
  const { stdout, after } = silentAgent();
  await after(5);
  stdout.write('{"event":{"kind":"canary","sentNs":1,"roundTripMs":1}}\n');
  await new Promise((resolve) => setImmediate(resolve));
  expect(await after(10)).toBe('none');
  expect(await after(1)).toBe('the watch agent gave no sign of life for 10 s: its process hangs or was stopped');
});
