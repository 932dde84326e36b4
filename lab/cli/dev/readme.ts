import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Matrix } from '../../campaigns/matrix/grid/answers.ts';
import { legend, matrixAsMarkdown } from '../../campaigns/matrix/grid/matrix-table.ts';
import { keptMatrices } from '../../campaigns/matrix/matrix-ledger.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { faults } from '../../faults/index.ts';
import type { Fix } from '../../fixes/fix.ts';
import { fixes } from '../../fixes/index.ts';
import { type ClaimRun, measuredVerdict } from '../../model/claim.ts';
import { problemsOnServer } from '../../plan/plan.ts';
import { loadScenario, scenarioNames } from '../../scenario/catalog.ts';
import type { Scenario } from '../../scenario/scenario-schema.ts';
import { servers } from '../../servers/index.ts';
import type { Command } from '../command.ts';
import { analyzeOptionsHelp } from '../commands/analyze.ts';
import { scenarioOptionsHelp } from '../commands/scenario.ts';
import { verifyOptionsHelp } from '../commands/verify.ts';
import { parseOptions } from '../options.ts';
import { readClaimRuns } from './claims.ts';
import { jsonSchemas } from './published-schemas.ts';

const path = fileURLToPath(new URL('../../../README.md', import.meta.url));
const schemaFolder = fileURLToPath(new URL('../../reports/schemas/', import.meta.url));

/** Keeps the sections of the README that are derived from the registries; `commands` gives all commands, this one too. */
export function readmeCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'readme',
    usage: 'readme',
    title: 'writes the JSON Schemas, and the sections of the README that come from scenarios, fixes, claims, options and commands',
    help: () => 'A test fails when they differ from what this writes.',
    async run(args) {
      parseOptions({}, args);
      writeFileSync(path, await withDerivedSections(readFileSync(path, 'utf8'), commands()));
      mkdirSync(schemaFolder, { recursive: true });
      for (const [name, content] of Object.entries(jsonSchemas())) {
        writeFileSync(`${schemaFolder}${name}`, content);
      }
      return exitCodes.confirmed;
    },
  };
}

/** `text` with what stands between `<!-- name -->` and `<!-- /name -->` made anew. */
export async function withDerivedSections(text: string, commands: readonly Command[]): Promise<string> {
  const sections = {
    scenarios: await scenariosTable(),
    fixes: await fixesTable(),
    claims: await claimsTable(readClaimRuns()),
    faults: await faultTable(),
    matrix: matrixSection(keptMatrices()),
    options: indented(scenarioOptionsHelp()),
    'verify-options': indented(verifyOptionsHelp()),
    'analyze-options': indented(analyzeOptionsHelp()),
    commands: table(
      ['command', 'what it does'],
      commands.filter(({ name }) => name !== 'scenario').map(({ usage, title }) => [`\`npm run ${usage.replaceAll('|', '\\|')}\``, title]),
    ),
  };
  return Object.entries(sections).reduce((current, [name, body]) => replaceSection(current, name, body), text);
}

/** One line a fix, with the scenarios that have it. */
async function fixesTable(): Promise<string> {
  const kinds = { remedy: 'remedy', redHerring: 'red herring' } as const satisfies Record<Fix['kind'], string>;
  const scenarios = await Promise.all(scenarioNames().map(async (name) => ({ name, fixes: (await loadScenario(name)).fixes })));
  const rows = fixes.map(({ id, title, kind }) => {
    const measuring = scenarios.filter((scenario) => scenario.fixes.includes(id)).map(({ name }) => `\`${name}\``);
    return [`\`${id}\``, title, kinds[kind], measuring.join(', ')];
  });
  return table(['fix', 'what it changes', 'kind', 'measured by'], rows);
}

async function scenariosTable(): Promise<string> {
  const rows = scenarioNames().map(async (name) => {
    const scenario = await loadScenario(name);
    const able = servers.filter((server) => problemsOnServer(scenario, server).length === 0);
    return [`\`${name}\``, scenario.title, able.map(({ id }) => id).join(', '), takenOptions(scenario)];
  });
  return table(['scenario', 'what it shows', 'runs on', 'takes'], await Promise.all(rows));
}

/** Rates and delays that the scenario accepts instead of its own. */
function takenOptions({ takes: { ratePerSecond, delayMs } }: Scenario): string {
  return [
    ...(ratePerSecond === undefined ? [] : [`\`--rate\` ${ratePerSecond.from}–${ratePerSecond.to}`]),
    ...(delayMs === undefined ? [] : [`\`--delay-ms\` ${delayMs.from}–${delayMs.to}`]),
  ].join(', ');
}

/** One line a claim and scenario, one column a server that any of them ran on. */
async function claimsTable(runs: readonly ClaimRun[]): Promise<string> {
  const ran = [...new Set(runs.map(({ server }) => server))].toSorted();
  const versions = ran.map((server) => `${server} ${runs.find((run) => run.server === server)?.version ?? ''}`);
  const rows = await Promise.all(
    scenarioNames().map(async (name) =>
      (await loadScenario(name)).claims.map((claim) => [
        claim.text,
        ...ran.map((server) => measuredVerdict(claim, name, server, runs) ?? '–'),
        claim.but ?? '',
        `\`${name}\``,
      ]),
    ),
  );
  return table(['claim', ...versions, 'but', 'scenario'], rows.flat());
}

/** Every fault, and the scenarios that show what it does to a single connect. */
async function faultTable(): Promise<string> {
  const names = scenarioNames().filter((name) => name.startsWith('fault-'));
  const shown = await Promise.all(names.map(async (name) => ({ name, scenario: await loadScenario(name) })));
  return table(
    ['fault', 'what the DNS does', 'what comes of a connect'],
    faults.map(({ id, title }) => [
      `\`${id}\``,
      title,
      shown
        .filter(({ scenario }) => scenario.fault.id === id)
        .map(({ name, scenario }) => `${scenario.title} (\`${name}\`)`)
        .join('; ') || 'two quick lookups (`baseline`)',
    ]),
  );
}

/** The kept matrices, one table a server. */
function matrixSection(matrices: readonly Matrix[]): string {
  const tables = matrices.map((matrix) => `On ${matrix.server.id} ${matrix.server.version}:\n\n${matrixAsMarkdown(matrix)}`);
  return [...tables, `${legend}.`].join('\n\n');
}

function replaceSection(text: string, name: string, body: string): string {
  const section = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
  if (!section.test(text)) {
    throw new TypeError(`README.md has no section <!-- ${name} -->`);
  }
  return text.replace(section, (_all, open: string, close: string) => `${open}\n${body}\n${close}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function indented(text: string): string {
  return text.replace(/^ {2}/gm, '    ');
}
