import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { loadScenario, scenarioNames } from '../catalog.ts';
import type { Engine } from '../engine/engine.ts';
import { findGarbage, removeGarbage } from '../engine/garbage.ts';
import { getEngine } from '../engine/get-engine.ts';
import { type ImageName, imageNames } from '../engine/image-definitions.ts';
import { ensureImage } from '../engine/images.ts';
import type { Progress } from '../engine/progress.ts';
import { describeServerImage } from '../engine/server-image.ts';
import { exitCodes, LabError, usageError } from '../errors.ts';
import { type Execution, execute } from '../execution.ts';
import { faultIds } from '../faults/index.ts';
import { fixIds } from '../fixes/index.ts';
import { makePlan, type Plan } from '../plan.ts';
import { withNearest } from '../problems.ts';
import { readRecord } from '../record.ts';
import { renderTerminal } from '../reports/terminal.ts';
import { verdictJson } from '../reports/verdict-json.ts';
import { defaultServer, serverIds, servers } from '../servers/index.ts';
import type { Server } from '../servers/server.ts';
import { coloursOn } from './colours.ts';
import type { Command } from './command.ts';
import { confirm } from './confirm.ts';
import { faultOption } from './fault-option.ts';
import { LiveView, nobody } from './live-view.ts';
import { decimalNumber, describeOptions, flag, parseOptions, type Values, wholeNumber } from './options.ts';
import { runFacts } from './run-facts.ts';
import { terminalProgress } from './terminal-progress.ts';

/** Ids of fixes with commas between them; or the word none. */
const fixList = z
  .string()
  .transform((text) => (text === 'none' ? [] : text.split(',')))
  .pipe(z.array(z.enum(fixIds)));

const options = {
  seed: { takes: 'N', help: 'seed of arrivals and fault (default 1)', value: wholeNumber(0, 2 ** 31 - 1) },
  fix: {
    takes: 'ID[,ID…]|none',
    help: 'these fixes in place of the scenario’s, in this order; limits stay',
    value: fixList,
  },
  fault: {
    takes: 'ID[:KEY=VALUE,…]',
    help: `another fault in place of the scenario’s, such as lossy:share=0.5; limits stay. One of ${faultIds.join(', ')}`,
    value: faultOption,
  },
  'delay-ms': { takes: 'MS', help: 'the delay of the fault "slow", in ms; limits follow it', value: decimalNumber(1, 60_000) },
  rate: { takes: 'PER_SECOND', help: 'connects a second of the network clients', value: decimalNumber(0.01, 2000) },
  server: { takes: serverIds.join('|'), help: `the server (default WRAPLAB_SERVER, else ${defaultServer.id})`, value: z.enum(serverIds) },
  'server-image': { takes: 'REF', help: 'any image with a mysqld or mariadbd in place of the lab’s own', value: z.string().min(1) },
  out: { takes: 'DIR', help: 'folder for the record (default .wraplab/runs/<time>-<scenario>)', value: z.string().min(1) },
  keep: { takes: '', help: 'leave the hosts up, and say how to get into them', value: flag },
  json: { takes: '', help: 'print verdict.json and nothing else on stdout', value: flag },
  quiet: { takes: '', help: 'no progress, only the result', value: flag },
} as const;

/** Runs one scenario. */
export const scenario: Command = {
  name: 'scenario',
  usage: 'scenario NAME -- [options]',
  title: 'runs one scenario and judges it; without a name, lists them',
  help: () =>
    `${describeOptions(options)}\n\nexit codes: ${Object.entries(exitCodes)
      .map(([name, code]) => `${code} ${name}`)
      .join(' · ')}`,
  async run(args, signal) {
    const { values, positionals } = parseOptions(options, args);
    const [name, ...more] = positionals;
    if (name === undefined || name === 'list') {
      process.stdout.write(await listing());
      return exitCodes.confirmed;
    }
    const definition = await load(name, more);
    const planFor = (server: Server): Plan => makePlan(name, definition, server, overrides(values));
    const server = chosenServer(values);
    checkDelay(planFor(server), values);
    return runPlan(planFor, server, values, [name, ...args.filter((arg) => arg !== name)], signal);
  },
};

/** The options of `scenario`, a line each. */
export function scenarioOptionsHelp(): string {
  return describeOptions(options);
}

async function load(name: string, more: readonly string[]) {
  if (more.length > 0) {
    throw usageError([`expected one scenario, got ${[name, ...more].join(' ')}`]);
  }
  if (!scenarioNames().includes(name)) {
    process.stderr.write(await listing());
  }
  return loadScenario(name);
}

function overrides(values: Values<typeof options>) {
  return { seed: values.seed, fault: values.fault, delayMs: values['delay-ms'], ratePerSecond: values.rate, fixes: values.fix };
}

/** The server of --server, of WRAPLAB_SERVER, or the default one. */
function chosenServer(values: Values<typeof options>): Server {
  const fromEnvironment = process.env.WRAPLAB_SERVER === '' ? undefined : process.env.WRAPLAB_SERVER;
  if (values.server !== undefined && values['server-image'] !== undefined) {
    throw usageError(['--server and --server-image: expected one of them, got both']);
  }
  const id = values.server ?? fromEnvironment ?? defaultServer.id;
  const server = servers.find((known) => known.id === id);
  if (server === undefined) {
    throw usageError([`WRAPLAB_SERVER: expected one of ${serverIds.join(', ')}; got ${withNearest(id, serverIds)}`]);
  }
  return server;
}

/** An option that would change nothing is a mistake of whoever typed it. */
function checkDelay({ scenario: { fault }, scenarioName }: Plan, values: Values<typeof options>): void {
  if (values['delay-ms'] !== undefined && fault.id !== 'slow') {
    throw usageError([
      `--delay-ms: expected with the fault "slow", got the fault "${fault.id}" (of ${values.fault === undefined ? scenarioName : '--fault'})`,
    ]);
  }
}

async function runPlan(
  planFor: (server: Server) => Plan,
  named: Server,
  values: Values<typeof options>,
  command: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const progress = terminalProgress(values.quiet === true);
  const engine = await getEngine(progress, confirm);
  const runId = randomBytes(4).toString('hex');
  await clearGarbage(engine, progress);
  const own = values['server-image'];
  const server = own === undefined ? named : await describeServerImage(engine, own, runId, progress, signal);
  const plan = planFor(server);
  const obtain = async (name: string): Promise<string> => (await ensureImage(engine, imageNamed(name), progress, signal)).reference;
  const images = {
    agent: await obtain('agent'),
    server: own ?? (await obtain(plan.server.image)),
    extra: await obtainEach(plan.extraImages, obtain),
  };
  const folder = values.out ?? join('.wraplab', 'runs', `${new Date().toISOString().replace(/[:.]/g, '-')}-${plan.scenarioName}`);
  const keep = values.keep === true;
  await using execution = await execute({
    plan,
    engine,
    images,
    runId,
    folder,
    keep,
    facts: await runFacts(['npm', 'run', 'scenario', ...command]),
    spectator: values.quiet === true ? nobody : new LiveView(),
    signal,
  });
  show(execution, values.json === true);
  if (keep) {
    process.stderr.write(howToUse(execution));
  }
  return exitCodes[execution.verdict.verdict];
}

/** Removes what labs that are gone have left. */
async function clearGarbage(engine: Engine, progress: Progress): Promise<void> {
  const garbage = await findGarbage(engine, false);
  if (garbage.containers.length + garbage.networks.length > 0) {
    progress.step(`removing what an earlier run left: ${[...garbage.containers, ...garbage.networks].map(({ name }) => name).join(', ')}`);
    await removeGarbage(engine, garbage);
  }
}

/** References by name, got one after the other. */
async function obtainEach(names: readonly string[], obtain: (name: string) => Promise<string>): Promise<Record<string, string>> {
  const references: Record<string, string> = {};
  for (const name of names) {
    references[name] = await obtain(name);
  }
  return references;
}

function imageNamed(name: string): ImageName {
  const found = imageNames.find((known) => known === name);
  if (found === undefined) {
    throw new LabError(`expected an image of the lab (${imageNames.join(', ')}), got "${name}"`, { code: 'internal' });
  }
  return found;
}

function show({ folder, verdict }: Execution, json: boolean): void {
  const record = readRecord(folder);
  if (json) {
    process.stdout.write(verdictJson.render(record, verdict));
    process.stderr.write(`record: ${folder}\n`);
  } else {
    process.stdout.write(`${renderTerminal(record, verdict, coloursOn(process.stdout))}\nrecord: ${folder}\n`);
  }
}

function howToUse({ hosts }: Execution): string {
  const endpoint = process.env.DOCKER_HOST ?? '';
  const shells = hosts.containers.map(
    ({ name, role }) => `  ${role.padEnd(8)}  docker -H ${endpoint} exec -it ${name} ${role === 'database' ? 'sh' : 'bash'}`,
  );
  return `\nThe hosts stay up, the DNS healthy. A shell in each:\n${shells.join('\n')}\nThe container "watch" has the tools (ss, strace, tcpdump, dig) inside the database host's namespaces.\nEnd them with: npm run gc -- --kept\n`;
}

async function listing(): Promise<string> {
  const names = scenarioNames();
  const width = Math.max(...names.map((name) => name.length));
  // One file that somebody is still writing must not hide the others.
  const title = (name: string): Promise<string> =>
    loadScenario(name).then(
      (loaded) => loaded.title,
      () => 'cannot be loaded: run it to see why',
    );
  const lines = await Promise.all(names.map(async (name) => `  ${name.padEnd(width)}  ${await title(name)}`));
  return `scenarios (npm run scenario NAME):\n${lines.join('\n')}\n`;
}
