import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../../errors/exit-codes.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';
import { generatedFiles, generatedSections, withSections } from './generated/generated.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Folders that have READMEs, at any depth. */
const documented = ['lab', 'scenarios', 'images', 'test'];

/** Keeps what the READMEs say of the registries; `commands` gives all commands, this one too. */
export function readmeCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'readme',
    usage: 'readme',
    title: 'writes the tables of the READMEs, the pages that are generated as a whole, and the JSON Schemas',
    help: () => 'A test fails when they differ from what this writes.',
    async run(args) {
      parseOptions({}, args);
      for (const [path, text] of Object.entries(await derivedTexts(commands()))) {
        writeFileSync(join(root, path), text);
      }
      return exitCodes.confirmed;
    },
  };
}

/** What the READMEs and the generated files are to say, by their path from the root. */
export async function derivedTexts(commands: readonly Command[]): Promise<Record<string, string>> {
  const sections = await generatedSections(commands);
  const readmes = readmePaths().map((path) => [path, withSections(readFileSync(join(root, path), 'utf8'), sections)] as const);
  return { ...Object.fromEntries(readmes), ...(await generatedFiles(commands)) };
}

/** Every README of the project, by its path from the root. */
export function readmePaths(): string[] {
  const below = documented.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return ['README.md', ...below.filter((path) => path.endsWith('/README.md'))];
}
