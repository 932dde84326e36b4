import { join, relative } from 'node:path';
import { z } from 'zod';
import { bundleMatrixStyle } from '../../bundling/matrix-page.ts';
import { type Cell, differences, isDecided, type Matrix, mergeMatrices } from '../../campaigns/matrix/grid/answers.ts';
import { type CellPlace, cellPlaces, columns, rows, standards } from '../../campaigns/matrix/grid/cells.ts';
import { matrixPage } from '../../campaigns/matrix/grid/matrix-html.ts';
import { figuresAsMarkdown, legend, marks, matrixAsMarkdown, matrixAsText } from '../../campaigns/matrix/grid/matrix-table.ts';
import { takeMatrixFolder } from '../../campaigns/matrix/matrix-folder.ts';
import { keepMatrix, readMatrixFile } from '../../campaigns/matrix/matrix-ledger.ts';
import { reportBelow } from '../../campaigns/matrix/matrix-links.ts';
import { runCells } from '../../campaigns/matrix/run-cells.ts';
import { writeReports } from '../../campaigns/output-files.ts';
import { openWorkbench } from '../../campaigns/workbench.ts';
import { secondsLeft } from '../../engine/connection/progress.ts';
import { withNearest } from '../../errors/describe-problems.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { faultOption } from '../../faults/notation/fault-option.ts';
import { randomSource } from '../../maths/random.ts';
import { readRecord } from '../../record/read-record.ts';
import { serverIds } from '../../servers/index.ts';
import { serverIdOf } from '../../servers/server-choice.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import { jsonText } from '../../text/json-text.ts';
import { printable } from '../../text/printable.ts';
import { cellAgain } from '../again.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions, type Values, wholeNumber } from '../options.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { sayProblems } from '../report-problems.ts';
import { chosenServer, serverOptions } from '../server-option.ts';
import { workbenchTools } from '../workbench-tools.ts';

const defaultJobs = 16;
const defaultSeed = 1;
const defaultSample = 12;

/** `2/3`: the second of three shards. */
const shardOption = z
  .string()
  .regex(/^[1-9]\d*\/[1-9]\d*$/, 'which shard of how many, such as 1/3')
  .transform((text) => text.split('/').map(Number))
  .refine(([index = 0, count = 0]) => index <= count, 'which shard of how many, such as 1/3');

/** A list with commas in between. Settings of a fault have commas, too: what has an equals sign and no colon belongs to the one before. */
const faultList = z.string().transform((text) => once(text.split(/,(?![a-zA-Z.]+=)/)));
const fixList = z.string().transform((text) => once(text.split(',')));

/** A cell that was named twice would run twice at the same time, in the same folder. */
function once(words: readonly string[]): string[] {
  return [...new Set(words)];
}

export const options = {
  fixes: { takes: 'ID[,ID…]', help: 'only these fixes (and none: the host as it is)', value: fixList },
  faults: { takes: 'FAULT[,FAULT…]', help: 'only these faults, with settings as --fault takes them', value: faultList },
  ...serverOptions,
  seed: { takes: 'N', help: `seed of arrivals and faults (default ${defaultSeed})`, value: wholeNumber(0, 2 ** 31 - 1) },
  jobs: { takes: 'N', help: `cells at a time (default ${defaultJobs})`, value: wholeNumber(1, 64) },
  shard: { takes: 'K/N', help: 'only every N-th cell, from the K-th; "merge" puts the shards together', value: shardOption },
  out: {
    takes: 'DIR',
    help: 'folder for the runs and matrix.json (default .wraplab/matrix/SERVER); what is complete there is not run again',
    value: z.string().min(1),
  },
  fresh: { takes: '', help: 'run every cell, also those that are complete', value: flag },
  sample: { takes: 'N', help: `with "check": so many cells (default ${defaultSample})`, value: wholeNumber(1, 10_000) },
  keep: { takes: '', help: 'keep the answers in scenarios/ for the README’s table', value: flag },
  json: { takes: '', help: 'print matrix.json and nothing else on stdout', value: flag },
  quiet: { takes: '', help: 'no progress, only the result', value: flag },
} as const;

/** Every fix under every fault. */
export const matrix: Command = {
  name: 'matrix',
  usage: 'matrix -- [merge DIR…|check DIR] [options]',
  title: 'runs every fix under every fault, and answers for each: fast? available? outsider out?',
  help: () =>
    `  merge DIR…  puts matrices of several folders, such as shards, together in --out\n  check DIR   runs some cells of a matrix again, one at a time, and says where they differ\n\n${describeOptions(options)}`,
  async run(args, signal) {
    const { values, positionals } = parseOptions(options, args);
    const [action, ...folders] = positionals;
    checkOptions(action ?? 'run', Object.keys(values));
    if (action === undefined) {
      return runMatrix(values, signal);
    }
    if (action === 'merge') {
      return merge(folders, values);
    }
    if (action === 'check' && folders.length === 1) {
      return check(folders[0] ?? '', values, signal);
    }
    throw usageError([`expected nothing, "merge DIR…" or "check DIR", got ${withNearest(positionals.join(' '), ['merge', 'check'])}`]);
  },
};

type Chosen = Values<typeof options>;

const optionsOf: Readonly<Record<string, readonly string[]>> = {
  run: Object.keys(options).filter((name) => name !== 'sample'),
  merge: ['out', 'keep', 'json'],
  // The server is that of the matrix.
  check: ['server-image', 'out', 'sample', 'quiet'],
};

/** An option that would change nothing is a mistake of whoever typed it. */
function checkOptions(action: string, given: readonly string[]): void {
  const legal = optionsOf[action];
  const idle = legal === undefined ? [] : given.filter((name) => !legal.includes(name));
  if (idle.length > 0) {
    throw usageError(idle.map((name) => `--${name}: expected no such option with the matrix’s "${action}"`));
  }
}

async function runMatrix(values: Chosen, signal: AbortSignal): Promise<number> {
  const chosenRows = values.fixes === undefined ? rows : values.fixes.map(rowOf);
  const chosenColumns = values.faults === undefined ? columns : values.faults.map(columnOf);
  const [index = 1, count = 1] = values.shard ?? [];
  const places = cellPlaces(chosenRows, chosenColumns).filter((_, at) => at % count === index - 1);
  const folder = values.out ?? join('.wraplab', 'matrix', serverIdOf(chosenServer(values)));
  return conclude(folder, await measureCells(places, folder, values, signal), values);
}

/** Runs the cells and puts them into a matrix of their own. */
async function measureCells(places: readonly CellPlace[], folder: string, values: Chosen, signal: AbortSignal): Promise<Matrix> {
  const progress = terminalProgress(values.quiet === true);
  const choice = chosenServer(values);
  takeMatrixFolder(folder, serverIdOf(choice));
  await using workbench = await openWorkbench(choice, { ...workbenchTools(false), progress }, signal);
  // For the report of hours of cells: esbuild may not be there any more when they are over.
  await bundleMatrixStyle();
  sayPlaceAtEnd(`cells so far: ${folder}; the same command goes on there`, folder);
  const seed = values.seed ?? defaultSeed;
  const beganMs = performance.now();
  let ran = 0;
  let toRun = 0;
  const cells = await runCells(places, {
    workbench,
    seed,
    jobs: values.jobs ?? defaultJobs,
    folder,
    fresh: values.fresh === true,
    command: (place) => cellAgain(place, seed, choice),
    unreported: sayProblems,
    began: (count) => {
      toRun = count;
      progress.step(`${count} of ${places.length} cells to run, ${values.jobs ?? defaultJobs} at a time`);
    },
    done: (cell) => {
      ran += 1;
      const elapsedSeconds = (performance.now() - beganMs) / 1000;
      const step = { done: ran, total: Math.max(ran, toRun), secondsLeft: secondsLeft(ran, Math.max(ran, toRun), elapsedSeconds) };
      progress.advance(`${cell.fix} under ${cell.fault}: ${marks(cell)}`, step);
    },
    signal,
  });
  const version = versionOf(cells, folder);
  return {
    schema: 'wraplab/matrix@1',
    server: { id: workbench.server.id, version },
    seed,
    standards: { ...standards },
    rows: rows.filter(({ id }) => places.some(({ row }) => row.id === id)).map((row) => ({ ...row })),
    columns: [...new Map(places.map(({ column: { name, title } }) => [name, { name, title }])).values()],
    cells,
  };
}

/** The version of the server as the first cell that came so far had it; a record is large, so no more are read than need be. */
function versionOf(cells: readonly Cell[], folder: string): string {
  for (const { run, result } of cells) {
    const server = run === null || result?.alone.waitMs == null ? null : readRecord(join(folder, run)).manifest.server;
    if (server !== null) {
      return server.version;
    }
  }
  return '';
}

async function merge(folders: readonly string[], values: Chosen): Promise<number> {
  if (values.out === undefined) {
    throw usageError(['expected the folder for the merged matrix (--out DIR), got none']);
  }
  const out = values.out;
  const merged = mergeMatrices(folders.map(readMatrix));
  takeMatrixFolder(out, merged.server.id);
  const cells = merged.cells.map((cell) => ({ ...cell, run: cell.run === null ? null : relative(out, cell.run) }));
  return conclude(out, { ...merged, cells }, values);
}

/** Cells that ran side by side, once more by themselves: neighbours must not change a verdict. */
async function check(folder: string, values: Chosen, signal: AbortSignal): Promise<number> {
  const known = readMatrix(folder);
  const random = randomSource(known.seed, 'sample of the matrix');
  const places = known.cells
    .filter(({ result }) => result !== null)
    .map((cell) => ({ row: rowOf(cell.fix), column: columnOf(cell.fault), key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .slice(0, values.sample ?? defaultSample);
  const out = values.out ?? join(folder, 'alone');
  const alone = await measureCells(places, out, { ...values, ...serverOf(known, values), seed: known.seed, jobs: 1, fresh: true }, signal);
  const found = differences(known, alone);
  process.stdout.write(
    `${places.length} cells run alone: ${found.length === 0 ? 'the same answers' : `${found.length} with other answers`}\n${found.map((line) => `${line}\n`).join('')}runs: ${out}\n`,
  );
  placeSaid(out);
  return exitCodes[found.length === 0 ? 'confirmed' : 'refuted'];
}

/** The server to check a matrix on. @throws LabError `usage` when it was an image, and that is not given again. */
function serverOf({ server }: Matrix, values: Chosen): Pick<Chosen, 'server'> {
  const own = serverIds.find((id) => id === server.id);
  if ((own === undefined) !== (values['server-image'] !== undefined)) {
    throw usageError([
      own === undefined
        ? '--server-image: expected the image that the matrix was measured on, got none'
        : `--server-image: expected none, because the matrix was measured on ${own}`,
    ]);
  }
  return own === undefined ? {} : { server: own };
}

async function conclude(folder: string, measured: Matrix, values: Chosen): Promise<number> {
  const json = jsonText(measured);
  const style = await bundleMatrixStyle();
  const unmade = writeReports(folder, {
    'matrix.json': () => json,
    'matrix.md': () => `${matrixAsMarkdown(measured)}\n\n${legend}\n\n${figuresAsMarkdown(measured)}\n`,
    'matrix.html': () => matrixPage(measured, style, reportBelow(folder)),
  });
  sayProblems(folder, unmade);
  if (values.keep === true) {
    keepMatrix(measured);
  }
  if (values.json === true) {
    process.stdout.write(json);
    process.stderr.write(`matrix: ${folder}\n`);
  } else {
    process.stdout.write(`${matrixAsText(measured, coloursOn(process.stdout))}\n${reasons(measured)}matrix: ${folder}\n`);
  }
  placeSaid(folder);
  return exitCodes[isDecided(measured) ? 'confirmed' : 'inconclusive'];
}

function reasons({ cells }: Matrix): string {
  const lines = cells.flatMap(({ fix, fault, result }) =>
    (result?.reasons ?? []).map((reason) => `  ${printable(`${fix} under ${fault}: ${reason}`)}\n`),
  );
  return lines.length === 0 ? '' : `unknown:\n${lines.join('')}\n`;
}

/** The matrix of a folder, with the folders of its runs as seen from here. */
function readMatrix(folder: string): Matrix {
  const matrix = readMatrixFile(join(folder, 'matrix.json'));
  return { ...matrix, cells: matrix.cells.map((cell) => ({ ...cell, run: cell.run === null ? null : join(folder, cell.run) })) };
}

function rowOf(id: string) {
  const found = rows.find((row) => row.id === id);
  if (found === undefined) {
    const ids = rows.map((row) => row.id);
    throw usageError([`--fixes: expected some of ${ids.join(', ')}; got ${withNearest(id, ids)}`]);
  }
  return found;
}

function columnOf(name: string) {
  const known = columns.find((column) => column.name === name);
  if (known !== undefined) {
    return known;
  }
  const parsed = faultOption.safeParse(name);
  if (!parsed.success) {
    const ids = columns.map((column) => column.name);
    throw usageError([`--faults: expected some of ${ids.join(', ')}, or others with settings; got ${withNearest(name, ids)}`]);
  }
  return { name, title: name, settings: parsed.data.settings };
}
