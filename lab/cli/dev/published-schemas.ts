import { z } from 'zod';
import { matrixSchema } from '../../campaigns/matrix/grid/answers.ts';
import { verifyRecordSchema } from '../../campaigns/verify/results/verify-record.ts';
import { verdictSchema } from '../../verdict/verdict-schema.ts';

/** What other programs read, by the name of its file. */
export const published = { verdict: verdictSchema, matrix: matrixSchema, verify: verifyRecordSchema } as const satisfies Readonly<
  Record<string, z.ZodType>
>;

/** JSON Schemas (2020-12) of what other programs read, as the text of lab/reports/schemas/<name>.schema.json; derived from the schemas that the lab checks with. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(published).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ title: `wraplab ${name}.json`, ...z.toJSONSchema(schema) }, null, 2)}\n`,
    ]),
  );
}
