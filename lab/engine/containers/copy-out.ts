import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import type { Engine } from '../connection/connect-engine.ts';

/** The regular files of a folder inside a running container, by name. Leaves out files longer than `limitBytes`: their writer must keep to it. */
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
