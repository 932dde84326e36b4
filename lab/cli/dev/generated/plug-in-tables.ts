import { evidence } from '../../../evidence/index.ts';
import { faults } from '../../../faults/index.ts';
import type { Fix } from '../../../fixes/fix.ts';
import { fixes } from '../../../fixes/index.ts';
import { probes } from '../../../probes/index.ts';
import { reports } from '../../../reports/index.ts';
import { loadScenario, scenarioNames } from '../../../scenario/catalog.ts';
import { servers } from '../../../servers/index.ts';
import { quantities } from '../../../statistics/quantities/index.ts';
import { markdownTable } from './markdown-table.ts';

/** The tables of the plug-in folders, by the name of their section. */
export async function plugInTables(): Promise<Record<string, string>> {
  return {
    faults: await faultTable(),
    fixes: await fixTable(),
    servers: markdownTable(
      ['server', 'what it is', 'daemon', 'image'],
      servers.map(({ id, title, daemon, image }) => [`\`${id}\``, title, `\`${daemon}\``, `\`${image}\``]),
    ),
    probes: markdownTable(
      ['probe', 'what it reads', 'readings', 'by hand'],
      probes.map(({ id, title, readings, command }) => [
        `\`${id}\``,
        title,
        readings.map((name) => `\`${name}\``).join(', '),
        `\`${command}\``,
      ]),
    ),
    evidence: markdownTable(
      ['piece', 'what it is', 'cost', 'by hand'],
      evidence.map(({ id, title, cost, byHand }) => [`\`${id}\``, title, costs[cost], `\`${byHand}\``]),
    ),
    reports: markdownTable(
      ['report', 'what it is', 'file'],
      reports.map(({ id, title, file }) => [`\`${id}\``, title, `\`${file}\``]),
    ),
    quantities: markdownTable(
      ['quantity', 'what it measures', 'unit'],
      Object.entries(quantities).map(([id, { meaning, unit }]) => [
        `\`${id}\``,
        meaning,
        typeof unit === 'string' ? unit : Object.values(unit).join(', '),
      ]),
    ),
  };
}

const costs = { nothing: 'none', processor: 'processor time', disturbs: 'holds the accept thread up' } as const;

/** Every fault, and the scenarios that show what it does to a single connect. */
async function faultTable(): Promise<string> {
  const names = scenarioNames().filter((name) => name.startsWith('fault-'));
  const shown = await Promise.all(names.map(async (name) => ({ name, scenario: await loadScenario(name) })));
  return markdownTable(
    ['fault', 'what the DNS does', 'what happens to a connect'],
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

/** One line a fix, with the scenarios that have it. */
async function fixTable(): Promise<string> {
  const kinds = { remedy: 'remedy', redHerring: 'red herring' } as const satisfies Record<Fix['kind'], string>;
  const scenarios = await Promise.all(scenarioNames().map(async (name) => ({ name, fixes: (await loadScenario(name)).fixes })));
  const rows = fixes.map(({ id, title, kind }) => {
    const measuring = scenarios.filter((scenario) => scenario.fixes.includes(id)).map(({ name }) => `\`${name}\``);
    return [`\`${id}\``, title, kinds[kind], measuring.join(', ')];
  });
  return markdownTable(['fix', 'what it changes', 'kind', 'measured by'], rows);
}
