import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inTimeline, killAt, on } from './support/kill-points.ts';
import { nothingLeft } from './support/killed-lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

/** killed.long.test.ts has more points. */
test('after kill -9 at four points of a run, nothing is left 30 s later, without another command', async () => {
  const points = [on('network', 'create', 1), on('container', 'create', 2), on('container', 'start', 3), inTimeline(0.5)];
  const killed = await killAt(points, folders);
  expect(killed.map(({ name, cameThere, inTheEnd }) => ({ name, cameThere, ...inTheEnd }))).toEqual(
    points.map(([name]) => ({ name, cameThere: true, ...nothingLeft })),
  );
});
