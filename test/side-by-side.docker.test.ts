import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { label } from '../lab/engine/connection/labels.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { startLab } from './support/lab-process.ts';
import { engineUnderTest, eventually, leftOf } from './support/left-in-engine.ts';
import { verdictIn } from './support/running-lab.ts';

const engine = await engineUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Half of them have a server that nobody reaches in time, and must say so while the others must not. */
const commands = Array.from({ length: 8 }, (_, index) =>
  index % 2 === 0 ? ['scenario', 'baseline', '--quiet'] : ['scenario', 'baseline', '--quiet', '--fault', 'slow:delay=3000'],
);

test('eight labs at once on one engine: each has names, addresses, folder and verdict of its own, and leaves nothing', async () => {
  const labs = commands.map((args) => startLab(args, {}, folder));
  const runsOf = async (): Promise<string[]> => {
    const containers = await engine.docker.listContainers({ filters: { label: [`${label.role}=database`] } });
    const own = labs.map(({ child }) => `/${child.pid}/`);
    return containers.flatMap(({ Labels }) => (own.some((pid) => Labels[label.owner]?.includes(pid)) ? [Labels[label.run] ?? ''] : []));
  };
  // All of them at the same time, with the same addresses inside.
  const atOnce = await eventually(runsOf, (runs) => runs.length === labs.length, 90_000);
  expect(new Set(atOnce).size).toBe(labs.length);
  const ends = await Promise.all(labs.map(({ ended }) => ended));
  const folders = readdirSync(join(folder, '.wraplab/runs')).map((name) => join(folder, '.wraplab/runs', name));
  expect(folders).toHaveLength(labs.length);
  const records = folders.map((path) => ({ ...readRecord(path), ...verdictIn(path) }));
  expect(records.map(({ manifest }) => manifest.runId).toSorted()).toEqual(atOnce.toSorted());
  expect(records.map(({ manifest }) => manifest.ended)).toEqual(labs.map(() => 'complete'));
  for (const { manifest, verdict, reasons } of records) {
    // Eight are more than two cores carry without delay; what a run may then say is that, and no other's verdict.
    const isLate = verdict === 'inconclusive' && reasons.some((reason) => /fell behind|stalled/.test(reason));
    const own = manifest.scenario.fault.id === 'none' ? 'confirmed' : 'refuted';
    expect({ fault: manifest.scenario.fault.id, reasons, verdict: isLate ? own : verdict }).toEqual({
      fault: manifest.scenario.fault.id,
      reasons,
      verdict: own,
    });
    expect(await leftOf(engine, manifest.runId)).toEqual({ containers: [], networks: [] });
  }
  const codes = { confirmed: 0, refuted: 1, inconclusive: 2 } as Readonly<Record<string, number>>;
  expect(ends.map(({ code }) => code).toSorted()).toEqual(records.map(({ verdict }) => codes[verdict]).toSorted());
});
