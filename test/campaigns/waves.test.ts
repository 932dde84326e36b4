import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inWaves } from '../../lab/campaigns/waves.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets everything happen that time alone makes happen. */
async function settle(): Promise<void> {
  await vi.runAllTimersAsync();
}

describe('runs in waves', () => {
  test('return their results in the order of the items, and go two at a time', async () => {
    let running = 0;
    let most = 0;
    const results = inWaves([30, 1, 20, 2, 10], 2, async (item, { hostsUp }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, item));
      await hostsUp();
      running -= 1;
      return item * 2;
    });
    await settle();
    expect(await results).toEqual([60, 2, 40, 4, 20]);
    expect(most).toBe(2);
  });

  test('wait for each other until all hosts are up', async () => {
    const log: string[] = [];
    const slowUp = Promise.withResolvers<void>();
    const waves = inWaves(['slow', 'quick'], 2, async (item, { hostsUp }) => {
      await (item === 'slow' ? slowUp.promise : undefined);
      log.push(`${item} up`);
      await hostsUp();
      log.push(`${item} runs`);
    });
    await settle();
    expect(log).toEqual(['quick up']);
    slowUp.resolve();
    await settle();
    await waves;
    expect(log).toEqual(['quick up', 'slow up', 'slow runs', 'quick runs']);
  });

  test('begin 150 ms after each other once all hosts are up', async () => {
    const beganMs = Date.now();
    const begins: number[] = [];
    const waves = inWaves(['first', 'second', 'third'], 3, async (_item, { hostsUp }) => {
      await hostsUp();
      begins.push(Date.now() - beganMs);
    });
    await settle();
    await waves;
    expect(begins).toEqual([0, 150, 300]);
  });

  test('do not wait for one that fails before its hosts are up, and throw its error when the whole wave has ended', async () => {
    const over: string[] = [];
    const waves = inWaves(['fails', 'runs', 'never'], 2, async (item, { hostsUp }) => {
      if (item === 'fails') {
        throw new Error('it does not start');
      }
      await hostsUp();
      over.push(item);
    });
    const failing = expect(waves).rejects.toThrow('it does not start');
    await settle();
    await failing;
    expect(over).toEqual(['runs']);
  });

  test('count one that fails, and still reaches the gate later, only once', async () => {
    const log: string[] = [];
    const slowUp = Promise.withResolvers<void>();
    let reachGateLater: () => Promise<void> = async () => expect.fail('the run that fails has not begun');
    const waves = inWaves(['fails', 'quick', 'slow'], 3, async (item, { hostsUp }) => {
      if (item === 'fails') {
        reachGateLater = hostsUp;
        throw new Error('it failed');
      }
      await (item === 'slow' ? slowUp.promise : undefined);
      log.push(`${item} up`);
      await hostsUp();
      log.push(`${item} runs`);
    });
    const failing = expect(waves).rejects.toThrow('it failed');
    await settle();
    const late = reachGateLater();
    await settle();
    expect(log).toEqual(['quick up']);
    slowUp.resolve();
    await settle();
    await Promise.all([failing, late]);
    expect(log).toEqual(['quick up', 'slow up', 'quick runs', 'slow runs']);
  });

  test('wait for each other until all have measured, except for one that has failed', async () => {
    const log: string[] = [];
    const longMeasured = Promise.withResolvers<void>();
    const waves = inWaves(['fails', 'long', 'short'], 3, async (item, { hostsUp, measured }) => {
      await hostsUp();
      if (item === 'fails') {
        throw new Error('it failed');
      }
      await (item === 'long' ? longMeasured.promise : undefined);
      log.push(`${item} measured`);
      await measured();
      log.push(`${item} ends`);
    });
    const failing = expect(waves).rejects.toThrow('it failed');
    await settle();
    expect(log).toEqual(['short measured']);
    longMeasured.resolve();
    await settle();
    await failing;
    expect(log.slice(0, 2)).toEqual(['short measured', 'long measured']);
    expect(log.slice(2).toSorted()).toEqual(['long ends', 'short ends']);
  });
});
