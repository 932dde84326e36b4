import { z } from 'zod';
import { type VerdictName, verdictSchema, worst } from '../../../verdict/verdict-schema.ts';

/** How a run was made: by itself, or with others of its kind at the same time. */
export const ways = ['alone', 'side-by-side'] as const;
export type Way = (typeof ways)[number];

/** One run that was made, or is to be made. */
export interface RunPlace {
  readonly scenario: string;
  readonly seed: number;
  readonly way: Way;
}

const runSchema = z.strictObject({
  scenario: z.string(),
  seed: z.number().int(),
  way: z.enum(ways),
  verdict: verdictSchema.shape.verdict,
  /** What makes the verdict less than confirmed. */
  reasons: z.array(z.string()).readonly(),
  /** Whether its load came late, because the machine was too slow for it: that says nothing of the scenario. */
  late: z.literal(true).exactOptional(),
  /** Its folder, as seen from that of steadiness.json; null for a run that could not be made. */
  run: z.string().nullable(),
});
export type SteadinessRun = Readonly<z.infer<typeof runSchema>>;

/** steadiness.json. */
export const steadinessSchema = z.strictObject({
  schema: z.literal('wraplab/steadiness@1'),
  /** The server's id. */
  server: z.string(),
  /** How many ran at a time, of those side by side. */
  sideBySide: z.number().int(),
  /** Scenarios that this server cannot run, with the reason. */
  unavailable: z.array(z.strictObject({ scenario: z.string(), reason: z.string() })).readonly(),
  runs: z.array(runSchema).readonly(),
});
export type Steadiness = Readonly<z.infer<typeof steadinessSchema>>;

/** By the runs that were in time. `steady`: confirmed in each. `never confirmed`: as much the same, and not what the scenario says. */
export type Standing = 'steady' | 'differs' | 'never confirmed' | 'unknown';

/** All runs of one scenario. */
export interface SteadinessRow {
  readonly scenario: string;
  readonly runs: Readonly<Record<Way, readonly SteadinessRun[]>>;
  readonly standing: Standing;
}

/** A row for each scenario that has a run, by name; runs by their seeds. */
export function rowsOf({ runs }: Pick<Steadiness, 'runs'>): SteadinessRow[] {
  const names = [...new Set(runs.map(({ scenario }) => scenario))].toSorted();
  return names.map((name) => {
    const own = runs.filter(({ scenario }) => scenario === name).toSorted((a, b) => a.seed - b.seed);
    const of = (way: Way): SteadinessRun[] => own.filter((run) => run.way === way);
    return { scenario: name, runs: { alone: of('alone'), 'side-by-side': of('side-by-side') }, standing: standingOf(own) };
  });
}

/** Refuted beats inconclusive, inconclusive beats confirmed; without runs nothing is known. */
export function worstOf({ runs }: Pick<Steadiness, 'runs'>): VerdictName {
  return runs.length === 0 ? 'inconclusive' : worst(runs.map(({ verdict }) => verdict));
}

/** What is known, with what was measured since: of a run that is in both, the later one. */
export function merged(known: Steadiness, since: Pick<Steadiness, 'runs' | 'unavailable'>): Steadiness {
  const key = ({ scenario, seed, way }: RunPlace): string => `${scenario} ${seed} ${way}`;
  const runs = new Map([...known.runs, ...since.runs].map((run) => [key(run), run]));
  const unavailable = new Map([...known.unavailable, ...since.unavailable].map((each) => [each.scenario, each]));
  return { ...known, unavailable: [...unavailable.values()], runs: [...runs.values()] };
}

function standingOf(runs: readonly SteadinessRun[]): Standing {
  const verdicts = new Set(runs.filter(({ late }) => late !== true).map(({ verdict }) => verdict));
  if (verdicts.size === 0) {
    return 'unknown';
  }
  if (verdicts.size > 1) {
    return 'differs';
  }
  return verdicts.has('confirmed') ? 'steady' : 'never confirmed';
}
