import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import { afterAll, expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { readRecord } from '../../lab/record.ts';
import { lab } from '../cli/lab.ts';
import { engineUnderTest, leftOf } from '../engine/left.ts';
import { folders } from './folders.ts';

const out = mkdtempSync(join(tmpdir(), 'wraplab-verify-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const engine = await engineUnderTest();

interface Outcome {
  readonly code: number | null;
  /** A word a fault, by its name. */
  readonly faults: Readonly<Record<string, string>>;
  /** Ids of the expectations that some fault refuted. */
  readonly refuted: readonly string[];
}

async function verify(name: string): Promise<Outcome> {
  const into = join(out, name);
  const { code, stdout, stderr } = await lab(['verify', join(folders, name), '--out', into, '--quiet']);
  expect({ name, stdout: stdout.length > 0, stderr }).toEqual({ name, stdout: true, stderr: '' });
  expect(() => create(readFileSync(join(into, 'junit.xml'), 'utf8'))).not.toThrow();
  expect(readFileSync(join(into, 'report.md'), 'utf8')).toContain(`\`${join(folders, name)}\``);
  const runs = readdirSync(join(into, 'runs'));
  const counted = runs.filter((run) => !runs.includes(`${run}-again`));
  const verdicts = counted.map((run) => ({ run: run.replace(/-again$/, ''), verdict: verdictOf(join(into, 'runs', run)) }));
  for (const run of runs) {
    const { manifest } = readRecord(join(into, 'runs', run));
    expect(await leftOf(engine, manifest.runId)).toEqual({ containers: [], networks: [] });
  }
  return {
    code,
    faults: Object.fromEntries(verdicts.map(({ run, verdict }) => [run, verdict.verdict])),
    refuted: [
      ...new Set(verdicts.flatMap(({ verdict }) => verdict.expectations.filter((each) => each.verdict === 'refuted').map(({ id }) => id))),
    ].toSorted(),
  };
}

function verdictOf(folder: string): { verdict: string; expectations: { id: string; verdict: string }[] } {
  return JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8'));
}

const pass = { code: 0, faults: { none: 'confirmed', dead: 'confirmed' }, refuted: [] };
/** The clients have to be looked up: well without a fault, and stalled when the DNS is dead. Who still gets in then is a matter of when it ends. */
const stalls = { code: 1, faults: { none: 'confirmed', dead: 'refuted' }, refuted: expect.arrayContaining(['fast']) as string[] };

const expected: Readonly<Record<string, Outcome>> = {
  fine: pass,
  slow: stalls,
  open: { code: 1, faults: { none: 'refuted', dead: 'refuted' }, refuted: ['outsider-out'] },
  comments: pass,
  except: stalls,
  spawn: pass,
  netgroups: stalls,
  ipv6: pass,
  daemons: pass,
  local: stalls,
  rotate: stalls,
  search: stalls,
  'dns-first': stalls,
  'wrong-hosts': { code: 1, faults: { none: 'refuted', dead: 'inconclusive' }, refuted: ['available'] },
};

test('a folder that is fine, one that stalls, one that lets outsiders in, and those that look like real ones, on a real server', {
  timeout: 400_000,
}, async () => {
  // Two runs each: eight at a time.
  const outcomes = await pMap(Object.keys(expected), async (name) => [name, await verify(name)] as const, { concurrency: 4 });
  expect(Object.fromEntries(outcomes)).toEqual(expected);
});
