import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withLock } from '../../lab/engine/connection/lock.ts';
import type { StepProgress } from '../../lab/engine/connection/progress.ts';
import { archivePath, loadImage } from '../../lab/engine/images/archive.ts';
import { buildImage } from '../../lab/engine/images/build.ts';
import { imageId } from '../../lab/engine/images/ensure-image.ts';
import { type ImageDefinition, imageDefinition } from '../../lab/engine/images/image-definitions.ts';
import { LabError } from '../../lab/errors/lab-error.ts';
import { engineUnderTest } from '../support/left-in-engine.ts';
import { removeImage, testImage } from '../support/test-image.ts';

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

test('a failed build shows the command and its last lines, counts its steps, and leaves no image', async () => {
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

test('a lab that waits for an image gets its turn when the other lab’s build has failed', async () => {
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

test('an interrupted build ends, and leaves no container behind', async () => {
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

/** Unnamed images that nothing is made from, with `mark` in one of their steps. */
async function danglingWith(mark: string): Promise<string[]> {
  const images = await engine.docker.listImages({ filters: { dangling: ['true'] } });
  const histories = await Promise.all(
    images.map(async ({ Id }) => {
      // Another build on this engine may have removed it in the meantime.
      const history: { CreatedBy: string }[] = await engine.docker
        .getImage(Id)
        .history()
        .catch(() => []);
      return { Id, steps: history.map(({ CreatedBy }) => CreatedBy).join('\n') };
    }),
  );
  return histories.filter(({ steps }) => steps.includes(mark)).map(({ Id }) => Id);
}

test('a complete build in stages leaves only its image; a failed one also leaves the steps that the next build resumes from', async () => {
  const mark = `stage-${process.pid}`;
  const stages = (last: string) => imageWith(`ARG BASE\nFROM \${BASE} AS made\nRUN echo ${mark} >/made\nFROM \${BASE}\n${last}\n`);
  const build = (image: ImageDefinition) => buildImage(engine, image, base, silent, new AbortController().signal);
  const container = await engine.docker.createContainer({ Image: base, Cmd: ['true', `${mark}, somebody else’s`] });
  const foreign = String(((await container.commit()) as { Id: string }).Id);
  try {
    await expect(build(stages('RUN exit 3'))).rejects.toThrow('RUN exit 3 failed');
    const kept = (await danglingWith(mark)).filter((id) => id !== foreign);
    expect(kept).toHaveLength(1);
    const image = stages('COPY --from=made /made /made');
    await build(image);
    expect(await danglingWith(mark)).toEqual([foreign]);
    expect(await imageId(engine, image.reference)).not.toBeNull();
  } finally {
    await container.remove();
    await Promise.all([foreign, imageWith('').reference].map((image) => removeImage(engine, image)));
  }
});

test('an image that the tests build is removed with them', async () => {
  const image = await testImage(engine, 'broken', base);
  expect(await imageId(engine, image.reference)).not.toBeNull();
  await image[Symbol.asyncDispose]();
  await image[Symbol.asyncDispose]();
  expect(await imageId(engine, image.reference)).toBeNull();
});

test('a truncated archive is named in the error, and nothing of it is loaded', async () => {
  const image = imageWith('');
  writeFileSync(archivePath(folder, image), Buffer.from('1f8b0800000000000003', 'hex'));
  await expect(loadImage(engine, image, folder)).rejects.toThrow(
    /could not load .*broken-.*: expected an archive made by "npm run images -- save"/,
  );
  expect(await imageId(engine, image.reference)).toBeNull();
});

test('loading from an archive folder without the image returns false', async () => {
  expect(await loadImage(engine, imageWith(''), join(folder, 'nowhere'))).toBe(false);
});
