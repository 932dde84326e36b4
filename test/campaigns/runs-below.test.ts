import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Bounds, runsBelow } from '../../lab/campaigns/runs-below.ts';
import { analyze } from '../../lab/cli/commands/analyze.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import type { VerdictName } from '../../lab/verdict/verdict-schema.ts';
import { manifestOf, smallScenario } from '../support/recorded-run.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Folders like those that the commands write. */
const verify = join(root, 'verify/2026-01-02');
const soak = join(root, 'soak/2026-01-02');

beforeAll(async () => {
  await record(join(verify, 'runs/dead'), 'dead', 'refuted');
  await record(join(verify, 'runs/none'), 'none', 'confirmed');
  await record(join(verify, 'runs/slow'), 'slow', null);
  writeFileSync(join(verify, 'junit.xml'), '');
  for (const number of [1, 2, 10]) {
    await record(join(soak, 'runs', String(number)), 'soak', 'confirmed');
  }
});

async function record(folder: string, scenarioName: string, verdict: VerdictName | null): Promise<void> {
  const change = { scenarioName, ended: verdict === null ? 'running' : 'complete', startedAt: '2026-01-02T03:04:05.678Z' } as const;
  await using recorder = new Recorder(folder, manifestOf(smallScenario(), change));
  recorder.files({ 'evidence/manifest.json': '{}', ...(verdict === null ? {} : { 'verdict.json': JSON.stringify({ verdict }) }) });
}

const bounds: Bounds = { depth: 5, runs: 1000, folders: 10_000 };
const foldersBelow = (parent: string) => runsBelow(parent).runs.map(({ folder }) => folder.slice(root.length + 1));

/** What `analyze` prints and returns, or how it refuses. */
async function analyzed(...args: readonly string[]): Promise<{ code: number; printed: string }> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    return { code: await analyze.run(args, new AbortController().signal), printed };
  } finally {
    write.mockRestore();
  }
}

describe('analyze, for a folder that is not a run', () => {
  test('lists the runs below it with their verdicts, says how to judge one, and exits with 0 for any verdicts', async () => {
    const { code, printed } = await analyzed(verify);
    expect(code).toBe(0);
    expect(printed).toContain(`3 runs below ${verify}: 1 × confirmed, 1 × refuted, 1 × no verdict\n`);
    expect(printed).toMatch(/✘ +refuted +runs\/dead +dead +2026-01-02T03:04:05\.678Z +complete/);
    expect(printed).toMatch(/– +no verdict +runs\/slow +slow +\S+ +running/);
    expect(printed).toContain(`npm run analyze -- ${verify}/runs/dead\n`);
  });

  test('lists the runs of several commands for a folder further up, in natural order', () => {
    const runs = ['1', '2', '10'].map((number) => `soak/2026-01-02/runs/${number}`);
    expect(foldersBelow(root)).toEqual([...runs, ...['dead', 'none', 'slow'].map((name) => `verify/2026-01-02/runs/${name}`)]);
  });

  test('prints the list as JSON with --json, and says whether it is complete', async () => {
    const { printed } = await analyzed(soak, '--json');
    expect(JSON.parse(printed)).toMatchObject({
      complete: true,
      runs: [{ scenario: 'soak', verdict: 'confirmed', ended: 'complete' }, {}, {}],
    });
  });

  test.each([
    ['--out', 'elsewhere'],
    ['--html', 'x.html'],
    ['--limit', 'fast=1'],
  ])('rejects %s, which needs the folder of one run', async (option, value) => {
    await expect(analyzed(verify, option, value)).rejects.toThrow(
      `${option}: expected only with the folder of one run, got ${verify}, which has runs below it`,
    );
  });

  test('rejects a folder without runs below it', async () => {
    const empty = join(root, 'verify/2026-01-02/runs/none/evidence/..', 'nothing');
    mkdirSync(empty);
    await expect(analyzed(empty)).rejects.toThrow(`expected the folder of a run, or a folder with runs below it, got ${empty}`);
  });
});

describe('the search for runs', () => {
  test('has limits on depth and number, and says when there may be more', async () => {
    expect(runsBelow(root, { ...bounds, depth: 3 }).complete).toBe(false);
    expect(runsBelow(root, { ...bounds, depth: 4 })).toMatchObject({ complete: true, runs: { length: 6 } });
    expect(runsBelow(root, { ...bounds, runs: 2 })).toMatchObject({ complete: false, runs: { length: 2 } });
    expect(runsBelow(root, { ...bounds, folders: 4 })).toMatchObject({ complete: false, runs: { length: 1 } });
  });

  test('follows no links, and ignores a manifest.json that is not the lab’s', () => {
    const mixed = join(root, 'mixed');
    mkdirSync(join(mixed, 'extension'), { recursive: true });
    writeFileSync(join(mixed, 'extension/manifest.json'), '{"name":"not a run"}');
    symlinkSync(mixed, join(mixed, 'itself'));
    symlinkSync(verify, join(mixed, 'verify'));
    expect(runsBelow(mixed)).toEqual({ runs: [], complete: true });
    rmSync(mixed, { recursive: true });
  });

  test('lists a damaged run as far as it can be read', async () => {
    const folder = join(root, 'damaged/run\u001b[2J');
    await record(folder, 'small', 'confirmed');
    writeFileSync(join(folder, 'manifest.json'), '{');
    writeFileSync(join(folder, 'verdict.json'), '{"verdict":"perhaps"}');
    const { printed } = await analyzed(join(root, 'damaged'));
    expect(printed).toMatch(/– +no verdict +run\\x1b\[2J +unknown: the manifest is not readable/);
    rmSync(join(root, 'damaged'), { recursive: true });
  });
});
