import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { archivePath, loadImage } from '../../lab/engine/archive.ts';
import { buildImage } from '../../lab/engine/build.ts';
import { type ImageDefinition, imageDefinition } from '../../lab/engine/image-definitions.ts';
import { imageId } from '../../lab/engine/images.ts';
import { withLock } from '../../lab/engine/lock.ts';
import type { StepProgress } from '../../lab/engine/progress.ts';
import { LabError } from '../../lab/errors.ts';
import { engineUnderTest } from './left.ts';

const engine = await engineUnderTest();
const base = imageDefinition('base', engine.architecture).reference;
const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function imageWith(dockerfile: string): ImageDefinition {
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  const [repository, tag] = ['wraplab/test', `broken-${process.pid}`];
  return { name: 'agent', reference: `${repository}:${tag}`, repository, tag, folder, extra: [], typicalBuild: 'a moment' };
}

const silent = { step: () => undefined, advance: () => undefined };

test('a build that breaks shows the command and its last lines, counts its steps, and leaves no image', async () => {
  const image = imageWith(`ARG BASE\nFROM \${BASE}\nRUN echo '[3/9] Building x.o'; echo 'x.cc:1: error: no such thing' >&2; exit 3\n`);
  const seen: StepProgress[] = [];
  const progress = { ...silent, advance: (_text: string, step: StepProgress) => void seen.push(step) };
  const failure = await buildImage(engine, image, base, progress, new AbortController().signal).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LabError);
  const { message, code } = failure as LabError;
  expect(code).toBe('unavailable');
  expect(message).toMatch(/could not build the image agent: RUN echo .* failed; its last lines:/);
  expect(message).toContain('x.cc:1: error: no such thing');
  expect(message).not.toContain('\u001b');
  expect(seen).toMatchObject([{ done: 3, total: 9 }]);
  expect(await imageId(engine, image.reference)).toBeNull();
  const containers = await engine.docker.listContainers({ all: true });
  expect(containers.filter(({ Command }) => Command.includes('x.cc:1'))).toEqual([]);
});

test('who waits for an image is let in when the one who got it has failed', async () => {
  const name = `test-${process.pid}`;
  const inside = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  const first = withLock(name, { onWait: () => undefined }, async () => {
    inside.resolve();
    await waiting.promise;
    throw new Error('the build failed');
  });
  await inside.promise;
  const second = withLock(name, { onWait: () => waiting.resolve() }, async () => 'built');
  await expect(first).rejects.toThrow('the build failed');
  expect(await second).toBe('built');
});

test('a build that is interrupted ends, and leaves no container behind', async () => {
  const image = imageWith(`ARG BASE\nFROM \${BASE}\nRUN echo begun; sleep 600\n`);
  const interrupt = new AbortController();
  const building = buildImage(
    engine,
    image,
    base,
    { ...silent, step: (text) => void (text.includes('RUN') && interrupt.abort()) },
    interrupt.signal,
  );
  await expect(building).rejects.toThrow();
  expect(await imageId(engine, image.reference)).toBeNull();
});

test('an archive that was cut short is named, and nothing of it is loaded', async () => {
  const image = imageWith('');
  writeFileSync(archivePath(folder, image), Buffer.from('1f8b0800000000000003', 'hex'));
  await expect(loadImage(engine, image, folder)).rejects.toThrow(/expected .*broken-.* to be an archive made by "npm run images -- save"/);
  expect(await imageId(engine, image.reference)).toBeNull();
});

test('an archive folder without the image says so', async () => {
  expect(await loadImage(engine, imageWith(''), join(folder, 'nowhere'))).toBe(false);
});
