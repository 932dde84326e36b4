import { keptMatrices } from '../../../campaigns/matrix-ledger.ts';
import { keptSteadiness } from '../../../campaigns/steadiness/kept-steadiness.ts';
import type { Command } from '../../command.ts';
import { readClaimRuns } from '../claims.ts';
import { jsonSchemas } from '../published-schemas.ts';
import { commandPage, commandTable } from './command-pages.ts';
import { fieldPage } from './field-pages.ts';
import { matrixTables } from './matrix-tables.ts';
import { plugInTables } from './plug-in-tables.ts';
import { claimTable, scenarioTable } from './scenario-tables.ts';
import { steadinessTables } from './steadiness-tables.ts';

/** Sections of README files that come from the registries: Markdown by the name of the section. */
export async function generatedSections(commands: readonly Command[]): Promise<Record<string, string>> {
  return { scenarios: await scenarioTable(), commands: commandTable(commands), ...(await plugInTables()) };
}

/** Files that nobody writes by hand: their texts by their path from the root. */
export async function generatedFiles(commands: readonly Command[]): Promise<Record<string, string>> {
  const schemas = Object.entries(jsonSchemas()).map(([name, content]) => [`lab/reports/schemas/${name}`, content] as const);
  return {
    'scenarios/CLAIMS.md': page('What is said about this outage, and what running it showed', await claimTable(readClaimRuns())),
    'scenarios/FIELDS.md': page('Every field of a scenario file', fieldPage()),
    'scenarios/MATRIX.md': page('Every fix under every fault', matrixTables(keptMatrices())),
    'scenarios/STEADINESS.md': page('Do verdicts depend on luck?', steadinessTables(keptSteadiness())),
    'lab/cli/COMMANDS.md': `${notice}\n\n${commandPage(commands)}`,
    ...Object.fromEntries(schemas),
  };
}

const notice = '<!-- Written by "npm run dev -- readme"; do not edit. -->';

function page(title: string, body: string): string {
  return `${notice}\n\n# ${title}\n\n${body}\n`;
}

/**
 * `text` with what stands between `<!-- name -->` and `<!-- /name -->` made anew, for each section that it has.
 *
 * @throws TypeError for a section that has no end, or that nothing is generated for.
 */
export function withSections(text: string, sections: Readonly<Record<string, string>>): string {
  const named = [...text.matchAll(/^<!-- ([a-z-]+) -->$/gm)].map(([, name = '']) => name);
  return named.reduce((current, name) => {
    const body = sections[name];
    const section = new RegExp(`^(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)$`, 'm');
    if (body === undefined || !section.test(current)) {
      throw new TypeError(`expected a section <!-- ${name} --> of ${Object.keys(sections).join(', ')}, with its end <!-- /${name} -->`);
    }
    return current.replace(section, (_all, open: string, close: string) => `${open}\n${body}\n\n${close}`);
  }, text);
}
