import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import type { Engine } from '../connection/connect-engine.ts';

/**
 * The regular files of a folder inside a running container, by name. Of a file that is longer than it may be there is none: whoever wrote it
 * was to keep it short.
 */
export async function copyOut(
  engine: Engine,
  containerId: string,
  folder: string,
  limitBytes: number,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const archive = await engine.docker.getContainer(containerId).getArchive({ path: folder });
  const entries = archive.pipe(extract());
  archive.on('error', (error) => entries.destroy(error));
  for await (const entry of entries) {
    const { type, name, size = 0 } = entry.header;
    if (type === 'file' && size <= limitBytes) {
      files.set(basename(name), await buffer(entry));
    } else {
      entry.resume();
    }
  }
  return files;
}
