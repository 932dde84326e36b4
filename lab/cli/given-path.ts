import { resolve } from 'node:path';
import { ownNpmStart } from './npm/npm-start.ts';

/** The absolute form of a path that the user typed. It starts in the folder where the user stands, which npm leaves for that of the lab. */
export function givenPath(path: string): string {
  return resolve(ownNpmStart()?.userFolder ?? process.cwd(), path);
}
