import { z } from 'zod';
import type { Engine } from '../connection/connect-engine.ts';
import { label, owner, ownerState } from '../connection/labels.ts';

/** What an engine holds. Does not count containers and networks of other running labs: they come and go. */
interface EngineUsage {
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
  readonly danglingImages: number;
  readonly layerBytes: number;
  /** Where it keeps its data: a path on the engine's own machine. */
  readonly dataFolder: string;
}

const diskUsage = z.looseObject({ LayersSize: z.number().nullish() });
const engineInfo = z.looseObject({ DockerRootDir: z.string() });

export async function engineUsage({ docker }: Engine): Promise<EngineUsage> {
  const [containers, networks, { Volumes }, images, dangling, disk, info] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages(),
    docker.listImages({ filters: { dangling: ['true'] } }),
    docker.df().then((answer: unknown) => diskUsage.parse(answer)),
    docker.info().then((answer: unknown) => engineInfo.parse(answer)),
  ]);
  return {
    containers: containers.filter(({ Labels }) => !isOfAnotherLab(Labels)).length,
    networks: networks.filter(({ Labels }) => !isOfAnotherLab(Labels ?? {})).length,
    volumes: Volumes.length,
    images: images.length,
    danglingImages: dangling.length,
    layerBytes: disk.LayersSize ?? 0,
    dataFolder: info.DockerRootDir,
  };
}

function isOfAnotherLab(labels: Readonly<Record<string, string>>): boolean {
  const named = labels[label.owner];
  return named !== undefined && named !== owner() && ownerState(named) === 'alive';
}
