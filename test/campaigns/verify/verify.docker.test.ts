import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { readEtc } from '../../../lab/campaigns/verify/read-etc.ts';
import { verifyRecordSchema } from '../../../lab/campaigns/verify/results/verify-record.ts';
import { asScenario } from '../../../lab/campaigns/verify/scenario/as-scenario.ts';
import { subjectOf } from '../../../lab/campaigns/verify/scenario/subject.ts';
import { faultName } from '../../../lab/faults/notation/fault-name.ts';
import { folderName } from '../../../lab/files/folder-name.ts';
import { readRecord } from '../../../lab/record/read-record.ts';
import { folders } from '../../support/etc-folders.ts';
import { lab } from '../../support/lab-process.ts';
import { engineUnderTest, leftOf } from '../../support/left-in-engine.ts';
import { measureAll } from '../../support/run-scenarios.ts';

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
  expect(verifyRecordSchema.parse(JSON.parse(readFileSync(join(into, 'verify.json'), 'utf8'))).folder).toBe(join(folders, name));
  expect(readFileSync(join(into, 'index.html'), 'utf8')).toContain(`<h1>${join(folders, name)}</h1>`);
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
const including = (...ids: string[]) => expect.arrayContaining(ids) as string[];
/** Clients need a lookup: fast without a fault, stalled when the DNS is dead. How many still get in depends on when the fault ends. */
const stalls = { code: 1, faults: { none: 'confirmed', dead: 'refuted' }, refuted: including('fast-newcomers') };

const byCommand: Readonly<Record<string, Outcome>> = {
  fine: {
    ...pass,
    faults: Object.fromEntries(
      subjectOf(readEtc(join(folders, 'fine'))).configuration.faults.map((fault) => [folderName(faultName(fault)), 'confirmed']),
    ),
  },
  open: { code: 1, faults: { none: 'refuted', dead: 'refuted' }, refuted: ['outsider-out', 'outsider-out-ever'] },
};

test('a folder that passes, and one that lets outsiders in: reports, exit code, and nothing left', async () => {
  // Six runs at a time.
  const outcomes = await Promise.all(Object.keys(byCommand).map(async (name) => [name, await verify(name)] as const));
  expect(Object.fromEntries(outcomes)).toEqual(byCommand);
});

const likeReal: Readonly<Record<string, Omit<Outcome, 'code'>>> = {
  slow: stalls,
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
  // The rules let in the last client by name and the first by address only: the name of the last is the one to claim.
  claims: { faults: { spoofed: 'refuted' }, refuted: ['outsider-out', 'outsider-out-ever'] },
  // Of 31 clients one is outside the rule, of 12 outsiders one inside.
  unlisted: { faults: { dead: 'refuted' }, refuted: including('outsider-out') },
  // mysqld looks up whom its host cache does not know.
  'first-time': { faults: { dead: 'refuted' }, refuted: including('fast-newcomers') },
  // Known by address, but late behind strangers whom a later rule looks up.
  'behind-a-name': { faults: { slow: 'refuted' }, refuted: including('fast-known', 'fast-newcomers') },
  // Without a name the outsider is not denied, but waits longer than the clients.
  'fails-open': { faults: { dead: 'refuted' }, refuted: including('outsider-out') },
  // Judged even though the baseline is no better.
  'wrong-hosts': { faults: { none: 'refuted', dead: 'refuted' }, refuted: including('available-newcomers') },
};
const atATime = 15;

test('realistic folders have the verdicts that libwrap and glibc give them, on a real server', { timeout: 400_000 }, async () => {
  const runs = Object.entries(likeReal).flatMap(([name, { faults }]) => {
    const subject = subjectOf(readEtc(join(folders, name)));
    return subject.configuration.faults.map((fault) => ({
      name: `${name} under ${fault.id}`,
      scenario: asScenario(subject, fault),
      isVoid: faults[fault.id] === 'inconclusive',
    }));
  });
  const measured = await measureAll(runs, atATime, out);
  for (const [name, { faults, refuted }] of Object.entries(likeReal)) {
    const verdicts = Object.keys(faults).map((fault) => [fault, measured.get(`${name} under ${fault}`)?.verdict] as const);
    const reasons = verdicts.map(([, verdict]) => verdict?.reasons);
    expect({ name, reasons, faults: Object.fromEntries(verdicts.map(([fault, verdict]) => [fault, verdict?.verdict])) }).toEqual({
      name,
      reasons,
      faults,
    });
    const ids = verdicts.flatMap(
      ([, verdict]) => verdict?.expectations.filter((each) => each.verdict === 'refuted').map(({ id }) => id) ?? [],
    );
    expect({ name, refuted: [...new Set(ids)].toSorted() }).toEqual({ name, refuted });
  }
});
