import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { runFacts } from '../lab/campaigns/run-facts.ts';
import { newRunId } from '../lab/campaigns/workbench.ts';
import { engineSettings } from '../lab/engine/connection/engine-settings.ts';
import { getEngine } from '../lab/engine/finding/get-engine.ts';
import { imageDefinition } from '../lab/engine/images/image-definitions.ts';
import { exitCodes } from '../lab/errors/exit-codes.ts';
import { describeError } from '../lab/errors/lab-error.ts';
import { makePlan, type Plan } from '../lab/plan/plan.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { unobserved } from '../lab/run/observer.ts';
import { run } from '../lab/run/run.ts';
import { loadScenario } from '../lab/scenario/catalog.ts';
import { mariadb } from '../lab/servers/mariadb.ts';
import { goneWithinMs, isNothing, nothingLeft, nthEvent, WatchedLab } from './support/killed-lab.ts';
import { lab as runLab } from './support/lab-process.ts';
import { eventually, leftOf } from './support/left-in-engine.ts';
import { testImage } from './support/test-image.ts';

const silent = { step: () => undefined, advance: () => undefined };
const engine = await getEngine(engineSettings(process.env), silent, async () => false);
const base = imageDefinition('base', engine.architecture).reference;
const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(async () => {
  rmSync(folders, { recursive: true, force: true });
  await Promise.all([broken, hanging].map((image) => image[Symbol.asyncDispose]()));
});

const main = join(import.meta.dirname, '../lab/cli/main.ts');
const scenario = (name: string, ...args: string[]): string[] => [
  process.execPath,
  main,
  'scenario',
  'baseline',
  '--out',
  join(folders, name),
  ...args,
];
const recordOf = (name: string) => readRecord(join(folders, name)).manifest;

/** Servers that fail to start. Their images have a volume, as most server images do. */
const broken = await testImage(engine, 'broken', base);
const hanging = await testImage(engine, 'hanging', base);

describe.concurrent('a lab that cannot go on keeps the record, leaves nothing behind, and ends with the exit code for it', () => {
  test('a server that does not start', async () => {
    const lab = new WatchedLab(scenario('broken', '--server-image', broken.reference));
    expect(await lab.ended).toBe(exitCodes.internal);
    expect(await lab.left()).toEqual(nothingLeft);
    const words = expect.stringMatching(
      /^the server ended(: exit code \d+)?; the last lines of its log:\n(.*\n)*.*this server is broken/,
    ) as string;
    expect(recordOf('broken')).toMatchObject({ ended: 'failed', problem: words });
    // The problem is the cause, not what followed from it.
    expect(recordOf('broken').problem).not.toMatch(/no such container|not running|because/i);
  });

  test('a user’s option file that the server refuses', async () => {
    const etc = join(folders, 'etc');
    expect((await runLab(['verify', '--init', etc])).code).toBe(exitCodes.confirmed);
    appendFileSync(join(etc, 'my.cnf'), '\n[mysqld]\nno_such_option = 1\n');
    const lab = new WatchedLab([process.execPath, main, 'verify', etc, '--jobs', '2', '--out', join(folders, 'verify')]);
    expect(await lab.ended).toBe(exitCodes.usage);
    expect(await lab.left()).toEqual(nothingLeft);
  });

  test('a user’s option that names a missing folder: the error has the line and the server’s own words', async () => {
    const etc = join(folders, 'log-bin');
    expect((await runLab(['verify', '--init', etc])).code).toBe(exitCodes.confirmed);
    appendFileSync(join(etc, 'my.cnf'), 'log_error = /var/log/nowhere/error.log\nserver_id = 1\nlog_bin = /var/log/nowhere/bin\n');
    const { code, stderr } = await runLab(['verify', etc, '--jobs', '1', '--quiet', '--out', join(folders, 'verify-log-bin')]);
    expect(code).toBe(exitCodes.usage);
    expect(stderr).toMatch(/my\.cnf:5: expected a file or folder .*"\/var\/log\/nowhere\/bin"; the server said: .*bin\.index' not found/);
    expect(stderr).not.toMatch(/no such container|not running/i);
  });

  test.each([
    ['a sysctl that the kernel does not have', withSysctl, 'no_such_sysctl'],
    ['an address that is taken', withTakenAddress, 'failed to carry out "joinNetwork"'],
  ])('%s', async (name, change, says) => {
    const folder = join(folders, name);
    const { runId, failure } = await runBaseline(folder, change);
    expect(describeError(failure)).toContain(says);
    expect(await leftOf(engine, runId)).toEqual({ containers: [], networks: [] });
    expect(readRecord(folder).manifest).toMatchObject({ ended: 'failed', problem: expect.stringContaining(says) });
  });

  test('a container name that is taken: the other container is not touched', async () => {
    const runId = newRunId();
    const foreign = await engine.docker.createContainer({ Image: base, name: `wraplab-${runId}-dns`, Cmd: ['true'] });
    try {
      const folder = join(folders, 'name-taken');
      const { failure } = await runBaseline(folder, (plan) => plan, runId);
      expect(describeError(failure)).toContain('could not start the dns container');
      expect(await leftOf(engine, runId)).toEqual({ containers: [], networks: [] });
      expect((await foreign.inspect()).State.Status).toBe('created');
    } finally {
      await foreign.remove();
    }
  });

  test('an uncaught error in the lab', async () => {
    const throwing = "data:text/javascript,process.on('SIGUSR2',()=>{throw new Error('a bug in the lab')})";
    const [node = '', ...rest] = scenario('thrown');
    const lab = new WatchedLab([node, '--import', throwing, ...rest]);
    const samples = join(folders, 'thrown', 'samples.jsonl');
    await eventually(
      async () => statSync(samples, { throwIfNoEntry: false })?.size ?? 0,
      (bytes) => bytes > 10_000,
      60_000,
    );
    lab.signal('SIGUSR2');
    expect(await lab.ended).toBe(exitCodes.internal);
    expect(await lab.left()).toEqual(nothingLeft);
    expect(recordOf('thrown')).toMatchObject({ ended: 'failed', problem: 'a bug in the lab' });
    expect(readRecord(join(folders, 'thrown')).samples.length).toBeGreaterThan(10);
    expect(existsSync(join(folders, 'thrown', 'verdict.json'))).toBe(true);
  });

  test('Ctrl-C while it waits for a server that does not start', async () => {
    const lab = new WatchedLab(scenario('hanging', '--server-image', hanging.reference));
    // The first container is the one that inspects the image.
    await nthEvent(lab, 'container', 'start', 6);
    const startedMs = performance.now();
    lab.signal('SIGINT');
    expect(await lab.ended).toBe(exitCodes.interrupted);
    expect(await lab.left()).toEqual(nothingLeft);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(recordOf('hanging')).toMatchObject({ ended: 'interrupted', problem: 'interrupted by SIGINT' });
  });

  test('a second Ctrl-C ends it at once, and what it leaves goes away by itself', async () => {
    const lab = new WatchedLab(scenario('twice', '--server-image', hanging.reference));
    await nthEvent(lab, 'container', 'start', 6);
    lab.signal('SIGINT');
    await wait(200);
    const secondMs = performance.now();
    lab.signal('SIGINT');
    expect(await lab.ended).toBe(exitCodes.interrupted);
    expect(performance.now() - secondMs).toBeLessThan(2000);
    expect(await eventually(() => lab.left(), isNothing, goneWithinMs)).toEqual(nothingLeft);
  });

  test('a Ctrl-C that both the terminal and npm pass on counts once', async () => {
    const lab = new WatchedLab(scenario('both'));
    await nthEvent(lab, 'container', 'start', 5);
    lab.signal('SIGINT');
    lab.signal('SIGINT');
    expect(await lab.ended).toBe(exitCodes.interrupted);
    expect(await lab.left()).toEqual(nothingLeft);
    expect(recordOf('both')).toMatchObject({ ended: 'interrupted' });
  });
});

function withSysctl({ host, ...plan }: Plan): Plan {
  return { ...plan, host: { ...host, sysctls: { 'net.ipv4.no_such_sysctl': '1' } } };
}

/** All clients share one container, so two of them cannot have the same address. */
function withTakenAddress(plan: Plan): Plan {
  const [{ address } = { address: '' }] = plan.clients;
  return { ...plan, outsiders: plan.outsiders.map((outsider) => ({ ...outsider, address })) };
}

/** A run in this process, of a plan that the command line would refuse. */
async function runBaseline(folder: string, change: (plan: Plan) => Plan, runId = newRunId()) {
  const plan = change(makePlan('baseline', await loadScenario('baseline'), mariadb, {}));
  const images = {
    agent: imageDefinition('agent', engine.architecture).reference,
    server: imageDefinition('mariadb', engine.architecture).reference,
  };
  const { signal } = new AbortController();
  const common = { engine, images, keep: false, facts: await runFacts(['test']), observer: unobserved, signal };
  await using finished = await run({ ...common, plan, runId, folder, evidence: 'passive' });
  return { runId, failure: finished.failure };
}
