import { z } from 'zod';
import { disturbances } from './disturbance.ts';
import type { Expectation } from './expectation.ts';
import { missingEffect } from './fault-effect.ts';
import { holds } from './held-up.ts';
import { type OtherLimits, withLimit } from './other-limits.ts';
import { phaseTable, phaseTableSchema } from './phase-table.ts';
import type { RunRecord } from './record.ts';
import { type ResolvedLimit, resolveLimit, rounded } from './resolve-limit.ts';
import { connects, countOutcomes, fellBehind, loadLag, type Measurement, measure, type Span } from './stats.ts';

const verdictName = z.enum(['confirmed', 'refuted', 'inconclusive']);
export type VerdictName = z.infer<typeof verdictName>;

const limitValue = z.union([z.number(), z.string()]).nullable();

const judgedSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  verdict: verdictName,
  measured: z.union([z.number(), z.string()]).nullable(),
  unit: z.string(),
  relation: z.enum(['atLeast', 'atMost', 'is']),
  limit: limitValue,
  /** What the limit is made of, such as "2 × the injected 500 ms". */
  basis: z.string(),
  /** The run's own limit, where it was judged again by another one. */
  inPlaceOf: z.strictObject({ limit: limitValue, basis: z.string() }).exactOptional(),
  samples: z.number(),
  /** Why it is not confirmed; empty when it is. */
  reason: z.string(),
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
  /** What makes the verdict less than confirmed. */
  reasons: z.array(z.string()),
  expectations: z.array(judgedSchema),
  phases: phaseTableSchema,
});
export type Verdict = Readonly<z.infer<typeof verdictSchema>>;

/** The share of healthy baseline connects below which the run has no control to compare with. */
const healthyBaselinePercent = 95;

/**
 * Judges a recorded run: refuted beats inconclusive, inconclusive beats confirmed. Pure.
 *
 * @param limits in place of the run's own, for some of its expectations. Default: none.
 */
export function judge(record: RunRecord, limits: OtherLimits = new Map()): Verdict {
  const { manifest } = record;
  const { scenario, server } = manifest;
  const doubts = runDoubts(record);
  const expectations = scenario.expectations.map((expectation) =>
    judgeExpectation(record, expectation, limits.get(expectation.id), doubts),
  );
  const verdict = worst(expectations.map((expectation) => expectation.verdict));
  return {
    schema: 'wraplab/verdict@1',
    scenario: manifest.scenarioName,
    title: scenario.title,
    runId: manifest.runId,
    server: server === null ? null : { name: server.daemon, version: server.version, libwrap: server.libwrap },
    fixes: [...scenario.fixes],
    fault: scenario.fault.id,
    seed: manifest.seed,
    verdict,
    reasons:
      doubts.length > 0
        ? doubts
        : expectations
            .filter((expectation) => expectation.verdict === verdict && verdict !== 'confirmed')
            .map(({ id, reason }) => `${id}: ${reason}`),
    expectations,
    phases: phaseTable(record),
  };
}

/** What makes the whole run unfit to judge anything by: then no expectation is confirmed, and none refuted. */
function runDoubts(record: RunRecord): string[] {
  const { ended, problem, server, scenario } = record.manifest;
  const doubts: string[] = [];
  if (ended !== 'complete') {
    doubts.push(`the run did not end by itself (${ended}${problem === null ? '' : `: ${problem}`})`);
  }
  if (server === null) {
    return [...doubts, 'the server did not start'];
  }
  const unlinked = record.manifest.host.libwrap === 'unlinked';
  if (server.libwrap === unlinked) {
    doubts.push(unlinked ? 'the server is linked against libwrap, and it was not to be' : 'the server is not linked against libwrap');
  }
  const baseline = countOutcomes(connects(record, 'tcp', 'baseline'));
  if (baseline.attempts === 0) {
    doubts.push('the baseline has no connects to compare with');
  } else if (scenario.healthyBaseline && (100 * baseline.ok) / baseline.attempts < healthyBaselinePercent) {
    doubts.push(`the baseline is itself sick: ${baseline.ok} of ${baseline.attempts} connects succeeded before the fault`);
  }
  const lag = loadLag(record);
  if (lag !== null && fellBehind(record)) {
    doubts.push(
      `the load generator fell behind: its connects began up to ${lag.p99.toFixed(0)} ms late (99th percentile; the budget is ${scenario.lagBudgetMs} ms)`,
    );
  }
  doubts.push(...holds(record));
  const noEffect = missingEffect(record);
  if (noEffect !== null) {
    doubts.push(noEffect);
  }
  return doubts;
}

function judgeExpectation(
  record: RunRecord,
  expectation: Expectation,
  other: ReturnType<OtherLimits['get']>,
  doubts: readonly string[],
): JudgedExpectation {
  const measured = measure(record, expectation.measure, spanOf(expectation));
  const relation = expectation.is !== undefined ? 'is' : expectation.atLeast !== undefined ? 'atLeast' : 'atMost';
  const own = resolveLimit(record, expectation);
  const resolved = other === undefined ? own : resolveLimit(record, withLimit(expectation, other));
  const outcome =
    doubts.length > 0 ? inconclusive('the run cannot be judged') : compare(expectation, measured, relation, resolved, leftOut(record));
  return {
    id: expectation.id,
    text: expectation.text,
    measured: typeof measured.value === 'number' ? rounded(measured.value) : measured.value,
    unit: measured.unit,
    relation,
    ...inFewDigits(resolved),
    ...(other === undefined ? {} : { inPlaceOf: inFewDigits(own) }),
    samples: measured.samples,
    ...outcome,
  };
}

function inFewDigits({ limit, basis }: ResolvedLimit): ResolvedLimit {
  return { limit: typeof limit === 'number' ? rounded(limit) : limit, basis };
}

function spanOf({ phase, within }: Expectation): Span {
  return within === undefined || phase === 'all' ? phase : { phase, ...within };
}

interface Outcome {
  readonly verdict: VerdictName;
  readonly reason: string;
}

function inconclusive(reason: string): Outcome {
  return { verdict: 'inconclusive', reason };
}

function compare(
  { minimumSamples }: Expectation,
  measured: Measurement,
  relation: JudgedExpectation['relation'],
  { limit, basis }: ResolvedLimit,
  leftOut: string,
): Outcome {
  if (measured.samples < minimumSamples || measured.value === null) {
    return inconclusive(`too few samples: ${measured.samples} of at least ${minimumSamples}${leftOut}`);
  }
  if (limit === null) {
    return inconclusive(`the limit could not be worked out: ${basis}`);
  }
  const { value } = measured;
  const unit = measured.unit === '' ? '' : ` ${measured.unit}`;
  if (relation === 'is') {
    return value === limit ? { verdict: 'confirmed', reason: '' } : { verdict: 'refuted', reason: `expected ${limit}, measured ${value}` };
  }
  const holds = relation === 'atLeast' ? Number(value) >= Number(limit) : Number(value) <= Number(limit);
  const words = relation === 'atLeast' ? 'at least' : 'at most';
  return holds
    ? { verdict: 'confirmed', reason: '' }
    : { verdict: 'refuted', reason: `expected ${words} ${rounded(Number(limit))}${unit}, measured ${rounded(Number(value))}${unit}` };
}

/** Where samples may be missing because evidence was taken. */
function leftOut(record: RunRecord): string {
  return disturbances(record).length === 0
    ? ''
    : '; who waited while evidence held the accept thread up does not count: run it without --evidence';
}

function worst(verdicts: readonly VerdictName[]): VerdictName {
  return (['refuted', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'confirmed';
}
