import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultServer, type ServerImageName, serverImages } from '../../servers/index.ts';

const imagesFolder = fileURLToPath(new URL('../../../images/', import.meta.url));
const nodeBinary = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));

/** The Debian release that every image is made from. */
export const debianRelease = 'bookworm';

/** The images that are not servers, and roughly how long a build of each takes on 2 cores. */
const otherBuilds = { base: 'half a minute', agent: 'half a minute', resolver: 'half a minute' } as const;

export type ImageName = ServerImageName | keyof typeof otherBuilds;
export const imageNames: readonly ImageName[] = ['base', 'agent', ...serverImages.map(({ image }) => image), 'resolver'];
/** What the default server needs; the others are built when a plan or a user asks for them. */
export const defaultImageNames: readonly ImageName[] = ['base', 'agent', defaultServer.image];

/** A file of a build context from outside the image's own folder. */
export interface ContextFile {
  readonly name: string;
  readonly path: string;
}

/** An image of the lab as data. */
export interface ImageDefinition {
  readonly name: ImageName;
  /** Repository and tag; the tag is a hash of everything that goes into the image. */
  readonly reference: string;
  readonly repository: string;
  readonly tag: string;
  readonly folder: string;
  /** Files from elsewhere for the build context. */
  readonly extra: readonly ContextFile[];
  /** Roughly how long a build takes on 2 cores, for people who wait. */
  readonly typicalBuild: string;
}

const typicalBuilds: Readonly<Record<string, string>> = {
  ...otherBuilds,
  ...Object.fromEntries(serverImages.map(({ image, typicalBuild }) => [image, typicalBuild])),
};

/** The definition of the image called `name` for an engine of `architecture`. */
export function imageDefinition(name: ImageName, architecture: string): ImageDefinition {
  const folder = join(imagesFolder, name);
  const madeFrom = [
    ...(name === 'base' ? [] : [imageDefinition('base', architecture).reference]),
    ...(name === 'agent' ? [process.version] : []),
  ];
  const repository = `wraplab/${name}`;
  const tag = contentTag(folder, [name, architecture, debianRelease], madeFrom);
  return {
    name,
    reference: `${repository}:${tag}`,
    repository,
    tag,
    folder,
    extra: name === 'agent' ? [{ name: 'node', path: nodeBinary }] : [],
    typicalBuild: typicalBuilds[name] ?? 'a while',
  };
}

/** The tag of an image: a hash of its purpose, of the files in its folder, and of what else it is made from. */
function contentTag(folder: string, purpose: readonly string[], madeFrom: readonly string[]): string {
  const hash = createHash('sha256').update(`${purpose.join('\n')}\n`);
  for (const file of contextFiles(folder)) {
    hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  }
  return hash.update(madeFrom.join('')).digest('hex').slice(0, 16);
}

/** Names of the files in an image's folder, sorted; folders inside it are not part of a context. */
export function contextFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}
