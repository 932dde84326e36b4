import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunPlace } from '../../lab/campaigns/steadiness/ledger/standing.ts';
import { completeRuns, type MakeRun, runSteadiness } from '../../lab/campaigns/steadiness/run-seeds.ts';
import { SteadinessLedger } from '../../lab/campaigns/steadiness/steadiness-folder.ts';
import { options } from '../../lab/cli/dev/steadiness.ts';
import { parseOptions } from '../../lab/cli/options.ts';
import { LabError } from '../../lab/errors/lab-error.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import type { Manifest } from '../../lab/record/manifest.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import { verdictJson } from '../../lab/reports/verdict-json.ts';
import { scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const scenario = scenarioSchema.parse(smallScenario());
const planOf = ({ seed }: RunPlace) => makePlan('small', scenario, mariadb, { seed });
const place = (seed: number, way: RunPlace['way'] = 'alone'): RunPlace => ({ scenario: 'small', seed, way });

/** A run in the folder that a campaign has for it; its clients waited `stalledMs` in the fault. */
async function record(
  folder: string,
  { seed, way }: RunPlace,
  stalledMs: number,
  change: Partial<Manifest> = {},
  lagMs = 0.1,
): Promise<void> {
  const { events, samples, ...rest } = outage(stalledMs, { manifest: manifestOf(smallScenario(), change, { seed }) });
  const late = samples.map((sample) => (sample.kind === 'connect' ? { ...sample, lagMs } : sample));
  const run = { ...rest, events, samples: late };
  await using recorder = new Recorder(join(folder, 'runs', way, `small-${seed}`), run.manifest);
  for (const event of events) {
    recorder.event(event);
  }
  for (const sample of late) {
    recorder.sample(sample);
  }
  recorder.files({ [verdictJson.file]: verdictJson.render(run, judge(run)) });
}

describe('complete runs in the folder', () => {
  test('do not run again; interrupted and late ones, and other seeds, do', async () => {
    const folder = join(folders, 'complete');
    await record(folder, place(1), 1200);
    await record(folder, place(2), 800);
    await record(folder, place(3), 1200, { ended: 'interrupted' });
    await record(folder, place(4), 1200, {}, 900);
    await record(folder, place(1, 'side-by-side'), 1200);
    const places = [1, 2, 3, 4, 5].map((seed) => place(seed));
    expect(completeRuns(places, { folder, planOf }).map(({ seed, verdict }) => `${seed} ${verdict}`)).toEqual(['1 confirmed', '2 refuted']);
    expect(completeRuns([place(1, 'side-by-side'), place(2, 'side-by-side')], { folder, planOf })).toEqual([
      { ...place(1, 'side-by-side'), verdict: 'confirmed', reasons: [], run: 'runs/side-by-side/small-1' },
    ]);
  });

  test('run again after their scenario has changed', async () => {
    const folder = join(folders, 'changed');
    await record(folder, place(1), 1200);
    const changed = { ...scenario, timeline: { ...scenario.timeline, faultMs: 20_000 } };
    expect(completeRuns([place(1)], { folder, planOf: ({ seed }) => makePlan('small', changed, mariadb, { seed }) })).toEqual([]);
  });
});

describe('the remaining runs', () => {
  const steady = { verdict: judge(outage(1200)), late: false };
  const campaign = async (
    places: readonly RunPlace[],
    folder: string,
    make: MakeRun,
    fresh = false,
    signal = new AbortController().signal,
  ) => {
    const made: string[] = [];
    const known: string[] = [];
    await runSteadiness(places, {
      planOf,
      make,
      sideBySide: 2,
      folder,
      fresh,
      began: () => undefined,
      known: (runs) => known.push(...runs.map(({ seed, way }) => `${way} ${seed}`)),
      done: ({ seed, way, verdict, reasons }, { done, total }) =>
        made.push(`${done}/${total} ${way} ${seed} ${[verdict, ...reasons].join(' ')}`),
      signal,
    });
    return { made, known };
  };

  test('are made one by one, then side by side, and without those that are complete', async () => {
    const folder = join(folders, 'resumed');
    await record(folder, place(1), 1200);
    let running = 0;
    const atATime: string[] = [];
    const make: MakeRun = async ({ seed, way }, _, sideBySide) => {
      running += 1;
      await sideBySide?.hostsUp();
      atATime.push(`${way} ${seed}: ${running}`);
      await sideBySide?.measured();
      running -= 1;
      return steady;
    };
    const places = [place(1), place(2), place(3), place(1, 'side-by-side'), place(2, 'side-by-side')];
    expect(await campaign(places, folder, make)).toEqual({
      known: ['alone 1'],
      made: ['1/4 alone 2 confirmed', '2/4 alone 3 confirmed', '3/4 side-by-side 1 confirmed', '4/4 side-by-side 2 confirmed'],
    });
    expect(atATime).toEqual(['alone 2: 1', 'alone 3: 1', 'side-by-side 1: 2', 'side-by-side 2: 2']);
    expect((await campaign([place(1)], folder, make, true)).made).toEqual(['1/1 alone 1 confirmed']);
  });

  test('go on after one that fails, which is inconclusive, and end when the lab is interrupted', async () => {
    const folder = join(folders, 'failing');
    const failing: MakeRun = ({ seed }) =>
      seed === 1 ? Promise.reject(new LabError('the disk is full', { code: 'internal' })) : Promise.resolve(steady);
    expect((await campaign([place(1), place(2)], folder, failing)).made).toEqual([
      '1/2 alone 1 inconclusive the disk is full',
      '2/2 alone 2 confirmed',
    ]);
    const interrupted = new AbortController();
    const interrupting: MakeRun = () => {
      interrupted.abort(new Error('interrupted'));
      return Promise.reject(new Error('esbuild is gone'));
    };
    await expect(campaign([place(1), place(2)], folder, interrupting, true, interrupted.signal)).rejects.toThrow('interrupted');
  });
});

describe('the folder', () => {
  const run = { ...place(1), verdict: 'confirmed', reasons: [], run: 'runs/alone/small-1' } as const;

  test('is continued on the same server, and keeps its known runs', () => {
    const folder = join(folders, 'again');
    new SteadinessLedger(folder, { server: 'mariadb', sideBySide: 3 }).add({ runs: [run] });
    expect(new SteadinessLedger(folder, { server: 'mariadb', sideBySide: 3 }).known.runs).toEqual([run]);
    expect(readFileSync(join(folder, 'steadiness.md'), 'utf8')).toContain('| `small` | 1 ✔ | – | steady |');
    expect(() => new SteadinessLedger(folder, { server: 'mysql', sideBySide: 3 })).toThrow(
      `expected a folder that is empty, not there, or that of an earlier steadiness check on mysql, got ${folder}`,
    );
  });

  test('is refused, and left as it is, if its steadiness.json is of another program', () => {
    const folder = join(folders, 'foreign');
    mkdirSync(folder);
    writeFileSync(join(folder, 'steadiness.json'), '{"server":"mariadb"}');
    expect(() => new SteadinessLedger(folder, { server: 'mariadb', sideBySide: 3 })).toThrow('expected a folder that is empty');
    expect(readFileSync(join(folder, 'steadiness.json'), 'utf8')).toBe('{"server":"mariadb"}');
  });
});

describe('the command line', () => {
  test('takes a number of seeds, or a range', () => {
    const seeds = (text: string) => parseOptions(options, ['--seeds', text]).values.seeds;
    expect(seeds('3')).toEqual([1, 2, 3]);
    expect(seeds('11-12')).toEqual([11, 12]);
    expect(() => seeds('12-11')).toThrow('--seeds: expected 1 to 1000 seeds; got "12-11"');
    expect(() => seeds('0')).toThrow('--seeds: expected 1 to 1000 seeds; got "0"');
    expect(() => seeds('some')).toThrow('--seeds: expected a number of seeds, or a range such as 11-12; got "some"');
  });
});
