import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { afterStart, inTimeline, type Killed, killAt, on, type Point } from './support/kill-points.ts';
import { type LeftOfLab, nothingLeft } from './support/killed-lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const atATime = 5;

/** The whole life of a run: before its network, every container created and started, its timeline, its hosts removed. */
const points: readonly Point[] = [
  ...[0.3, 0.8, 1.5].map(afterStart),
  on('network', 'create', 1),
  ...[1, 2, 3, 4, 5].map((nth) => on('container', 'create', nth)),
  ...[1, 3, 5].map((nth) => on('container', 'start', nth)),
  ...[0, 0.25, 0.5, 0.75, 1].map(inTimeline),
  ...[1, 3].map((nth) => on('container', 'die', nth)),
  on('container', 'destroy', 5),
];

test('after kill -9 at any of 20 points of a run, nothing is left 30 s later, without another command', async () => {
  expect(points).toHaveLength(20);
  const series: Killed[] = [];
  for (let from = 0; from < points.length; from += atATime) {
    series.push(...(await killAt(points.slice(from, from + atATime), folders)));
  }
  process.stdout.write(
    series.map(({ name, atOnce, inTheEnd }) => `${name.padEnd(22)}  ${counts(atOnce)}  →  ${counts(inTheEnd)}\n`).join(''),
  );
  for (const { name, cameThere, inTheEnd } of series) {
    expect({ name, cameThere, ...inTheEnd }).toEqual({ name, cameThere: true, ...nothingLeft });
  }
});

function counts({ containers, networks, volumes, processes }: LeftOfLab): string {
  const created = containers.filter((text) => text.endsWith('created')).length;
  return `${containers.length} containers (${created} not started), ${networks.length} networks, ${volumes.length} volumes, ${processes.length} processes`;
}
