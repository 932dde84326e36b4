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
import { engineUnderTest } from './support/left-in-engine.ts';
import { shellIn, startRun, verdictIn } from './support/running-lab.ts';
import { type SecondEngine, startSecondEngine } from './support/second-engine.ts';

const source = await engineUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
const silent = { step: () => undefined, advance: () => undefined };
const libraries = '/usr/lib/*/faketime/libfaketimeMT.so.1';
let second: SecondEngine;
let library: string;

/** What makes a process take the wall clock, and that alone, from a file; read anew each time. */
function fakedBy(path: string, preload: string): Record<string, string> {
  return { LD_PRELOAD: preload, FAKETIME_TIMESTAMP_FILE: path, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}

describe.skipIf(!canStartPrivateEngine())('the wall clock, which is set back in the middle of a run', () => {
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

  test('changes nothing: neither that of the lab nor those of the hosts measures anything', async () => {
    const labClock = join(folder, 'clock');
    writeFileSync(labClock, '+0\n');
    const out = join(folder, 'run');
    const run = await startRun(second.engine, 'baseline', out, [], { ...second.env, ...fakedBy(labClock, library) });
    await wait(3000);
    const roles = ['database', 'dns', 'clients', 'watch', 'local'];
    const dates = await Promise.all(roles.map((role) => shellIn(second.engine, run.host(role), 'echo -2h >/clock; date +%s')));
    writeFileSync(labClock, '-2h\n');
    // That it was really set back, also for those that run already: they have the library loaded, which asks the file each time.
    for (const date of dates) {
      expect(Date.now() / 1000 - Number(date)).toBeGreaterThan(7000);
    }
    expect(readFileSync(`/proc/${run.child.pid}/maps`, 'utf8')).toContain('libfaketime');
    for (const role of ['database', 'dns', 'clients']) {
      expect(await shellIn(second.engine, run.host(role), 'cat /proc/[0-9]*/maps | grep -c faketime.so')).not.toBe('0\n');
    }
    const { code, stderr } = await run.ended;
    const { verdict, reasons } = verdictIn(out);
    // A machine that is busy may make the load late; nothing else may come of it.
    expect({ code, stderr, reasons: reasons.filter((reason) => !reason.includes('the load generator fell behind')) }).toEqual({
      code: verdict === 'confirmed' ? 0 : 2,
      stderr: expect.any(String),
      reasons: [],
    });
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
});

/** Puts the library into the second engine's image of this name, so that everything in it has a clock of its own. */
async function replaceImage(name: 'agent' | 'mariadb'): Promise<void> {
  const image = imageDefinition(name, source.architecture);
  const context = mkdtempSync(join(folder, 'image-'));
  const settings = Object.entries(fakedBy('/clock', '/faketime.so')).map(([key, value]) => `${key}=${value}`);
  const dockerfile = ['ARG BASE', 'FROM $BASE', 'COPY faketime.so /faketime.so', 'RUN echo +0 >/clock', `ENV ${settings.join(' ')}`, ''];
  writeFileSync(join(context, 'Dockerfile'), dockerfile.join('\n'));
  const changed = { ...image, folder: context, extra: [{ name: 'faketime.so', path: library }] };
  await buildImage(second.engine, changed, image.reference, silent, new AbortController().signal);
}
