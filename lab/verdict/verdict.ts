import { z } from 'zod';
import type { Expectation } from '../model/expectation.ts';
import type { RunRecord } from '../record/run-record.ts';
import { missingEffect } from '../statistics/fault-effect.ts';
import { connects, countOutcomes, fellBehind, loadLag, type Measurement, measure, type Span } from '../statistics/measure.ts';
import { phaseTable, phaseTableSchema } from '../statistics/phase-table.ts';
import { disturbances } from '../statistics/tool-interference.ts';
import { unansweredSyns } from '../statistics/unanswered.ts';
import { type OtherLimits, withLimit } from './limit-overrides.ts';
import { type ResolvedLimit, resolveLimit, rounded } from './limits.ts';
import { holds } from './stalled-agents.ts';

const verdictName = z.enum(['confirmed', 'refuted', 'inconclusive']);
export type VerdictName = z.infer<typeof verdictName>;

const limitValue = z.union([z.number(), z.string()]).nullable();

const judgedSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  verdict: verdictName,
  measured: z.union([z.number(), z.string()]).nullable(),
  unit: z.string(),
  /** Whether it is at least as much as `measured`: not everything was seen to its end. */
  isLowerBound: z.literal(true).exactOptional(),
  /** Within what it lies by the statistics of the run; null: without an upper bound. */
  interval: z.strictObject({ low: z.number(), high: z.number().nullable() }).exactOptional(),
  /** Connects that were not decided while the DNS was wrong, and are left out. */
  undecided: z.number().exactOptional(),
  relation: z.enum(['atLeast', 'atMost', 'is', 'shown']),
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

/** The reason of every expectation of a run that is unfit to judge anything by. */
export const unfitRun = 'the run cannot be judged';

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
  if (scenario.healthyBaseline && baseline.attempts === 0) {
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
  doubts.push(...unansweredSyns(record));
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
  const relation = relationOf(expectation);
  const own = resolveLimit(record, expectation);
  const resolved = other === undefined ? own : resolveLimit(record, withLimit(expectation, other));
  const compared = compare(expectation, measured, relation, resolved, leftOut(record));
  const outcome = doubts.length > 0 && relation !== 'shown' ? inconclusive(unfitRun) : softened(compared, expectation);
  return {
    id: expectation.id,
    text: expectation.text,
    measured: typeof measured.value === 'number' ? rounded(measured.value) : measured.value,
    unit: measured.unit,
    ...howSure(measured),
    relation,
    ...inFewDigits(resolved),
    ...(other === undefined ? {} : { inPlaceOf: inFewDigits(own) }),
    samples: measured.samples,
    ...outcome,
  };
}

function relationOf({ atLeast, is, isShown }: Expectation): JudgedExpectation['relation'] {
  return isShown === true ? 'shown' : is !== undefined ? 'is' : atLeast !== undefined ? 'atLeast' : 'atMost';
}

/** What a measurement says of its own certainty, as far as it has something to say. */
function howSure({ isLowerBound, interval, undecided }: Measurement): Pick<JudgedExpectation, 'isLowerBound' | 'interval' | 'undecided'> {
  return {
    ...(isLowerBound === true ? { isLowerBound } : {}),
    ...(interval === undefined
      ? {}
      : { interval: { low: rounded(interval.low), high: Number.isFinite(interval.high) ? rounded(interval.high) : null } }),
    ...(undecided === undefined || undecided === 0 ? {} : { undecided }),
  };
}

/** Where an expectation only says whether the run can tell, it refutes nothing. */
function softened(outcome: Outcome, { otherwise }: Expectation): Outcome {
  return outcome.verdict === 'refuted' && otherwise === 'inconclusive' ? inconclusive(outcome.reason) : outcome;
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
  const { value } = measured;
  if (relation === 'shown') {
    return confirmed;
  }
  const isTooMuch =
    relation === 'atMost' && measured.onlyGrows === true && value !== null && limit !== null && Number(value) > Number(limit);
  if ((measured.samples < minimumSamples || value === null) && !isTooMuch) {
    return inconclusive(`too few samples: ${measured.samples} of at least ${minimumSamples}${undecidedInWords(measured)}${leftOut}`);
  }
  if (limit === null) {
    return inconclusive(`the limit could not be worked out: ${basis}`);
  }
  if (relation === 'is') {
    return value === limit ? confirmed : { verdict: 'refuted', reason: `expected ${limit}, measured ${value}` };
  }
  if (measured.missing !== undefined && !isTooMuch) {
    return inconclusive(measured.missing);
  }
  return compareNumbers(measured, Number(value), relation, Number(limit));
}

const confirmed: Outcome = { verdict: 'confirmed', reason: '' };

/** What is measured must lie on the right side of the limit, and what it may be as well must do so, too. */
function compareNumbers(measured: Measurement, value: number, relation: 'atLeast' | 'atMost', limit: number): Outcome {
  const { interval, isLowerBound, note } = measured;
  const isRight = (each: number): boolean => (relation === 'atLeast' ? each >= limit : each <= limit);
  const unit = measured.unit === '' ? '' : ` ${measured.unit}`;
  const figure = (each: number): string => (Number.isFinite(each) ? `${rounded(each)}${unit}` : 'any time at all');
  const found = `${isLowerBound === true ? 'more than ' : ''}${figure(value)}`;
  const expected = `expected ${relation === 'atLeast' ? 'at least' : 'at most'} ${figure(limit)}, measured ${found}`;
  const more = note === undefined ? '' : `; ${note}`;
  if (isLowerBound === true && isRight(value) && relation === 'atLeast') {
    return confirmed;
  }
  // What is longer than this may lie on either side of a limit that is longer, too.
  if (isLowerBound === true && value <= limit) {
    return inconclusive(`${expected}: it was not seen to its end${more}`);
  }
  const bounds = interval === undefined || isLowerBound === true ? [value] : [interval.low, interval.high];
  if (bounds.every(isRight)) {
    return confirmed;
  }
  return bounds.some(isRight)
    ? inconclusive(
        `${expected}; by these samples it lies between ${figure(bounds[0] ?? value)} and ${figure(bounds.at(-1) ?? value)}${more}`,
      )
    : { verdict: 'refuted', reason: `${expected}${more}` };
}

function undecidedInWords({ undecided }: Measurement): string {
  return undecided === undefined || undecided === 0 ? '' : `; ${undecided} were not decided while the DNS was wrong`;
}

/** Where samples may be missing because evidence was taken. */
function leftOut(record: RunRecord): string {
  return disturbances(record).length === 0
    ? ''
    : '; who waited while evidence held the accept thread up is not a sample: run it without --evidence';
}

function worst(verdicts: readonly VerdictName[]): VerdictName {
  return (['refuted', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'confirmed';
}
