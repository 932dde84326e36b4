import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultImageNames, imageDefinition, imageNames } from '../../lab/engine/images/image-definitions.ts';
import { serverIds, servers } from '../../lab/servers/index.ts';

const folders = readdirSync(join(import.meta.dirname, '../../images'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test('every server has an id of its own and an image that the lab builds', () => {
  expect(new Set(serverIds).size).toBe(servers.length);
  const images = servers.flatMap(({ image, unlinked }) => [image, ...(unlinked === undefined ? [] : [unlinked.image])]);
  expect(images.filter((image) => !imageNames.some((name) => name === image))).toEqual([]);
});

test('every folder of images/ is an image, and every image has a folder and says how long its build takes', () => {
  expect(imageNames.toSorted()).toEqual(folders.toSorted());
  expect(imageNames.map((name) => imageDefinition(name, 'x64').typicalBuild).filter((text) => text === 'a while')).toEqual([]);
});

test('the default server needs its own image and those of every run', () => {
  expect(defaultImageNames).toEqual(['base', 'agent', 'mariadb']);
});
