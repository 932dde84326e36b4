import { z } from 'zod';
import { affectedSchema } from '../statistics/affected-clients.ts';
import { phaseTableSchema } from '../statistics/phase-table.ts';

const verdictName = z.enum(['confirmed', 'refuted', 'inconclusive']);
export type VerdictName = z.infer<typeof verdictName>;

const limitValue = z.union([z.number(), z.string()]).nullable();

const judgedSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  verdict: verdictName,
  measured: z.union([z.number(), z.string()]).nullable(),
  unit: z.string(),
  /** The true figure is at least `measured`: not every wait was seen to its end. */
  isLowerBound: z.literal(true).exactOptional(),
  /** The bounds within which the true figure lies; `high` is null if there is no upper bound. */
  interval: z.strictObject({ low: z.number(), high: z.number().nullable() }).exactOptional(),
  /** How many connects were left out, because they were not decided while the DNS was wrong. */
  undecided: z.number().exactOptional(),
  relation: z.enum(['atLeast', 'atMost', 'is', 'shown']),
  limit: limitValue,
  /** How the limit was worked out, such as "2 × the injected 500 ms". */
  basis: z.string(),
  /** The run's own limit, if it was judged again by another one. */
  inPlaceOf: z.strictObject({ limit: limitValue, basis: z.string() }).exactOptional(),
  samples: z.number(),
  /** Why it is not confirmed; empty if it is. */
  reason: z.string(),
  /** The clients because of which it is not confirmed, if the quantity tells. */
  affected: z.array(affectedSchema).exactOptional(),
});
export type JudgedExpectation = Readonly<z.infer<typeof judgedSchema>>;

/** verdict.json. */
export const verdictSchema = z.strictObject({
  schema: z.literal('wraplab/verdict@1'),
  scenario: z.string(),
  title: z.string(),
  runId: z.string(),
  server: z.strictObject({ name: z.string(), version: z.string(), libwrap: z.boolean() }).nullable(),
  fixes: z.array(z.string()),
  fault: z.string(),
  seed: z.number(),
  verdict: verdictName,
  /** Why the verdict is not `confirmed`; empty if it is. */
  reasons: z.array(z.string()),
  /** What decided the verdict instead of the scenario's expectations. Absent: those did. */
  question: z
    .strictObject({
      /** `fix`: whether the fixes hold. Then `confirmed` says that they do, and `refuted` that they do not. */
      id: z.literal('fix'),
      /** The answer as one clause. */
      answer: z.string(),
      /** The scenario's own expectations: what the outage looks like without the fixes. They decide nothing here. */
      signs: z.array(judgedSchema),
    })
    .exactOptional(),
  /** The expectations that decided the verdict. */
  expectations: z.array(judgedSchema),
  phases: phaseTableSchema,
});
export type Verdict = Readonly<z.infer<typeof verdictSchema>>;

/** The overall verdict: refuted beats inconclusive, inconclusive beats confirmed. Without verdicts: confirmed. */
export function worst(verdicts: readonly VerdictName[]): VerdictName {
  return (['refuted', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'confirmed';
}
