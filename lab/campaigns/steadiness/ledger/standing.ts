import { z } from 'zod';
import { type VerdictName, verdictSchema, worst } from '../../../verdict/verdict-schema.ts';

/** How a run was made: by itself, or at the same time as others. */
export const ways = ['alone', 'side-by-side'] as const;
export type Way = (typeof ways)[number];

/** One run, already made or not. */
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
  /** Why the verdict is not confirmed. */
  reasons: z.array(z.string()).readonly(),
  /** Its load came late because the machine was too slow: that says nothing about the scenario. */
  late: z.literal(true).exactOptional(),
  /** Its folder, relative to that of steadiness.json; null for a run that failed. */
  run: z.string().nullable(),
});
export type SteadinessRun = Readonly<z.infer<typeof runSchema>>;

/** steadiness.json. */
export const steadinessSchema = z.strictObject({
  schema: z.literal('wraplab/steadiness@1'),
  /** The server's id. */
  server: z.string(),
  /** How many runs went side by side. */
  sideBySide: z.number().int(),
  /** Scenarios that this server cannot run, with the reason. */
  unavailable: z.array(z.strictObject({ scenario: z.string(), reason: z.string() })).readonly(),
  runs: z.array(runSchema).readonly(),
});
export type Steadiness = Readonly<z.infer<typeof steadinessSchema>>;

/** Judged by the runs that were on time. `steady`: all confirmed. `never confirmed`: all the same, but not confirmed. */
export type Standing = 'steady' | 'differs' | 'never confirmed' | 'unknown';

/** All runs of one scenario. */
export interface SteadinessRow {
  readonly scenario: string;
  readonly runs: Readonly<Record<Way, readonly SteadinessRun[]>>;
  readonly standing: Standing;
}

/** A row for each scenario with runs, sorted by name; its runs are sorted by seed. */
export function rowsOf({ runs }: Pick<Steadiness, 'runs'>): SteadinessRow[] {
  const names = [...new Set(runs.map(({ scenario }) => scenario))].toSorted();
  return names.map((name) => {
    const own = runs.filter(({ scenario }) => scenario === name).toSorted((a, b) => a.seed - b.seed);
    const of = (way: Way): SteadinessRun[] => own.filter((run) => run.way === way);
    return { scenario: name, runs: { alone: of('alone'), 'side-by-side': of('side-by-side') }, standing: standingOf(own) };
  });
}

/** The worst verdict: refuted beats inconclusive, inconclusive beats confirmed. Without runs: inconclusive. */
export function worstOf({ runs }: Pick<Steadiness, 'runs'>): VerdictName {
  return runs.length === 0 ? 'inconclusive' : worst(runs.map(({ verdict }) => verdict));
}

/** Adds later results to earlier ones. If a run is in both, the later one counts. */
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
