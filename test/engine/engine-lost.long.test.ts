import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canStartPrivateEngine } from '../../lab/engine/finding/private-engine.ts';
import { buildImage } from '../../lab/engine/images/build.ts';
import { imageId } from '../../lab/engine/images/ensure-image.ts';
import { type ImageDefinition, imageDefinition } from '../../lab/engine/images/image-definitions.ts';
import { LabError } from '../../lab/errors/lab-error.ts';
import { readRecord } from '../../lab/record/read-record.ts';
import { lab, startLab } from '../support/lab-process.ts';
import { engineUnderTest, eventually, type Left, leftOf } from '../support/left-in-engine.ts';
import { startRun, verdictIn } from '../support/running-lab.ts';
import { type SecondEngine, startSecondEngine } from '../support/second-engine.ts';

const source = await engineUnderTest();
const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
let second: SecondEngine;
let count = 0;

/** Noticing takes 10 s, asking again 3 s, trying to clean up 10 s; the rest is for a busy machine. */
const boundMs = 60_000;
const nothing: Left = { containers: [], networks: [] };

describe.skipIf(!canStartPrivateEngine())('an engine that goes away', () => {
  beforeAll(async () => {
    second = await startSecondEngine(source, ['base', 'agent', 'mariadb']);
  });
  // The next test needs it running.
  afterEach(async () => {
    try {
      second.signal('SIGCONT');
    } catch {
      await second.start();
    }
  });
  afterAll(async () => {
    await second[Symbol.asyncDispose]();
    rmSync(folders, { recursive: true, force: true });
  });

  test.each([
    ['SIGTERM', 'stopped answering'],
    ['SIGKILL', 'stopped answering|closed its connection'],
    ['SIGSTOP', 'has not answered for 10 s|stopped answering'],
  ] as const)('after %s during a run: exit 69, only the engine is blamed, and nothing is left when it is back', async (name, words) => {
    const { ended, folder, runId } = await startRun(second.engine, 'baseline', join(folders, String(count++)), [], second.env);
    const { pid } = second;
    const beganMs = performance.now();
    second.signal(name);
    const { code, stderr } = await ended;
    expect({ code, stderr }).toMatchObject({ code: 69 });
    expect(performance.now() - beganMs).toBeLessThan(boundMs);
    expect(stderr).toMatch(new RegExp(`^wraplab: the container engine at ${second.engine.endpoint} (${words})`, 'm'));
    expect(stderr).toContain('then "npm run gc" removes what it still has of this run');
    expect(readRecord(folder).manifest.ended).toBe('failed');
    expect(verdictIn(folder).verdict).toBe('inconclusive');
    await backAgain(name, pid);
    await expectNothingLeft(runId);
  });

  test('frozen while the hosts start: exit 69, the engine is blamed, and nothing is left when it is back', async () => {
    const out = join(folders, String(count++));
    const { ended } = startLab(['scenario', 'baseline', '--quiet', '--out', out], second.env);
    const network = () => second.engine.docker.listNetworks({ filters: { label: ['wraplab.run'] } });
    await eventually(network, (found) => found.length > 0, 30_000);
    second.signal('SIGSTOP');
    const { code, stderr } = await ended;
    expect({ code, stderr }).toMatchObject({ code: 69 });
    expect(stderr).toContain(`the container engine at ${second.engine.endpoint} `);
    expect(stderr).toContain(`record: ${out}\n`);
    expect(verdictIn(out).verdict).toBe('inconclusive');
    second.signal('SIGCONT');
    await expectNothingLeft(readRecord(out).manifest.runId);
  });

  test('frozen before a run: no second daemon is started on its data', async () => {
    const { pid } = second;
    second.signal('SIGSTOP');
    const { code, stderr } = await lab(['scenario', 'baseline'], second.env);
    second.signal('SIGCONT');
    expect({ code, stderr }).toMatchObject({ code: 69 });
    expect(stderr).toContain(`the private dockerd does not answer: expected an answer from process ${pid}, got none`);
    expect(second.pid).toBe(pid);
  });

  test('killed during a build: the engine is blamed, not the build’s command, and the next build succeeds', async () => {
    const image = imageThatWaits();
    const begun = Promise.withResolvers<void>();
    const progress = { step: (text: string) => void (text.includes('RUN') && begun.resolve()), advance: () => undefined };
    const base = imageDefinition('base', source.architecture).reference;
    const build = () => buildImage(second.engine, image, base, progress, new AbortController().signal);
    const building = build().catch((error: unknown) => error);
    await begun.promise;
    second.signal('SIGKILL');
    const failure = await building;
    expect(failure).toBeInstanceOf(LabError);
    expect(failure).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^the container engine at .* stopped answering$/),
    });
    await second.start();
    writeFileSync(join(image.folder, 'Dockerfile'), `ARG BASE\nFROM \${BASE}\nRUN true\n`);
    await build();
    expect(await imageId(second.engine, image.reference)).not.toBeNull();
  });
});

function imageThatWaits(): ImageDefinition {
  const folder = mkdtempSync(join(folders, 'image-'));
  writeFileSync(join(folder, 'Dockerfile'), `ARG BASE\nFROM \${BASE}\nRUN sleep 600\n`);
  const [repository, tag] = ['wraplab/test', String(process.pid)];
  return { name: 'agent', reference: `${repository}:${tag}`, repository, tag, folder, extra: [], typicalBuild: 'a moment' };
}

async function backAgain(name: NodeJS.Signals, pid: number): Promise<void> {
  if (name === 'SIGSTOP') {
    second.signal('SIGCONT');
    return;
  }
  await eventually(
    async () => existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2] !== 'Z',
    (runs) => !runs,
    60_000,
  );
  await second.start();
}

/** Containers end with their lab’s streams, or with their engine; gc removes the network. */
async function expectNothingLeft(runId: string): Promise<void> {
  expect((await lab(['gc'], second.env)).code).toBe(0);
  expect(
    await eventually(
      () => thereOf(runId),
      ({ containers }) => containers.length === 0,
      30_000,
    ),
  ).toEqual(nothing);
}

/** Engine 20.10 may still list a container that was removed while it started. A container that cannot be inspected is gone. */
async function thereOf(runId: string): Promise<Left> {
  const { containers, networks } = await leftOf(second.engine, runId);
  const shown = await Promise.all(
    containers.map((name) =>
      second.engine.docker
        .getContainer(name.slice(1))
        .inspect()
        .then(
          () => [name],
          () => [],
        ),
    ),
  );
  return { containers: shown.flat(), networks };
}
