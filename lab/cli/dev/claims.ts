import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { engineSettings } from '../../engine/connection/engine-settings.ts';
import { getEngine } from '../../engine/finding/get-engine.ts';
import { imageId } from '../../engine/images/ensure-image.ts';
import { imageDefinition, imageNames } from '../../engine/images/image-definitions.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { withNearest } from '../../errors/near-names.ts';
import { type ClaimRun, claimRunsSchema, mergeClaimRuns } from '../../model/claim.ts';
import { makePlan } from '../../plan/plan.ts';
import { readRecord } from '../../record/read-record.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { loadScenario, scenarioNames } from '../../scenario/catalog.ts';
import type { Scenario } from '../../scenario/scenario-schema.ts';
import { serverIds, servers } from '../../servers/index.ts';
import { confirm } from '../../terminal/confirm.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import { judge } from '../../verdict/judge.ts';
import { worst } from '../../verdict/verdict-schema.ts';
import type { Command } from '../command.ts';
import { describeOptions, parseOptions } from '../options.ts';
import { runInOwnProcess } from '../own-process.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';

const ledger = fileURLToPath(new URL('../../../scenarios/claims.json', import.meta.url));

const options = {
  server: {
    takes: serverIds.join('|'),
    help: 'only on this server (default: every server whose image the engine has)',
    value: z.enum(serverIds),
  },
  recorded: { takes: 'DIR', help: 'run nothing; take the runs whose folders are in DIR', value: z.string().min(1), isPath: true },
} as const;

/** Keeps the measured side of the ledger of claims. */
export const claims: Command = {
  name: 'claims',
  usage: 'claims [SCENARIO…] [options]',
  title: 'runs the scenarios that show a claim, and keeps their verdicts for the README',
  options,
  help: () => `${describeOptions(options)}\n\nThen run "npm run dev -- readme", which writes the ledger of claims.`,
  async run(args, signal) {
    const { values, positionals } = parseOptions(options, args);
    const scenarios = await scenariosWithClaims(positionals);
    const runs =
      values.recorded === undefined
        ? await runAll([...scenarios.keys()], values.server === undefined ? await serversAtHand() : [values.server], signal)
        : recordedRuns(values.recorded).map(({ folder }) => folder);
    const newer = runs.flatMap((folder) => asClaimRun(readRecord(folder), scenarios));
    const merged = mergeClaimRuns(readClaimRuns(), newer);
    writeFileSync(ledger, `${JSON.stringify({ schema: 'wraplab/claims@1', runs: merged }, null, 2)}\n`);
    process.stdout.write(newer.map(({ scenario, server, verdict }) => `${scenario} on ${server}: ${verdict}\n`).join(''));
    return exitCodes[worst(newer.map(({ verdict }) => verdict))];
  },
};

/** The runs that the ledger knows. */
export function readClaimRuns(): readonly ClaimRun[] {
  return existsSync(ledger) ? claimRunsSchema.parse(JSON.parse(readFileSync(ledger, 'utf8'))).runs : [];
}

async function scenariosWithClaims(only: readonly string[]): Promise<Map<string, Scenario>> {
  const all = await Promise.all(scenarioNames().map(async (name) => [name, await loadScenario(name)] as const));
  const withClaims = new Map(all.filter(([, { claims }]) => claims.length > 0));
  for (const name of only.filter((each) => !withClaims.has(each))) {
    throw usageError([`expected a scenario with claims, got ${withNearest(name, [...withClaims.keys()])}`]);
  }
  return only.length === 0 ? withClaims : new Map([...withClaims].filter(([name]) => only.includes(name)));
}

async function serversAtHand(): Promise<string[]> {
  const engine = await getEngine(engineSettings(process.env), terminalProgress(false), confirm);
  const present = await Promise.all(
    servers.map(async ({ id, image }) => {
      const name = imageNames.find((known) => known === image);
      return name !== undefined && (await imageId(engine, imageDefinition(name, engine.architecture).reference)) !== null ? [id] : [];
    }),
  );
  return present.flat();
}

/** One run after the other, each in a process of its own, so that a failure affects no other. Returns their folders. */
async function runAll(names: readonly string[], on: readonly string[], signal: AbortSignal): Promise<string[]> {
  const parent = join('.wraplab', 'claims', new Date().toISOString().replace(/[:.]/g, '-'));
  sayPlaceAtEnd(`runs: ${parent}`, parent);
  const folders: string[] = [];
  for (const [name, server] of names.flatMap((each) => on.map((id) => [each, id] as const))) {
    signal.throwIfAborted();
    process.stderr.write(`${name} on ${server}\n`);
    const folder = join(parent, `${name}-${server}`);
    await runInOwnProcess(['scenario', name, '--server', server, '--quiet', '--json', '--out', folder], signal);
    folders.push(...(existsSync(join(folder, 'manifest.json')) ? [folder] : []));
  }
  placeSaid(parent);
  process.stderr.write(`runs: ${parent}\n`);
  return folders;
}

/** Folders of runs below `parent`, oldest first. */
function recordedRuns(parent: string): { readonly folder: string }[] {
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, 'manifest.json')))
    .map((folder) => ({ folder, atMs: statSync(join(folder, 'manifest.json')).mtimeMs }))
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** The run for the ledger, if it is a run of a scenario with claims as it is now, with nothing changed on the command line. */
function asClaimRun(record: RunRecord, scenarios: ReadonlyMap<string, Scenario>): ClaimRun[] {
  const { scenarioName, scenario, server, ended } = record.manifest;
  const current = scenarios.get(scenarioName);
  const known = servers.find(({ id }) => id === server?.id);
  if (current === undefined || server === null || known === undefined || ended !== 'complete') {
    return [];
  }
  // As it is resolved for this server: its regime decides what is expected.
  if (measured(scenario) !== measured(makePlan(scenarioName, current, known).scenario)) {
    return [];
  }
  const { verdict, expectations } = judge(record);
  const confirmed = expectations.filter((expectation) => expectation.verdict === 'confirmed').map(({ id }) => id);
  return [{ scenario: scenarioName, server: server.id, version: server.version, verdict, confirmed }];
}

/** The part of a scenario that decides what is measured and how it is judged, without its words. */
function measured({ title: _title, story: _story, claims: _claims, outage: _outage, expectations, ...rest }: Scenario): string {
  return JSON.stringify({ ...rest, expectations: expectations.map(({ text: _text, ...expectation }) => expectation) });
}
