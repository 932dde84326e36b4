import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPackages } from '../lab/engine/debian/debian-packages.ts';
import { canStartPrivateEngine } from '../lab/engine/finding/private-engine.ts';
import { buildImage } from '../lab/engine/images/build.ts';
import { imageDefinition } from '../lab/engine/images/image-definitions.ts';
import { readRecord } from '../lab/record/read-record.ts';
import type { Ended } from './support/lab-process.ts';
import { engineUnderTest } from './support/left-in-engine.ts';
import { shellIn, startRun, verdictIn } from './support/running-lab.ts';
import { type SecondEngine, startSecondEngine } from './support/second-engine.ts';

const source = await engineUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
const silent = { step: () => undefined, advance: () => undefined };
const libraries = '/usr/lib/*/faketime/libfaketimeMT.so.1';
let second: SecondEngine;
let library: string;

/** Makes a process take the wall clock, and nothing else, from a file that it reads each time. */
function fakedBy(path: string, preload: string): Record<string, string> {
  return { LD_PRELOAD: preload, FAKETIME_TIMESTAMP_FILE: path, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}

describe.skipIf(!canStartPrivateEngine())('a wall clock that is set back during a run', () => {
  beforeAll(async () => {
    if (globSync(libraries).length === 0) {
      await installPackages(['faketime']);
    }
    library = globSync(libraries)[0] ?? '';
    second = await startSecondEngine(source, ['base', 'agent', 'mariadb']);
    await replaceImage('agent');
    await replaceImage('mariadb');
  });
  afterAll(async () => {
    await second[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('changes nothing: nothing is measured by the clock of the lab or of a host', async () => {
    // On a busy machine the load may be late. Such a run is void, and runs again.
    let out = '';
    let ran: Ended & ReturnType<typeof verdictIn>;
    let attempt = 0;
    do {
      out = join(folder, `run-${++attempt}`);
      const { code, stdout, stderr } = await runWithClockSetBack(out);
      ran = { code, stdout, stderr, ...verdictIn(out) };
    } while (attempt < 3 && ran.reasons.some((reason) => reason.includes('the load generator fell behind')));
    expect(ran).toMatchObject({ code: 0, reasons: [], verdict: 'confirmed' });
    const { manifest, samples, events } = readRecord(out);
    expect(manifest.ended).toBe('complete');
    const endNs = (manifest.startNs ?? 0) + manifest.windows.recovery.endMs * 1e6;
    const readings = samples.filter((sample) => sample.kind === 'reading').map(({ atNs }) => atNs);
    expect(Math.max(...readings)).toBeGreaterThan(endNs - 2e9);
    expect(Math.max(...readings)).toBeLessThan(endNs + 10e9);
    const times = samples.filter((sample) => sample.kind === 'connect').map(({ elapsedMs }) => elapsedMs);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...times)).toBeLessThan(10_000);
    const phases = events.filter((event) => event.kind === 'phase').map(({ atNs }) => atNs);
    expect(phases).toEqual(phases.toSorted((a, b) => a - b));
  });

  /** A run during which the clocks of the lab and of its hosts go back by two hours. */
  async function runWithClockSetBack(out: string): Promise<Ended> {
    const labClock = join(folder, 'clock');
    writeFileSync(labClock, '+0\n');
    const run = await startRun(second.engine, 'baseline', out, [], { ...second.env, ...fakedBy(labClock, library) });
    await wait(3000);
    const roles = ['database', 'dns', 'clients', 'watch', 'local'];
    const dates = await Promise.all(roles.map((role) => shellIn(second.engine, run.host(role), 'echo -2h >/clock; date +%s')));
    writeFileSync(labClock, '-2h\n');
    // The clocks were really set back, also for processes that were running already: their library reads the file each time.
    for (const date of dates) {
      expect(Date.now() / 1000 - Number(date)).toBeGreaterThan(7000);
    }
    expect(readFileSync(`/proc/${run.child.pid}/maps`, 'utf8')).toContain('libfaketime');
    for (const role of ['database', 'dns', 'clients']) {
      expect(await shellIn(second.engine, run.host(role), 'cat /proc/[0-9]*/maps | grep -c faketime.so')).not.toBe('0\n');
    }
    return run.ended;
  }
});

/** Puts the library into the second engine's image of this name, so that its containers have a clock of their own. */
async function replaceImage(name: 'agent' | 'mariadb'): Promise<void> {
  const image = imageDefinition(name, source.architecture);
  const context = mkdtempSync(join(folder, 'image-'));
  const settings = Object.entries(fakedBy('/clock', '/faketime.so')).map(([key, value]) => `${key}=${value}`);
  const dockerfile = ['ARG BASE', 'FROM $BASE', 'COPY faketime.so /faketime.so', 'RUN echo +0 >/clock', `ENV ${settings.join(' ')}`, ''];
  writeFileSync(join(context, 'Dockerfile'), dockerfile.join('\n'));
  const changed = { ...image, folder: context, extra: [{ name: 'faketime.so', path: library }] };
  await buildImage(second.engine, changed, image.reference, silent, new AbortController().signal);
}
