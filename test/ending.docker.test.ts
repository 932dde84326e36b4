import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { execIn } from '../lab/engine/containers/exec.ts';
import { commandLine, parentOf } from '../lab/process/process-identity.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { readings } from '../lab/statistics/select.ts';
import { lab } from './support/lab-process.ts';
import { engineUnderTest, eventually, leftOf } from './support/left-in-engine.ts';
import { type RunningLab, signalAgent, startRun, verdictIn } from './support/running-lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const nothing = { containers: [], networks: [] };
const engine = await engineUnderTest();

/** A run, and its hosts as soon as its timeline has begun. */
function start(scenario: string, name: string, ...args: string[]): Promise<RunningLab> {
  return startRun(engine, scenario, join(folders, name), args);
}

/** The process that removes what this lab leaves behind. */
function reaperOf(lab: number | undefined): number {
  const isReaper = (pid: number): boolean => parentOf(pid) === lab && commandLine(pid).includes('reaper.ts');
  return readdirSync('/proc').map(Number).find(isReaper) ?? expect.fail(`process ${lab} has no reaper`);
}

describe.concurrent('a run that does not go as planned', () => {
  // SIGINT comes from a terminal: interrupted.docker.test.ts.
  test.each(['SIGTERM', 'SIGHUP'] as const)('%s ends it cleanly: exit 130, nothing left, the record kept', async (name) => {
    const { child, ended, folder, runId, hosts } = await start('dns-slow', name);
    expect(hosts).toHaveLength(5);
    await wait(3000);
    const killedMs = performance.now();
    child.kill(name);
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining(`record: ${folder}\n`) });
    expect(await leftOf(engine, runId)).toEqual(nothing);
    expect(performance.now() - killedMs).toBeLessThan(10_000);
    const { manifest, samples } = readRecord(folder);
    expect(manifest).toMatchObject({ ended: 'interrupted', problem: `interrupted by ${name}` });
    expect(samples.length).toBeGreaterThan(10);
    expect(verdictIn(folder).verdict).toBe('inconclusive');
  });

  test('after kill -9 of the lab and its reaper, the hosts end by themselves and gc removes the network', async () => {
    const { child, ended, runId, hosts } = await start('dns-slow', 'killed');
    expect(hosts).toHaveLength(5);
    process.kill(reaperOf(child.pid), 'SIGKILL');
    child.kill('SIGKILL');
    await ended;
    const left = await eventually(
      () => leftOf(engine, runId),
      ({ containers }) => containers.length === 0,
      30_000,
    );
    // Its network stays, unless a lab of another test has cleared it away by now.
    expect(left.containers).toEqual([]);
    expect([[], [`wraplab-${runId}`]]).toContainEqual(left.networks);
    const { code } = await lab(['gc']);
    expect(code).toBe(0);
    expect(await leftOf(engine, runId)).toEqual(nothing);
  });

  test('gc leaves foreign networks and running labs alone', async () => {
    const foreign = await engine.docker.createNetwork({ Name: `not-the-labs-${process.pid}`, Internal: true });
    try {
      const { child, ended, runId } = await start('dns-slow', 'beside-gc');
      expect((await lab(['gc'])).code).toBe(0);
      expect((await leftOf(engine, runId)).containers).toHaveLength(5);
      await expect(foreign.inspect()).resolves.toMatchObject({ Name: `not-the-labs-${process.pid}` });
      child.kill('SIGTERM');
      await ended;
    } finally {
      await foreign.remove();
    }
  });

  test('--keep leaves the hosts up and says how to get in, and gc --kept removes them', async () => {
    const { ended, folder, runId } = await start('baseline', 'kept', '--keep');
    const { code, stderr } = await ended;
    // On a busy machine the run may be inconclusive, but it must be complete.
    expect([0, 2]).toContain(code);
    expect(readRecord(folder).manifest.ended).toBe('complete');
    expect(stderr).toMatch(/exec -it wraplab-\w+-database sh/);
    await lab(['gc']);
    expect((await leftOf(engine, runId)).containers).toHaveLength(5);
    await lab(['gc', '--kept']);
    expect(await leftOf(engine, runId)).toEqual(nothing);
  });

  test('a load agent that stalled makes it inconclusive, not refuted', async () => {
    const run = await start('dns-slow', 'slowed');
    await wait(8000);
    await signalAgent(engine, run, 'clients', 'STOP');
    await wait(2000);
    await signalAgent(engine, run, 'clients', 'CONT');
    expect((await run.ended).code).toBe(2);
    const { verdict, reasons } = verdictIn(run.folder);
    expect(verdict).toBe('inconclusive');
    expect(reasons.join()).toContain('the load generator fell behind');
  });

  test('a server that dies on the way is an error, and the record’s verdict is inconclusive', async () => {
    const { ended, folder, runId, host } = await start('dns-slow', 'crashed');
    await wait(2000);
    await engine.docker.getContainer(host('database')).kill({ signal: 'KILL' });
    const { code, stderr } = await ended;
    expect(code).toBe(70);
    expect(stderr).toContain('the server ended: it was killed by SIGKILL (exit code 137, not out of memory); the last lines of its log:');
    expect(verdictIn(folder).verdict).toBe('inconclusive');
    expect(await leftOf(engine, runId)).toEqual(nothing);
  });

  test('the watch agent reads the same accept queue as ss', async () => {
    const { ended, folder, host } = await start('dns-slow', 'compared');
    // In the middle of the fault the queue is deep, and grows.
    await wait(14_000);
    const { shown, uptimeNs } = await lookWithSs(host('watch'));
    await ended;
    const near = readings(readRecord(folder), 'server', 'all').filter(({ atNs }) => Math.abs(atNs - uptimeNs) < 1e9);
    const depths = near.map(({ values }) => Number(values['acceptQueueDepth']));
    expect(near.length).toBeGreaterThan(3);
    expect(shown.depth).toBeGreaterThan(5);
    expect(near.every(({ values }) => values['acceptQueueLimit'] === shown.limit)).toBe(true);
    expect(shown.depth).toBeGreaterThanOrEqual(Math.min(...depths));
    expect(shown.depth).toBeLessThanOrEqual(Math.max(...depths));
  });

  test('nothing leaves the network of a run, and no port is published', async () => {
    const { child, ended, host, hosts } = await start('dns-slow', 'closed');
    const attempt =
      "const s=require('net').connect(53,'192.0.2.1');s.on('connect',()=>console.log('out'));s.on('error',e=>console.log(e.code))";
    for (const role of ['watch', 'clients', 'dns']) {
      expect((await execIn(engine, host(role), ['node', '-e', attempt])).trim()).toBe('EHOSTUNREACH');
    }
    expect(hosts.flatMap(({ Ports }) => Ports.filter(({ PublicPort }) => PublicPort !== undefined))).toEqual([]);
    child.kill('SIGTERM');
    await ended;
  });
});

/** Depth and limit of the queue as an operator sees them, with the time on the kernel's clock. */
async function lookWithSs(container: string): Promise<{ shown: { depth: number; limit: number }; uptimeNs: number }> {
  const clock = await execIn(engine, container, ['node', '-e', 'console.log(String(process.hrtime.bigint()))']);
  const listing = await execIn(engine, container, ['ss', '-lntH', 'sport', '=', ':3306']);
  const [, depth, limit] = listing.trim().split(/\s+/);
  return { shown: { depth: Number(depth), limit: Number(limit) }, uptimeNs: Number(clock) };
}
