import { z } from 'zod';

const claimVerdicts = ['holds', 'holds with conditions', 'does not hold'] as const;
type ClaimVerdict = (typeof claimVerdicts)[number];

/** A statement about this outage, and how true it is, once the expectations that it names are confirmed. */
export const claimSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes')
      .describe('Its name.'),
    text: z.string().min(1).describe('The claim as one sentence, in our own words.'),
    verdict: z.enum(claimVerdicts).describe('How true it is, if the expectations are confirmed.'),
    but: z.string().min(1).exactOptional().describe('The conditions under which it holds, or what is true instead.'),
    shownBy: z.array(z.string()).min(1).readonly().describe('Ids of the expectations that show it.'),
  })
  .refine(({ verdict, but }) => verdict === 'holds' || but !== undefined, 'expected "but" with every verdict other than "holds"');
export type Claim = Readonly<z.infer<typeof claimSchema>>;

/** The outcome of one run of a scenario on one server. */
const claimRunSchema = z.strictObject({
  scenario: z.string(),
  server: z.string(),
  version: z.string(),
  verdict: z.enum(['confirmed', 'refuted', 'inconclusive']),
  /** Ids of the expectations that were confirmed. */
  confirmed: z.array(z.string()),
});
export type ClaimRun = Readonly<z.infer<typeof claimRunSchema>>;

/** The recorded runs behind the ledger of claims, as `npm run dev -- claims` writes them. */
export const claimRunsSchema = z.strictObject({ schema: z.literal('wraplab/claims@1'), runs: z.array(claimRunSchema) });

/** `runs`, each replaced by a newer one of the same scenario and server, in a fixed order. */
export function mergeClaimRuns(runs: readonly ClaimRun[], newer: readonly ClaimRun[]): ClaimRun[] {
  const key = ({ scenario, server }: ClaimRun): string => `${scenario} on ${server}`;
  const latest = new Map([...runs, ...newer].map((run) => [key(run), run]));
  return [...latest.values()].toSorted((a, b) => key(a).localeCompare(key(b), 'en'));
}

/** What the recorded runs show of a claim on one server: its verdict, `not shown` if an expectation was not confirmed, null without a run. */
export function measuredVerdict(
  claim: Claim,
  scenario: string,
  server: string,
  runs: readonly ClaimRun[],
): ClaimVerdict | 'not shown' | null {
  const run = runs.find((known) => known.scenario === scenario && known.server === server);
  if (run === undefined) {
    return null;
  }
  return claim.shownBy.every((id) => run.confirmed.includes(id)) ? claim.verdict : 'not shown';
}
