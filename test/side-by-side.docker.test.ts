import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { untilOnTime } from '../lab/campaigns/late-runs.ts';
import { fixedPace } from '../lab/campaigns/pace.ts';
import { label } from '../lab/engine/connection/labels.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { fellBehind } from '../lab/statistics/load-lag.ts';
import { stalledAgents } from '../lab/verdict/stalled-agents.ts';
import { startLab } from './support/lab-process.ts';
import { engineUnderTest, eventually, leftOf } from './support/left-in-engine.ts';
import { verdictIn } from './support/running-lab.ts';

const engine = await engineUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Half of them have a DNS that is too slow, and must be refuted; the others must be confirmed beside them. */
const commands = Array.from({ length: 8 }, (_, index) =>
  index % 2 === 0
    ? ({ args: ['scenario', 'baseline', '--quiet'], expected: 'confirmed' } as const)
    : ({ args: ['scenario', 'baseline', '--quiet', '--fault', 'slow:delay=3000'], expected: 'refuted' } as const),
);
const exitCodes: Readonly<Record<string, number>> = { confirmed: 0, refuted: 1, inconclusive: 2 };

/** Where the labs of an attempt keep their records: all of one attempt share it. */
function homeOf(attempt: number): string {
  const home = join(folder, `attempt-${attempt}`);
  mkdirSync(home, { recursive: true });
  return home;
}

/** The outcome of a lab's run, by its exit code and the record that it names. */
async function endOf({ ended }: ReturnType<typeof startLab>, home: string) {
  const { code, stdout, stderr } = await ended;
  const [, named] = /^record: (.+)$/m.exec(stdout) ?? expect.fail(`the lab named no record: ${stdout}${stderr}`);
  const record = readRecord(join(home, named ?? ''));
  const { verdict, reasons } = verdictIn(join(home, named ?? ''));
  const isLate = verdict === 'inconclusive' && (fellBehind(record) || stalledAgents(record).length > 0);
  return { code, runId: record.manifest.runId, ended: record.manifest.ended, verdict, reasons, isLate };
}

/** The runs with a database container, of labs with these process ids. */
async function runsOf(pids: readonly (number | undefined)[]): Promise<string[]> {
  const containers = await engine.docker.listContainers({ filters: { label: [`${label.role}=database`] } });
  const own = pids.map((pid) => `/${pid}/`);
  return containers.flatMap(({ Labels }) => (own.some((pid) => Labels[label.owner]?.includes(pid)) ? [Labels[label.run] ?? ''] : []));
}

test('eight labs at once on one engine have separate names, addresses, folders and verdicts, and leave nothing behind', async () => {
  const labs: ReturnType<typeof startLab>[] = [];
  const attempts: (Awaited<ReturnType<typeof endOf>> & { readonly attempt: number })[] = [];
  // Two cores may be too slow for eight labs at once. A run that is inconclusive for that reason, and no other, is void and repeated.
  const ending = untilOnTime(
    commands,
    fixedPace(commands.length),
    async ({ args }, _sideBySide, attempt) => {
      const lab = startLab(args, {}, homeOf(attempt));
      labs.push(lab);
      const end = await endOf(lab, homeOf(attempt));
      attempts.push({ ...end, attempt });
      return end;
    },
    (_command, { isLate }) => (isLate ? 2 : 0),
  );
  // It is awaited below; until then its rejection must not end the process.
  ending.catch(() => undefined);
  // All of them at the same time, with the same addresses inside.
  const atOnce = await eventually(
    () => runsOf(labs.slice(0, commands.length).map(({ child }) => child.pid)),
    (runs) => runs.length === commands.length,
    90_000,
  );
  const ends = await ending;
  expect(new Set(atOnce).size).toBe(commands.length);
  const first = attempts.filter(({ attempt }) => attempt === 0);
  expect(first.map(({ runId }) => runId).toSorted()).toEqual(atOnce.toSorted());
  expect(readdirSync(join(homeOf(0), '.wraplab/runs'))).toHaveLength(commands.length);
  for (const [index, { expected }] of commands.entries()) {
    const { verdict, reasons } = ends[index] ?? expect.fail('a lab has no outcome');
    expect({ verdict, reasons }).toMatchObject({ verdict: expected });
  }
  for (const { runId, verdict, code, ended } of attempts) {
    expect({ verdict, code, ended }).toEqual({ verdict, code: exitCodes[verdict], ended: 'complete' });
    expect(await leftOf(engine, runId)).toEqual({ containers: [], networks: [] });
  }
}, 900_000);
