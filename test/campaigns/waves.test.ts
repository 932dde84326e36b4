import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { inWaves } from '../../lab/campaigns/waves.ts';

/** Runs of a wave begin 150 ms apart: this is longer than any of three waits for its turn. */
const longMs = 600;

describe('runs in waves', () => {
  test('give their results in the order of the items, so many at a time', async () => {
    let running = 0;
    let most = 0;
    const results = await inWaves([30, 1, 20, 2, 10], 2, async (item, { hostsUp }) => {
      running += 1;
      most = Math.max(most, running);
      await wait(item);
      await hostsUp();
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual([60, 2, 40, 4, 20]);
    expect(most).toBe(2);
  });

  test('wait for each other when their hosts are up', async () => {
    const log: string[] = [];
    await inWaves(['slow', 'quick'], 2, async (item, { hostsUp }) => {
      await wait(item === 'slow' ? longMs : 0);
      log.push(`${item} up`);
      await hostsUp();
      log.push(`${item} runs`);
    });
    expect(log.slice(0, 2)).toEqual(['quick up', 'slow up']);
  });

  test('do not wait for one that ends before its hosts are up, and tell its error when all are over', async () => {
    const over: string[] = [];
    const failing = inWaves(['fails', 'runs', 'never'], 2, async (item, { hostsUp }) => {
      if (item === 'fails') {
        throw new Error('it does not start');
      }
      await hostsUp();
      over.push(item);
    });
    await expect(failing).rejects.toThrow('it does not start');
    expect(over).toEqual(['runs']);
  });

  test('count one that fails and still comes to the gate later only once', async () => {
    const log: string[] = [];
    const late = Promise.withResolvers<void>();
    const waves = inWaves(['fails', 'quick', 'slow'], 3, async (item, { hostsUp }) => {
      if (item === 'fails') {
        void wait(10).then(hostsUp).then(late.resolve);
        throw new Error('it failed');
      }
      await wait(item === 'slow' ? longMs : 0);
      log.push(`${item} up`);
      await hostsUp();
      log.push(`${item} runs`);
    });
    await expect(waves).rejects.toThrow('it failed');
    await late.promise;
    expect(log.slice(0, 2)).toEqual(['quick up', 'slow up']);
  });

  test('wait for each other when they have measured, but for one that has failed', async () => {
    const log: string[] = [];
    const waves = inWaves(['fails', 'long', 'short'], 3, async (item, { hostsUp, measured }) => {
      await hostsUp();
      if (item === 'fails') {
        throw new Error('it failed');
      }
      await wait(item === 'long' ? longMs : 0);
      log.push(`${item} measured`);
      await measured();
      log.push(`${item} ends`);
    });
    await expect(waves).rejects.toThrow('it failed');
    expect(log.slice(0, 2)).toEqual(['short measured', 'long measured']);
  });
});
