import { z } from 'zod';
import type { Engine } from '../../engine/connection/connect-engine.ts';
import { engineSettings } from '../../engine/connection/engine-settings.ts';
import { getEngine } from '../../engine/finding/get-engine.ts';
import { loadImage, saveImage } from '../../engine/images/archive.ts';
import { ensureImage } from '../../engine/images/ensure-image.ts';
import { defaultImageNames, type ImageName, imageDefinition, imageNames } from '../../engine/images/image-definitions.ts';
import { imageSizeBytes } from '../../engine/images/image-size.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { LabError, usageError } from '../../errors/lab-error.ts';
import { withNearest } from '../../errors/near-names.ts';
import { npmRun, shellLine } from '../../process/command-line.ts';
import { confirm } from '../../terminal/confirm.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import type { Command } from '../command.ts';
import { describeOptions, parseOptions } from '../options.ts';

const actions = ['list', 'build', 'save', 'load'] as const;
const options = {
  dir: { takes: 'DIR', help: 'the archive folder (default WRAPLAB_IMAGE_ARCHIVE)', value: z.string().min(1), isPath: true },
} as const;

/** The lab's images. */
export const images: Command = {
  name: 'images',
  usage: 'images -- list|build|save|load [NAME…] [options]',
  title: 'lists, builds, saves and loads the lab’s images',
  examples: [
    { line: 'images -- list', does: 'shows which images the engine has' },
    { line: 'images -- build', does: 'gets the images of the default server' },
    { line: 'images -- save --dir ARCHIVE', does: 'writes them into a folder, for other machines' },
  ],
  options,
  needsArguments: true,
  help: () =>
    `  list   show every image: its tag, and whether the engine has it\n  build  get missing images: pulled, loaded from the archive, or built\n  save   write images into the archive folder\n  load   load images from the archive folder\n\nNAME is one or more of ${imageNames.join(', ')} (default: those of the default server; all for list).\n\n${describeOptions(options)}`,
  async run(args, signal) {
    const { values, positionals } = parseOptions(options, args);
    const [action = '', ...names] = positionals;
    const { chosen } = check(action, names);
    const progress = terminalProgress(false);
    const engine = await getEngine(engineSettings(process.env), progress, confirm);
    for (const name of chosen) {
      await act(engine, action, name, values.dir, signal);
    }
    return exitCodes.confirmed;
  },
};

function check(action: string, names: readonly string[]): { chosen: readonly ImageName[] } {
  const problems: string[] = [];
  if (!actions.some((known) => known === action)) {
    problems.push(`expected one of ${actions.join(', ')}; got ${withNearest(action, actions)}`);
  }
  for (const name of names.filter((given) => !imageNames.some((known) => known === given))) {
    problems.push(`expected an image (${imageNames.join(', ')}), got ${withNearest(name, imageNames)}`);
  }
  if (problems.length > 0) {
    throw usageError(problems);
  }
  const unnamed = action === 'list' ? imageNames : defaultImageNames;
  return { chosen: names.length === 0 ? unnamed : imageNames.filter((name) => names.includes(name)) };
}

async function act(engine: Engine, action: string, name: ImageName, dir: string | undefined, signal: AbortSignal): Promise<void> {
  const progress = terminalProgress(false);
  const image = imageDefinition(name, engine.architecture);
  if (action === 'list') {
    process.stdout.write(`${await describe(engine, image.reference)}\n`);
  } else if (action === 'build') {
    await ensureImage(engine, name, progress, signal);
    process.stdout.write(`${await describe(engine, image.reference)}\n`);
  } else if (action === 'save') {
    await ensureImage(engine, name, progress, signal);
    process.stdout.write(`${await saveImage(engine, image, archiveFolder(dir))}\n`);
  } else if (!(await loadImage(engine, image, archiveFolder(dir)))) {
    throw new LabError(`expected ${image.reference} in ${archiveFolder(dir)}, got no archive of it`, {
      code: 'unavailable',
      hint: `make the archive with the same version of the lab: ${shellLine(npmRun('images', { dir }, ['save', name]))}`,
    });
  } else {
    process.stdout.write(`${await describe(engine, image.reference)}\n`);
  }
}

async function describe(engine: Engine, reference: string): Promise<string> {
  try {
    const sizeBytes = await imageSizeBytes(engine, reference);
    return `${reference}  ${Math.round(sizeBytes / 1e6)} MB`;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) {
      return `${reference}  missing`;
    }
    throw error;
  }
}

function archiveFolder(dir: string | undefined): string {
  const folder = dir ?? process.env.WRAPLAB_IMAGE_ARCHIVE;
  if (folder === undefined || folder === '') {
    throw usageError(['expected an archive folder, got none'], 'give it with --dir or WRAPLAB_IMAGE_ARCHIVE');
  }
  return folder;
}
