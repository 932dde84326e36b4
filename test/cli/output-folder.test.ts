import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cellPlaces, columns, rows } from '../../lab/campaigns/matrix/grid/cells.ts';
import { takeMatrixFolder } from '../../lab/campaigns/matrix/matrix-folder.ts';
import { keptMatrices } from '../../lab/campaigns/matrix-ledger.ts';
import { cellAgain } from '../../lab/cli/again.ts';
import { commands } from '../../lab/cli/commands.ts';
import { exitCodes } from '../../lab/errors/exit-codes.ts';
import { describeError, LabError } from '../../lab/errors/lab-error.ts';
import { takeFolder } from '../../lab/files/unused-folder.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import { servers } from '../../lab/servers/index.ts';
import { lab } from '../support/lab-process.ts';
import { manifestOf, smallScenario } from '../support/recorded-run.ts';

/** A command that looked for an engine before it looked at the folder would exit with 69. */
const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock', WRAPLAB_ENGINE: 'off' };
const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folders, { recursive: true, force: true });
});

const run = join(folders, 'run');
const matrix = join(folders, 'matrix');
beforeAll(async () => {
  for (const [variable, value] of Object.entries(noEngine)) {
    vi.stubEnv(variable, value);
  }
  await recordRun(run, 'small');
  const [kept] = keptMatrices();
  mkdirSync(matrix);
  writeFileSync(join(matrix, 'matrix.json'), JSON.stringify(kept));
});

async function recordRun(folder: string, scenarioName: string, serverId = 'mariadb'): Promise<void> {
  const { server, ...rest } = manifestOf(smallScenario(), { scenarioName });
  await using _recorder = new Recorder(folder, { ...rest, server: server === null ? null : { ...server, id: serverId } });
}

/** A folder in use, with a file of each name. */
function used(name: string, ...files: readonly string[]): string {
  const folder = join(folders, name);
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), `mine: ${file}`);
  }
  return folder;
}

const contentOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );

/** Each way to give a command a folder to write into. */
const ways = {
  scenario: ['scenario', 'baseline'],
  verify: ['verify', join(import.meta.dirname, '../../lab/campaigns/verify/example')],
  soak: ['dev', 'soak', '--runs', '8'],
  matrix: ['matrix', '--fixes', 'none', '--faults', 'dead'],
  'matrix merge': ['matrix', 'merge', matrix],
  'matrix check': ['matrix', 'check', matrix],
  analyze: ['analyze', run],
  steadiness: ['dev', 'steadiness', 'baseline', '--seeds', '1'],
} as const;

/** How a command ends. "soak" changes settings of its process, so it gets one of its own. */
async function ended([name = '', ...args]: readonly string[]): Promise<{ code: number | null; said: string }> {
  if (args[0] === 'soak') {
    const { code, stderr } = await lab([name, ...args], noEngine);
    return { code, said: stderr };
  }
  const command = commands.find((known) => known.name === name) ?? expect.fail(`no command ${name}`);
  try {
    return { code: await command.run(args, new AbortController().signal), said: '' };
  } catch (error) {
    const { code, hint } = error instanceof LabError ? error : expect.fail(String(error));
    return { code: exitCodes[code], said: `${describeError(error)}\n${hint}` };
  }
}

describe('an output folder that holds something else', () => {
  test.each(Object.entries(ways))('is refused by %s before anything is started or written, exit 64', async (name, args) => {
    const folder = used(`${name} used`, 'junit.xml', 'report.md', 'report.html', 'runs/dead/samples.jsonl', 'soak.json');
    const before = contentOf(folder);
    const { code, said } = await ended([...args, '--out', folder]);
    expect({ code, said }).toMatchObject({
      code: exitCodes.usage,
      said: expect.stringMatching(/^(wraplab: )?expected a folder that is empty/),
    });
    expect(said).toContain(`got ${folder}`);
    expect(said).toContain('give another folder with --out');
    expect(contentOf(folder)).toEqual(before);
  });

  test('these are all commands with --out', () => {
    const all = commands.flatMap((command) => [command, ...(command.subcommands ?? [])]);
    const withOut = all.filter((command) => /^\s+--out DIR/m.test(command.help())).map(({ name }) => name);
    const tried = Object.values(ways).map(([name, subcommand]) => (name === 'dev' ? subcommand : name));
    expect([...new Set(tried)].toSorted()).toEqual(withOut.toSorted());
  });

  test('a file, and a folder below a file, are refused too', () => {
    const file = join(used('files', 'file'), 'file');
    for (const path of [file, join(file, 'below')]) {
      expect(() => takeFolder(path)).toThrow(`cannot write a record to ${path}`);
    }
  });

  test('an empty folder, a missing one, and one below missing ones are accepted', () => {
    const folder = join(folders, 'a/b/c');
    takeFolder(folder);
    takeFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the folder of a matrix', () => {
  const take = (folder: string, serverId = 'mariadb') => takeMatrixFolder(folder, serverId);

  test('is accepted again for a matrix on the same server, whatever else is in it', () => {
    const folder = join(folders, 'complete');
    cpSync(matrix, folder, { recursive: true });
    writeFileSync(join(folder, 'notes.txt'), '');
    expect(() => take(folder)).not.toThrow();
    expect(() => take(folder, 'mysql')).toThrow(`expected a folder that is empty, not there, or that of a matrix on mysql, got ${folder}`);
  });

  test('is accepted again after an interruption: it has runs of cells, and no matrix.json', async () => {
    const folder = join(folders, 'interrupted');
    await recordRun(join(folder, 'runs/none--dead'), 'none--dead');
    mkdirSync(join(folder, 'runs/none--slow'));
    expect(() => take(folder)).not.toThrow();
    expect(() => take(folder, 'mysql')).toThrow('that of a matrix on mysql');
  });

  test.each([
    ['an interrupted verify', 'runs/dead', 'dead'],
    ['an interrupted soak', 'runs/1', 'soak'],
    ['another scenario under the name of a cell', 'runs/none--dead', 'dns-dead'],
  ])('is not the folder of %s', async (name, where, scenarioName) => {
    const folder = join(folders, name);
    await recordRun(join(folder, where), scenarioName);
    expect(() => take(folder)).toThrow('that of a matrix on mariadb');
  });

  test('of a cell that runs again differs for each server, so that no server is refused because of another', () => {
    const [place] = cellPlaces(rows, columns);
    const again = servers.map((server) => cellAgain(place ?? expect.fail('a matrix without cells'), 1, { server, image: undefined }));
    const outs = again.map((words) => words[words.indexOf('--out') + 1]);
    expect(new Set(outs).size).toBe(servers.length);
  });

  test('is not one with a matrix.json of another program', () => {
    const folder = used('foreign', 'matrix.json');
    expect(() => take(folder)).toThrow('that of a matrix on mariadb');
    writeFileSync(join(folder, 'matrix.json'), '{"schema":"numbers@1","rows":[]}');
    expect(() => take(folder)).toThrow('that of a matrix on mariadb');
  });
});
