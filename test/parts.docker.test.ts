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
import { failedRun, pidOfAgent, type RunningLab, shellIn, signalAgent, startRun, verdictIn } from './support/running-lab.ts';

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

describe.concurrent('a part that fails in the middle of a run', () => {
  test.each(['dns', 'local'] as const)('the %s agent killed: the error names it, and how it ended', async (role) => {
    const run = await start();
    await signalAgent(engine, run, role, 'KILL');
    expect(await failedRun(engine, run, 70)).toContain(
      `the ${role} agent ended: it was killed by SIGKILL (exit code 137, not out of memory)`,
    );
  });

  test.each(['dns', 'watch'] as const)('the %s agent hangs: noticed within seconds, although it never ends', async (role) => {
    const run = await start();
    await signalAgent(engine, run, role, 'STOP');
    const beganMs = performance.now();
    expect(await failedRun(engine, run, 70)).toContain(`the ${role} agent gave no sign of life for 10 s: its process hangs or was stopped`);
    // The limit, half of it again for a busy machine, and the clearing up.
    expect(performance.now() - beganMs).toBeLessThan(25_000);
  });

  test.each(['watch'] as const)('the %s agent stopped for a while: inconclusive, by its own account', async (role) => {
    const run = await start();
    await wait(2000);
    await signalAgent(engine, run, role, 'STOP');
    await wait(3000);
    await signalAgent(engine, run, role, 'CONT');
    expect((await run.ended).code).toBe(2);
    const { verdict, reasons } = verdictIn(run.folder);
    expect(verdict).toBe('inconclusive');
    expect(reasons.join('\n')).toMatch(
      new RegExp(`the ${role} agent was held up: from \\d+\\.\\d s of the run on it did nothing for [234]\\.\\d s`),
    );
    expect(await leftOf(engine, run.runId)).toEqual(nothing);
  });

  test('an agent says what is no message: the error names it and quotes that', async () => {
    const run = await start();
    await shellIn(engine, run.host('watch'), `echo 'segmentation fault' >/proc/${pidOfAgent}/fd/1`);
    expect(await failedRun(engine, run, 70)).toContain('expected a message from the watch agent, got "segmentation fault"');
  });

  test('an agent ends in the middle of a line', async () => {
    const run = await start();
    const half = '{"event":{"kind":"connect","id":';
    await signalAgent(engine, run, 'clients', 'STOP');
    await shellIn(engine, run.host('clients'), `printf '%s' '${half}' >/proc/${pidOfAgent}/fd/1`);
    await signalAgent(engine, run, 'clients', 'KILL');
    expect(await failedRun(engine, run, 70)).toMatch(/the clients agent ended: it was killed by SIGKILL .*, in the middle of the line/);
  });

  test('an agent sends a line of 200 MB: the lab holds no more of it than one message may have', async () => {
    const run = await start();
    const beforeBytes = peakBytes(run);
    // So that it says nothing of its own in between.
    await signalAgent(engine, run, 'clients', 'STOP');
    const size = 200_000_000;
    const sent = shellIn(engine, run.host('clients'), `head -c ${size} /dev/zero | tr '\\0' x >/proc/${pidOfAgent}/fd/1`);
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

  test('mysqld out of memory: the error says that it was killed for that', async () => {
    const run = await start();
    // The kernel takes the process that has most; that shall be mysqld, whatever the one is that asks for more.
    const script = 'for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = mariadbd ] && echo 1000 >$p/oom_score_adj; done; tail /dev/zero';
    await shellIn(engine, run.host('database'), script);
    expect(await failedRun(engine, run, 70)).toContain(
      'the server ended: the kernel killed it because its container ran out of memory (OOM; exit code 137); the last lines of its log:',
    );
  });

  test('mysqld crashes: the error says with which signal, and shows its log', async () => {
    const run = await start();
    await shellIn(
      engine,
      run.host('database'),
      'for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = mariadbd ] && kill -SEGV $(basename $p); done',
    );
    const stderr = await failedRun(engine, run, 70);
    expect(stderr).toMatch(/the server ended: it crashed with SIG(SEGV|ABRT) \(exit code 1\d\d\); the last lines of its log:/);
  });

  test('the image is removed after the lab has looked: it says so, and what to do', async () => {
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

describe.skipIf(!isRoot)('a disk that fails, which only root can have made', () => {
  test.concurrent('full in the middle: an error that names the folder, and what was written can be judged', async () => {
    const disk = smallDisk('size=200k');
    const out = join(disk, 'run');
    const { child, ended } = startLab(['scenario', 'baseline', '--quiet', '--out', out]);
    const { code, stderr } = await ended;
    expect(child.signalCode).toBeNull();
    expect({ code, stderr }).toMatchObject({ code: 70 });
    expect(stderr).not.toContain('a fault of the lab itself');
    expect(stderr).toContain(`could not write the record of the run in ${out}`);
    expect(stderr).toContain('ENOSPC');
    const record = readRecord(out);
    expect(await leftOf(engine, record.manifest.runId)).toEqual(nothing);
    expect(record.samples.length).toBeGreaterThan(0);
    expect(judge(record).verdict).toBe('inconclusive');
  });

  test.concurrent('read-only in the middle, as an error of the file system makes it: the same', async () => {
    const { path: disk, makeReadOnly } = diskWithErrors();
    const run = await startRun(engine, 'baseline', join(disk, 'run'));
    makeReadOnly();
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toMatchObject({ code: 70 });
    expect(stderr).not.toContain('a fault of the lab itself');
    expect(stderr).toContain(`could not write the record of the run in ${run.folder}`);
    expect(stderr).toContain('EROFS');
    expect(await leftOf(engine, run.runId)).toEqual(nothing);
    expect(judge(readRecord(run.folder)).verdict).toBe('inconclusive');
  });

  test.concurrent('read-only from the beginning: refused before anything is started', async () => {
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

/** A file system on a file, which the kernel makes read-only when it is told that it has an error. */
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

/** The most memory that the lab has had so far; nought once it is gone. */
function peakBytes({ child }: RunningLab): number {
  try {
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** A name of its own for the image of the server, so that it can be removed without harm. */
async function tagOfServerImage() {
  const [image] = await engine.docker.listImages({ filters: { reference: ['wraplab/mariadb'] } });
  const [repo, tag] = ['wraplab-test/vanishing', String(process.pid)];
  await engine.docker.getImage(image?.Id ?? '').tag({ repo, tag });
  const reference = `${repo}:${tag}`;
  return { reference, remove: () => engine.docker.getImage(reference).remove({ force: true }) };
}

/** Calls back when a container of this role from this image does this. */
async function onContainer(event: string, role: string, image: string, then: () => void): Promise<void> {
  const events = await engine.docker.getEvents({ filters: { event: [event], image: [image], label: [`${label.role}=${role}`] } });
  events.once('data', () => {
    then();
    (events as NodeJS.ReadableStream & { destroy(): void }).destroy();
  });
}
