import type { z } from 'zod';
import { distributionSchema } from '../../../faults/delay.ts';
import { faultSchema } from '../../../faults/index.ts';
import { onlySchema } from '../../../faults/only.ts';
import { claimSchema } from '../../../model/claim.ts';
import { expectationSchema, limitSchema, quantitySchema } from '../../../model/expectation.ts';
import { arrivalsSchema, streamSchema } from '../../../model/load.ts';
import { clientsSchema, databaseHostSchema } from '../../../scenario/hosts-schema.ts';
import { lengthSchema, regimeSchema } from '../../../scenario/regime.ts';
import { scenarioSchema } from '../../../scenario/scenario-schema.ts';
import { markdownTable } from './markdown-table.ts';
import { fieldsOf, type NamedSchemas } from './schema-fields.ts';

/** The parts of a scenario, each a section. Where one stands in another, the table links to it. */
const sections: readonly { readonly title: string; readonly schema: z.ZodType; readonly about: string }[] = [
  { title: 'Scenario', schema: scenarioSchema, about: 'The default export of a scenario file.' },
  { title: 'Database host', schema: databaseHostSchema, about: '`incidentHost` of lab/index.ts is one.' },
  { title: 'Clients', schema: clientsSchema, about: 'A group with consecutive addresses, or a list of hosts.' },
  { title: 'Stream', schema: streamSchema, about: 'Who connects on one path, and when.' },
  { title: 'Arrivals', schema: arrivalsSchema, about: '`process` decides which other fields there are.' },
  { title: 'Expectation', schema: expectationSchema, about: 'A quantity, the phase in which it counts, and one limit.' },
  { title: 'Quantity', schema: quantitySchema, about: '`of` decides which other fields there are.' },
  { title: 'Limit', schema: limitSchema, about: 'A number in the unit of the quantity, or a relative limit.' },
  { title: 'Fault', schema: faultSchema, about: '`id` decides which other fields there are.' },
  { title: 'Queries', schema: onlySchema, about: 'The `only` of a fault: a query must match every field that is given.' },
  { title: 'Distribution', schema: distributionSchema, about: 'Of delays, in ms. `shape` decides which other fields there are.' },
  { title: 'Regime', schema: regimeSchema, about: 'One way in which a scenario goes, by rate and delay.' },
  { title: 'Length', schema: lengthSchema, about: 'Of a phase in a regime: a number of ms, or the longest of several lengths.' },
  { title: 'Claim', schema: claimSchema, about: 'A statement about the outage, which the scenario tests.' },
];

/** Every field of a scenario file: type, bounds, default and meaning, as Markdown. */
export function fieldPage(): string {
  const named: NamedSchemas = new Map(sections.map(({ title, schema }) => [schema._zod.def, title]));
  const parts = sections.map(({ title, schema, about }) => {
    const rows = fieldsOf(schema, named).map(({ path, type, fallback, meaning }) => [path, type, fallback, meaning]);
    return `## ${title}\n\n${about}\n\n${markdownTable(['field', 'type', 'default', 'meaning'], rows)}`;
  });
  return parts.join('\n\n');
}

/** Fields without a meaning, by section and path. */
export function fieldsWithoutMeaning(): string[] {
  const named: NamedSchemas = new Map(sections.map(({ title, schema }) => [schema._zod.def, title]));
  return sections.flatMap(({ title, schema }) =>
    fieldsOf(schema, named)
      .filter(({ meaning }) => meaning === '')
      .map(({ path }) => `${title}: ${path}`),
  );
}
