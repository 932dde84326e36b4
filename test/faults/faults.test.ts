import { describe, expect, test } from 'vitest';
import { drawDelayMs, medianDelayMs } from '../../lab/faults/delay.ts';
import { enforce, faultSchema, faults, nominalDelayMs } from '../../lab/faults/index.ts';
import { randomSource } from '../../lab/random.ts';

const query = { name: '1.1.18.198.in-addr.arpa', type: 'PTR', transport: 'udp', client: '198.18.0.10' } as const;

describe('faults', () => {
  test('none answers at once', () => {
    expect(enforce({ id: 'none' }, 1).treat(query)).toEqual({ kind: 'answer', delayMs: 0 });
  });

  test('dead stays silent', () => {
    expect(enforce({ id: 'dead' }, 1).treat(query)).toEqual({ kind: 'silence' });
  });

  test('slow delays every answer by its fixed time', () => {
    expect(enforce({ id: 'slow', delay: 400 }, 1).treat(query)).toEqual({ kind: 'answer', delayMs: 400 });
    expect(nominalDelayMs({ id: 'slow', delay: 400 })).toBe(400);
  });

  test('slow is 500 ms where the scenario does not say', () => {
    expect(faultSchema.parse({ id: 'slow' })).toEqual({ id: 'slow', delay: 500 });
  });

  test('the same seed draws the same delays, another seed others', () => {
    const delay = { shape: 'normal', meanMs: 300, deviationMs: 50 } as const;
    const delays = (seed: number) => {
      const fault = enforce({ id: 'slow', delay }, seed);
      return Array.from({ length: 20 }, () => fault.treat(query));
    };
    expect(delays(7)).toEqual(delays(7));
    expect(delays(7)).not.toEqual(delays(8));
  });

  test.each([
    { shape: 'uniform', fromMs: 100, toMs: 300 },
    { shape: 'normal', meanMs: 300, deviationMs: 50 },
    { shape: 'exponential', meanMs: 200 },
    { shape: 'pareto', minimumMs: 100, exponent: 2 },
  ] as const)('half of the draws of $shape lie below its median', (delay) => {
    const random = randomSource(3, 'test');
    const draws = Array.from({ length: 20_000 }, () => drawDelayMs(delay, random));
    const below = draws.filter((ms) => ms < medianDelayMs(delay)).length / draws.length;
    expect(below).toBeGreaterThan(0.48);
    expect(below).toBeLessThan(0.52);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  });

  test('each has an id of its own and a line that says what it does', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
    expect(faults.every(({ title }) => title.length > 10)).toBe(true);
  });
});
