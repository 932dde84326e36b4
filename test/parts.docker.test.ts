import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';

import { label } from '../lab/engine/connection/labels.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { judge } from '../lab/verdict/judge.ts';
import { startLab } from './support/lab-process.ts';
import { engineUnderTest, leftOf } from './support/left-in-engine.ts';
import { failedRun, pidOfAgent, type RunningLab, shellIn, signalAgent, startRun, unforeseen, verdictIn } from './support/running-lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
const mounts: string[] = [];
afterAll(() => {
  for (const mount of mounts) {
    execFileSync('umount', [mount]);
  }
  rmSync(folders, { recursive: true, force: true });
});

const nothing = { containers: [], networks: [] };
const engine = await engineUnderTest();
const isRoot = process.getuid?.() === 0;

let count = 0;
async function start(...args: string[]): Promise<RunningLab> {
  return startRun(engine, 'baseline', join(folders, String(count++)), args);
}

/** How long the agent that is to stall is stopped. */
const stopMs = 3000;

describe.concurrent('a part that fails during a run', () => {
  test.each(['dns', 'local'] as const)('a %s agent that is killed: the error names it and says how it ended', async (role) => {
    const run = await start();
    await signalAgent(engine, run, role, 'KILL');
    expect(await failedRun(engine, run, 70)).toContain(
      `the ${role} agent ended: it was killed by SIGKILL (exit code 137, not out of memory)`,
    );
  });

  test.each(['dns', 'watch'] as const)('a %s agent that hangs is noticed within seconds, although it never ends', async (role) => {
    const run = await start();
    await signalAgent(engine, run, role, 'STOP');
    const beganMs = performance.now();
    expect(await failedRun(engine, run, 70)).toContain(`the ${role} agent gave no sign of life for 10 s: its process hangs or was stopped`);
    // The limit, half as much again for a busy machine, and the clean-up.
    expect(performance.now() - beganMs).toBeLessThan(25_000);
  });

  test.each(['watch'] as const)('a %s agent that stalls makes the run inconclusive, by its own account', async (role) => {
    const run = await start();
    await wait(2000);
    await signalAgent(engine, run, role, 'STOP');
    await wait(stopMs);
    await signalAgent(engine, run, role, 'CONT');
    expect((await run.ended).code).toBe(2);
    const { verdict, reasons } = verdictIn(run.folder);
    expect(verdict).toBe('inconclusive');
    const [, seconds] =
      new RegExp(`the ${role} agent stalled for (\\d+\\.\\d) s, beginning \\d+\\.\\d s into the run`).exec(reasons.join('\n')) ?? [];
    // The signals themselves may take a moment each, on a busy machine more.
    expect(Number(seconds)).toBeGreaterThan((0.7 * stopMs) / 1000);
    expect(await leftOf(engine, run.runId)).toEqual(nothing);
  });

  test('an agent that prints something else than a message: the error names it and quotes the text', async () => {
    const run = await start();
    await shellIn(engine, run.host('watch'), `echo 'segmentation fault' >/proc/${pidOfAgent}/fd/1`);
    expect(await failedRun(engine, run, 70)).toContain('expected a message from the watch agent, got "segmentation fault"');
  });

  test('an agent that ends in the middle of a line: the error says so', async () => {
    const run = await start();
    const half = '{"event":{"kind":"connect","id":';
    await signalAgent(engine, run, 'clients', 'STOP');
    await shellIn(engine, run.host('clients'), `printf '%s' '${half}' >/proc/${pidOfAgent}/fd/1`);
    await signalAgent(engine, run, 'clients', 'KILL');
    expect(await failedRun(engine, run, 70)).toMatch(/the clients agent ended: it was killed by SIGKILL .*, in the middle of the line/);
  });

  test('an agent that sends a line of 200 MB: the lab holds no more of it than a message may have', async () => {
    const run = await start();
    const beforeBytes = peakBytes(run);
    // So that it sends nothing of its own in between.
    await signalAgent(engine, run, 'clients', 'STOP');
    const size = 200_000_000;
    const sent = shellIn(engine, run.host('clients'), `head -c ${size} /dev/zero | tr '\\0' x >/proc/${pidOfAgent}/fd/1`);
    expect(beforeBytes).toBeGreaterThan(0);
    let afterBytes = beforeBytes;
    const watching = setInterval(() => {
      afterBytes = Math.max(afterBytes, peakBytes(run));
    }, 20);
    const stderr = await failedRun(engine, run, 70);
    clearInterval(watching);
    await sent;
    expect(stderr).toContain('because: a line of more than 1048576 bytes');
    expect(afterBytes - beforeBytes).toBeLessThan(size / 2);
  });

  test('mysqld runs out of memory: the error says that it was killed for that', async () => {
    const run = await start();
    // The kernel kills the process with the highest score. That must be mysqld, although another process asks for more.
    const script = 'for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = mariadbd ] && echo 1000 >$p/oom_score_adj; done; tail /dev/zero';
    await shellIn(engine, run.host('database'), script);
    expect(await failedRun(engine, run, 70)).toContain(
      'the server ended: the kernel killed it because its container ran out of memory (OOM; exit code 137); the last lines of its log:',
    );
  });

  test('mysqld crashes: the error names the signal and shows the log', async () => {
    const run = await start();
    await shellIn(
      engine,
      run.host('database'),
      'for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = mariadbd ] && kill -SEGV $(basename $p); done',
    );
    const stderr = await failedRun(engine, run, 70);
    expect(stderr).toMatch(/the server ended: it crashed with SIG(SEGV|ABRT) \(exit code 1\d\d\); the last lines of its log:/);
  });

  test('the image is removed after the lab has inspected it: the error says so, and what to do', async () => {
    const { reference, remove } = await tagOfServerImage();
    const out = join(folders, 'vanished');
    const started = new Promise<void>((resolve) => onContainer('start', 'look', reference, resolve));
    const { ended } = startLab(['scenario', 'baseline', '--quiet', '--out', out, '--server-image', reference]);
    await started;
    await remove();
    const { code, stderr } = await ended;
    expect({ code, stderr }).toMatchObject({ code: 69 });
    expect(stderr).toContain(`the image ${reference} is no longer in the engine; it was there a moment ago`);
    expect(stderr).toContain('what to do: run the same command again: it gets the image again');
    expect(verdictIn(out).verdict).toBe('inconclusive');
    expect(await leftOf(engine, readRecord(out).manifest.runId)).toEqual(nothing);
  });
});

describe.skipIf(!isRoot)('a failing disk, which takes root to make', () => {
  test.concurrent('a disk that fills up: the error names the folder, and what was written can be judged', async () => {
    const disk = smallDisk('size=64k');
    const out = join(disk, 'run');
    const { child, ended } = startLab(['scenario', 'baseline', '--quiet', '--out', out]);
    const { code, stderr } = await ended;
    expect(child.signalCode).toBeNull();
    expect({ code, stderr }).toMatchObject({ code: 70 });
    expect(stderr).not.toContain(unforeseen);
    expect(stderr).toContain(`could not write the record of the run in ${out}`);
    expect(stderr).toContain('ENOSPC');
    const record = readRecord(out);
    expect(await leftOf(engine, record.manifest.runId)).toEqual(nothing);
    expect(record.samples.length).toBeGreaterThan(0);
    expect(judge(record).verdict).toBe('inconclusive');
  });

  test.concurrent('a disk that turns read-only after a file system error: the error names the folder, and what was written can be judged', async () => {
    const { path: disk, makeReadOnly } = diskWithErrors();
    const run = await startRun(engine, 'baseline', join(disk, 'run'));
    makeReadOnly();
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toMatchObject({ code: 70 });
    expect(stderr).not.toContain(unforeseen);
    expect(stderr).toContain(`could not write the record of the run in ${run.folder}`);
    expect(stderr).toContain('EROFS');
    expect(await leftOf(engine, run.runId)).toEqual(nothing);
    expect(judge(readRecord(run.folder)).verdict).toBe('inconclusive');
  });

  test.concurrent('a disk that is read-only from the start is refused before anything is started', async () => {
    const disk = smallDisk('size=400k,ro');
    const { code, stderr } = await startLab(['scenario', 'baseline', '--quiet', '--out', disk]).ended;
    expect({ code, stderr }).toMatchObject({ code: 64 });
    expect(stderr).toContain(`cannot write a record to ${disk}`);
    expect(stderr).toContain('EROFS');
  });
});

/** A file system in memory, removed with the folder of the tests. */
function smallDisk(options: string): string {
  const path = join(folders, `disk-${count++}`);
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'wraplab-test', path]);
  mounts.push(path);
  return path;
}

/** A file system in a file. The kernel makes it read-only after an error. */
function diskWithErrors() {
  const image = join(folders, `image-${count}`);
  const path = join(folders, `disk-${count++}`);
  mkdirSync(path);
  writeFileSync(image, '');
  truncateSync(image, 8 << 20);
  execFileSync('mkfs.ext4', ['-q', '-F', image]);
  execFileSync('mount', ['-o', 'loop,errors=remount-ro', image, path]);
  mounts.push(path);
  const [, device = ''] = readFileSync('/proc/self/mounts', 'utf8').match(new RegExp(`/dev/(\\w+) ${path} `)) ?? [];
  return { path, makeReadOnly: () => writeFileSync(`/sys/fs/ext4/${device}/trigger_fs_error`, '1') };
}

/** The peak memory of the lab so far; 0 once it is gone. */
function peakBytes({ child }: RunningLab): number {
  try {
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** A second name for the server's image, which can be removed without harm. */
async function tagOfServerImage() {
  const [image] = await engine.docker.listImages({ filters: { reference: ['wraplab/mariadb'] } });
  const [repo, tag] = ['wraplab-test/vanishing', String(process.pid)];
  await engine.docker.getImage(image?.Id ?? '').tag({ repo, tag });
  const reference = `${repo}:${tag}`;
  return { reference, remove: () => engine.docker.getImage(reference).remove({ force: true }) };
}

/** Calls back at the first such event of a container with this role and image. */
async function onContainer(event: string, role: string, image: string, then: () => void): Promise<void> {
  const events = await engine.docker.getEvents({ filters: { event: [event], image: [image], label: [`${label.role}=${role}`] } });
  events.once('data', () => {
    then();
    (events as NodeJS.ReadableStream & { destroy(): void }).destroy();
  });
}
