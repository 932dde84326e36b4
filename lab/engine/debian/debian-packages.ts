import { execa } from 'execa';
import { LabError } from '../../errors/lab-error.ts';

/** Installs Debian packages, without questions and without recommended packages. @throws LabError `unavailable` when apt-get fails */
export async function installPackages(names: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await execa('apt-get', ['update', '-qq'], { env, all: true });
    await execa('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env, all: true });
  } catch (cause) {
    throw new LabError(`could not install ${names.join(', ')} with apt-get`, {
      code: 'unavailable',
      hint: `run "apt-get update" and "apt-get install ${names.join(' ')}" by hand to see why`,
      cause,
    });
  }
}
