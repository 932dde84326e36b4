import { describe, expect, test } from 'vitest';
import { fewestRuns, judgeSoak, warmUpOf } from '../../../lab/campaigns/soak/growth/judge-growth.ts';
import {
  type SoakQuantityId,
  type SoakReading,
  soakQuantities,
  soakQuantityIds,
} from '../../../lab/campaigns/soak/growth/soak-quantities.ts';
import { soakAsText } from '../../../lab/campaigns/soak/growth/soak-table.ts';
import { randomSource } from '../../../lab/maths/random.ts';
import { plain } from '../../../lab/text/paint.ts';

const megabyte = 1024 * 1024;

/** Readings of a lab in which nothing changes except the quantity `id`, by `change`. */
function soakOf(runs: number, id: SoakQuantityId, change: (run: number) => number | null): SoakReading[] {
  const still = Object.fromEntries(soakQuantityIds.map((each) => [each, soakQuantities[each].unit === 'bytes' ? 50 * megabyte : 20]));
  return Array.from({ length: runs }, (_, run) => ({ ...(still as SoakReading), [id]: change(run) }));
}

function figure(readings: readonly SoakReading[], id: SoakQuantityId) {
  return judgeSoak(readings).figures.find((each) => each.id === id);
}

const noise = (bytes: number) => {
  const random = randomSource(1, 'noise');
  return () => (random() - 0.5) * 2 * bytes;
};

describe('the judgement of a soak', () => {
  test('is steady when nothing changes', () => {
    const judgement = judgeSoak(soakOf(100, 'heap', () => 50 * megabyte));
    expect(judgement).toMatchObject({ verdict: 'steady', warmUpRuns: 10, notRead: [] });
    expect(judgement.figures.map(({ id }) => id)).toEqual(soakQuantityIds);
  });

  test.each(soakQuantityIds)('finds growth when %s grows by twice its limit per run, and tolerates half the limit', (id) => {
    const { limitPerRun } = soakQuantities[id];
    expect(judgeSoak(soakOf(40, id, (run) => 1e6 + run * 2 * limitPerRun)).verdict).toBe('grows');
    expect(judgeSoak(soakOf(40, id, (run) => 1e6 + (run * limitPerRun) / 2)).verdict).toBe('steady');
  });

  test('finds one open file that is not closed in ten runs', () => {
    const readings = soakOf(100, 'openFiles', (run) => 20 + Math.floor(run / 10));
    expect(figure(readings, 'openFiles')).toMatchObject({ verdict: 'grows', start: 21, end: 29 });
  });

  test('takes a heap that varies by megabytes for steady, but not one that also leaks', () => {
    const shake = noise(2 * megabyte);
    expect(
      figure(
        soakOf(100, 'heap', () => 50 * megabyte + shake()),
        'heap',
      )?.verdict,
    ).toBe('steady');
    expect(
      figure(
        soakOf(100, 'heap', (run) => 50 * megabyte + shake() + run * 100_000),
        'heap',
      )?.verdict,
    ).toBe('grows');
  });

  test('ignores growth during the warm-up', () => {
    expect(judgeSoak(soakOf(40, 'heap', (run) => Math.min(run, warmUpOf(40)) * 10 * megabyte)).verdict).toBe('steady');
  });

  test('ignores a single outlier', () => {
    expect(judgeSoak(soakOf(20, 'children', (run) => (run === 19 ? 30 : 20))).verdict).toBe('steady');
  });

  test('is unknown for a steep slope that may be chance, and for too few runs', () => {
    const jumping = [1, 9, 2, 8, 3, 9, 4, 9];
    expect(
      figure(
        soakOf(11, 'openFiles', (run) => jumping[run - 3] ?? 0),
        'openFiles',
      )?.verdict,
    ).toBe('unknown');
    expect(judgeSoak(soakOf(fewestRuns - 1, 'heap', () => 1)).verdict).toBe('unknown');
    expect(judgeSoak(soakOf(fewestRuns, 'heap', () => 1)).verdict).toBe('steady');
    expect(judgeSoak([]).verdict).toBe('unknown');
  });

  test('names quantities that could not be read, and does not count them as growth', () => {
    const judgement = judgeSoak(soakOf(20, 'engineFolder', () => null));
    expect(judgement).toMatchObject({ verdict: 'steady', notRead: ['engineFolder'] });
    expect(soakAsText(judgement, plain)).toContain('not read here: data folder of the engine');
  });

  test('has a table with start, end, slope and limit of each quantity', () => {
    const text = soakAsText(judgeSoak(soakOf(20, 'openFiles', (run) => 20 + run)), plain);
    expect(text).toMatch(/open files +23 +39 +1 +1 to 1 +0\.02 +grows/);
    expect(text).toMatch(/heap after garbage collection, without code +50 MiB +50 MiB +0 B +0 B to 0 B +24 KiB +steady/);
  });
});
