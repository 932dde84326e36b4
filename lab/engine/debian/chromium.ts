import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './debian-packages.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome'];

/** The command that installs one. */
export const chromiumHint = 'apt-get install chromium';

/** Path of this machine's Chromium; null when it has none. @param searchPath folders as in PATH. */
export function findChromium(searchPath: string): string | null {
  return programs.map((name) => findProgram(name, searchPath)).find((path) => path !== null) ?? null;
}

/** Whether `installChromium` can work here: as root, with apt-get. */
export function canInstallChromium(searchPath: string): boolean {
  return process.getuid?.() === 0 && findProgram('apt-get', searchPath) !== null;
}

/** @throws LabError `unavailable` when apt-get fails. */
export async function installChromium(): Promise<void> {
  await installPackages(['chromium']);
}

function findProgram(name: string, searchPath: string): string | null {
  const places = searchPath.split(delimiter).map((folder) => join(folder, name));
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not executable by this user: the next folder may have it.
    return false;
  }
}
