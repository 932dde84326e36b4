import { execFile } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { z } from 'zod';
import type { EngineFacts } from '../../machine/diagnose-machine.ts';
import { findGarbage } from '../cleanup/garbage.ts';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { imageId } from './ensure-image.ts';
import { defaultImageNames, imageDefinition } from './image-definitions.ts';

const infoSchema = z.looseObject({
  Driver: z.string(),
  CgroupVersion: z.string().default('1'),
  MemoryLimit: z.boolean().default(false),
  PidsLimit: z.boolean().default(false),
  CpuCfsQuota: z.boolean().default(false),
  DockerRootDir: z.string(),
  SystemTime: z.string(),
});

/** What an engine reports about itself and, if it is local, what this machine shows of it. Starts nothing. */
export async function engineFacts(engine: Engine): Promise<EngineFacts> {
  const askedMs = Date.now();
  const info = infoSchema.parse(await answered(engine, 'describing itself', engine.docker.info()));
  const nowMs = (askedMs + Date.now()) / 2;
  const isLocal = engine.endpoint.startsWith('unix://') && existsSync(info.DockerRootDir);
  const garbage = await findGarbage(engine, false);
  return {
    endpoint: engine.endpoint,
    version: engine.version,
    architecture: engine.architecture,
    kernel: engine.kernel,
    storageDriver: info.Driver,
    cgroupVersion: info.CgroupVersion,
    limits: { memory: info.MemoryLimit, processes: info.PidsLimit, cpu: info.CpuCfsQuota },
    freeDiskBytes: isLocal ? freeBytes(info.DockerRootDir) : null,
    vxlan: isLocal ? await makesVxlan() : null,
    clockAheadMs: Date.parse(info.SystemTime) - nowMs,
    leftovers: [...garbage.containers, ...garbage.networks].map(({ name }) => name),
    missingImages: await missingImages(engine),
  };
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Whether this machine can make a VXLAN device. Tries in a network namespace that ends with the command; null without root. */
function makesVxlan(): Promise<boolean | null> {
  if (process.getuid?.() !== 0) {
    return Promise.resolve(null);
  }
  const device = ['ip', 'link', 'add', 'probe', 'type', 'vxlan', 'id', '1', 'dstport', '4789', 'local', '127.0.0.1'];
  return new Promise((resolve) => {
    execFile('unshare', ['--net', ...device], { timeout: 10_000 }, (error) => {
      const isMissing = (error as { code?: unknown } | null)?.code === 'ENOENT';
      resolve(isMissing ? null : error === null);
    });
  });
}

async function missingImages(engine: Engine): Promise<string[]> {
  const looked = await Promise.all(
    defaultImageNames.map(async (name) => ({ name, id: await imageId(engine, imageDefinition(name, engine.architecture).reference) })),
  );
  return looked.filter(({ id }) => id === null).map(({ name }) => name);
}
