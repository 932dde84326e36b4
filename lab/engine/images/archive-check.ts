import { createReadStream, statSync } from 'node:fs';
import { posix } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { z } from 'zod';

/** The lab's largest image has 0.5 GB. A small file may unpack to more than a disk holds. */
const largestUnpackedBytes = 8 * 1024 ** 3;
const mostEntries = 20_000;
const largestListBytes = 1024 * 1024;

/** The list of images that `docker save` writes into an archive; entries have other keys as well. */
const manifestSchema = z.array(z.looseObject({ RepoTags: z.array(z.string()).nullable() }));
/** The same in an OCI image layout. Engines since version 25 write it too, and use it when containerd stores their images. */
const indexSchema = z.looseObject({ manifests: z.array(z.looseObject({ annotations: z.record(z.string(), z.string()).optional() })) });
const nameAnnotation = 'io.containerd.image.name';

/**
 * Checks an archive of an image before the engine gets it, because an engine loads whatever is in there, under any name. The archive must
 * be complete and contain only the image `reference`, and no path or link in it may lead out of it.
 *
 * @throws Error saying what was expected and what came.
 */
export async function checkArchive(path: string, reference: string): Promise<void> {
  if (!statSync(path).isFile()) {
    throw new Error('expected a plain file, got something else');
  }
  const entries = extract();
  // Awaited below: problems of the entries are reported before damage of the file.
  const unpacking = pipeline(createReadStream(path), createGunzip(), entries);
  unpacking.catch(() => undefined);
  let unpackedBytes = 0;
  let count = 0;
  const lists = new Map<string, string>();
  for await (const entry of entries) {
    const { header } = entry;
    count += 1;
    unpackedBytes += header.size ?? 0;
    checkEntry(header);
    if (count > mostEntries || unpackedBytes > largestUnpackedBytes) {
      throw new Error(`expected at most ${mostEntries} files and ${largestUnpackedBytes} bytes, got more`);
    }
    const name = posix.normalize(header.name);
    if (['manifest.json', 'index.json'].includes(name) && (header.size ?? 0) <= largestListBytes) {
      lists.set(name, await text(entry));
    } else {
      entry.resume();
    }
  }
  await unpacking;
  checkTags(tagsIn(lists.get('manifest.json'), lists.get('index.json')), reference);
}

function checkEntry({ name, type, linkname }: Header): void {
  if (!isInside(name)) {
    throw new Error(`expected only paths inside the archive, got ${JSON.stringify(name)}`);
  }
  // An engine saves a layer shared by two images as a link to the first.
  const target = type === 'symlink' ? posix.join(posix.dirname(name), linkname ?? '') : (linkname ?? '');
  if ((type === 'symlink' || type === 'link') && (posix.isAbsolute(linkname ?? '') || !isInside(target))) {
    throw new Error(`expected only links inside the archive, got ${JSON.stringify(name)}, which leads to ${JSON.stringify(linkname)}`);
  }
  if (type !== null && type !== undefined && !['file', 'contiguous-file', 'directory', 'symlink', 'link'].includes(type)) {
    throw new Error(`expected only files, folders and links, got ${JSON.stringify(name)}, a ${type}`);
  }
}

function isInside(path: string): boolean {
  const normal = posix.normalize(path);
  return path !== '' && !posix.isAbsolute(path) && normal !== '..' && !normal.startsWith('../');
}

function tagsIn(manifest: string | undefined, index: string | undefined): string[] {
  if (manifest === undefined) {
    throw new Error('expected a manifest.json with the list of images, got none');
  }
  const named = manifestSchema.parse(JSON.parse(manifest)).flatMap(({ RepoTags }) => RepoTags ?? ['an image without a name']);
  const { manifests } = indexSchema.parse(index === undefined ? { manifests: [] } : JSON.parse(index));
  return [...named, ...manifests.flatMap(({ annotations }) => annotations?.[nameAnnotation] ?? [])];
}

/** Engines may write the full name, with the registry that they would pull it from. */
function checkTags(tags: readonly string[], reference: string): void {
  if (tags.length === 0 || tags.some((tag) => tag !== reference && !tag.endsWith(`/${reference}`))) {
    throw new Error(`expected only the image ${reference}, got ${tags.length === 0 ? 'none' : tags.join(', ')}`);
  }
}
