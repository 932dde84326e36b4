import { join } from 'node:path';
import { z } from 'zod';
import { differences, isDecided, type Matrix } from '../../campaigns/matrix/grid/answers.ts';
import { type CellPlace, cellPlaces, columns, rows } from '../../campaigns/matrix/grid/cells.ts';
import { marks, matrixAsText } from '../../campaigns/matrix/grid/matrix-table.ts';
import { columnNamed, rowNamed, sampleOf } from '../../campaigns/matrix/grid/named-cells.ts';
import { unknownCellsAsText } from '../../campaigns/matrix/grid/unknown-cells.ts';
import { matrixIn, mergedFor, writeMatrix } from '../../campaigns/matrix/matrix-files.ts';
import { takeMatrixFolder } from '../../campaigns/matrix/matrix-folder.ts';
import { measureMatrix } from '../../campaigns/matrix/measure-matrix.ts';
import { keepMatrix } from '../../campaigns/matrix-ledger.ts';
import { fixedPace, paceOn } from '../../campaigns/pace.ts';
import { openWorkbench } from '../../campaigns/workbench.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { withNearest } from '../../errors/near-names.ts';
import { randomSource } from '../../maths/random.ts';
import { serverIds } from '../../servers/index.ts';
import { serverIdOf } from '../../servers/server-choice.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import { widthOf } from '../../terminal/width.ts';
import { counted } from '../../text/counted.ts';
import { jsonText } from '../../text/json-text.ts';
import { cellAgain } from '../again.ts';
import type { Command } from '../command.ts';
import { givenPath } from '../given-path.ts';
import { describeOptions, flag, parseOptions, type Values, wholeNumber } from '../options.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { sayProblems } from '../report-problems.ts';
import { chosenServer, serverOptions } from '../server-option.ts';
import { timedProgress } from '../timed-progress.ts';
import { workbenchTools } from '../workbench-tools.ts';

const defaultSeed = 1;
const defaultSample = 12;

/** `2/3` is the second of three shards. */
const shardOption = z
  .string()
  .regex(/^[1-9]\d*\/[1-9]\d*$/, 'a shard and the number of shards, such as 1/3')
  .transform((text) => text.split('/').map(Number))
  .refine(([index = 0, count = 0]) => index <= count, 'a shard and the number of shards, such as 1/3');

/** A comma-separated list. Settings of a fault have commas too: a part with an equals sign and no colon belongs to the fault before it. */
const faultList = z.string().transform((text) => once(text.split(/,(?![a-zA-Z.]+=)/)));
const fixList = z.string().transform((text) => once(text.split(',')));

/** A cell named twice would run twice at the same time, in the same folder. */
function once(words: readonly string[]): string[] {
  return [...new Set(words)];
}

export const options = {
  fixes: { takes: 'ID[,ID…]', help: 'only these fixes ("none" is the host as it is)', value: fixList },
  faults: { takes: 'FAULT[,FAULT…]', help: 'only these faults, with settings as for --fault of scenario', value: faultList },
  ...serverOptions,
  seed: { takes: 'N', help: `seed of arrivals and faults (default ${defaultSeed})`, value: wholeNumber(0, 2 ** 31 - 1) },
  jobs: {
    takes: 'N',
    help: 'cells at a time (default: as many as the machine carries, by the lateness of their load)',
    value: wholeNumber(1, 64),
  },
  shard: { takes: 'K/N', help: 'only every N-th cell, beginning with the K-th; "merge" joins the shards', value: shardOption },
  out: {
    takes: 'DIR',
    help: 'folder for the runs and matrix.json (default .wraplab/matrix/SERVER); cells that are complete there do not run again',
    value: z.string().min(1),
    isPath: true,
  },
  fresh: { takes: '', help: 'run every cell, even those that are complete', value: flag },
  sample: { takes: 'N', help: `number of cells that "check" runs again (default ${defaultSample})`, value: wholeNumber(1, 10_000) },
  keep: { takes: '', help: 'keep the answers in scenarios/, for the table in the README', value: flag },
  json: { takes: '', help: 'print only matrix.json on stdout', value: flag },
  quiet: { takes: '', help: 'no progress, only the result', value: flag },
} as const;

/** Every fix under every fault. */
export const matrix: Command = {
  name: 'matrix',
  usage: 'matrix -- [merge DIR…|check DIR] [options]',
  title: 'runs every fix under every fault: fast? available? outsider out?',
  options,
  help: () =>
    `  merge DIR…  joins the matrices of several folders, such as shards, in --out\n  check DIR   runs some cells of a matrix again, one at a time, and reports those with other answers\n\n${describeOptions(options)}`,
  async run(args, signal) {
    const { values, positionals } = parseOptions(options, args);
    const [action, ...named] = positionals;
    const folders = named.map(givenPath);
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
    throw usageError([`expected no action, "merge DIR…" or "check DIR", got ${withNearest(positionals.join(' '), ['merge', 'check'])}`]);
  },
};

type Chosen = Values<typeof options>;

const optionsOf: Readonly<Record<string, readonly string[]>> = {
  run: Object.keys(options).filter((name) => name !== 'sample'),
  merge: ['out', 'keep', 'json'],
  // The server is that of the matrix.
  check: ['server-image', 'out', 'sample', 'quiet'],
};

/** An option that would change nothing is a mistake. */
function checkOptions(action: string, given: readonly string[]): void {
  const legal = optionsOf[action];
  const idle = legal === undefined ? [] : given.filter((name) => !legal.includes(name));
  if (idle.length > 0) {
    throw usageError(idle.map((name) => `--${name}: expected ${actionsWith(name)}, got it ${inWords(action)}`));
  }
}

function actionsWith(option: string): string {
  const actions = Object.keys(optionsOf).filter((action) => optionsOf[action]?.includes(option));
  return actions.map(inWords).join(' or ');
}

function inWords(action: string): string {
  return action === 'run' ? 'without an action' : `with "${action}"`;
}

async function runMatrix(values: Chosen, signal: AbortSignal): Promise<number> {
  const chosenRows = values.fixes === undefined ? rows : values.fixes.map(rowNamed);
  const chosenColumns = values.faults === undefined ? columns : values.faults.map(columnNamed);
  const [index = 1, count = 1] = values.shard ?? [];
  const places = cellPlaces(chosenRows, chosenColumns).filter((_, at) => at % count === index - 1);
  const folder = values.out ?? join('.wraplab', 'matrix', serverIdOf(chosenServer(values)));
  return conclude(folder, await measure(places, folder, values, signal), values);
}

async function measure(places: readonly CellPlace[], folder: string, values: Chosen, signal: AbortSignal): Promise<Matrix> {
  const progress = terminalProgress(values.quiet === true);
  const choice = chosenServer(values);
  const { seed = defaultSeed } = values;
  takeMatrixFolder(folder, serverIdOf(choice));
  await using workbench = await openWorkbench(choice, { ...workbenchTools(false), progress }, signal);
  sayPlaceAtEnd(`cells so far: ${folder}; run the same command again to continue`, folder);
  const pace = values.jobs === undefined ? await paceOn(workbench.engine) : fixedPace(values.jobs);
  const advance = timedProgress(progress);
  let ran = 0;
  let toRun = 0;
  return measureMatrix(places, {
    workbench,
    seed,
    pace,
    folder,
    fresh: values.fresh === true,
    command: (place) => cellAgain(place, seed, choice),
    unreported: sayProblems,
    began: (count) => {
      toRun = count;
      progress.step(
        `running ${count} of ${counted(places.length, 'cell')}, ${pace.atFirst} at a time${pace.atMost > pace.atFirst ? ' at first' : ''}`,
      );
    },
    done: (cell) => {
      ran += 1;
      // Cells that came late run again.
      advance(`${cell.fix} under ${cell.fault}: ${marks(cell)}`, ran, Math.max(ran, toRun));
    },
    signal,
  });
}

async function merge(folders: readonly string[], values: Chosen): Promise<number> {
  const { out } = values;
  if (out === undefined) {
    throw usageError(['expected the folder for the merged matrix (--out DIR), got none']);
  }
  const merged = mergedFor(out, folders);
  takeMatrixFolder(out, merged.server.id);
  return conclude(out, merged, values);
}

/** Runs cells that ran side by side again, one at a time: neighbours must not change a verdict. */
async function check(folder: string, values: Chosen, signal: AbortSignal): Promise<number> {
  const known = matrixIn(folder);
  const places = sampleOf(known, values.sample ?? defaultSample, randomSource(known.seed, 'sample of the matrix'));
  const out = values.out ?? join(folder, 'alone');
  const alone = await measure(places, out, { ...values, ...serverOf(known, values), seed: known.seed, jobs: 1, fresh: true }, signal);
  const found = differences(known, alone);
  const result = found.length === 0 ? 'the same answers' : `${found.length} with other answers`;
  process.stdout.write(
    `${counted(places.length, 'cell')} run alone: ${result}\n${found.map((line) => `${line}\n`).join('')}runs: ${out}\n`,
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
  sayProblems(folder, await writeMatrix(folder, measured));
  if (values.keep === true) {
    keepMatrix(measured);
  }
  if (values.json === true) {
    process.stdout.write(jsonText(measured));
    process.stderr.write(`matrix: ${folder}\n`);
  } else {
    process.stdout.write(
      `${matrixAsText(measured, coloursOn(process.stdout), widthOf(process.stdout))}\n${unknownCellsAsText(measured)}matrix: ${folder}\n`,
    );
  }
  placeSaid(folder);
  return exitCodes[isDecided(measured) ? 'confirmed' : 'inconclusive'];
}
