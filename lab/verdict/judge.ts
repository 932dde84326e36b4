import type { Expectation } from '../model/expectation.ts';
import type { Manifest } from '../record/manifest.ts';
import type { RunRecord } from '../record/run-record.ts';
import { affectedClients } from '../statistics/affected-clients.ts';
import { measure } from '../statistics/measure.ts';
import type { Measurement } from '../statistics/measurement.ts';
import { phaseTable } from '../statistics/phase-table.ts';
import type { Span } from '../statistics/select.ts';
import { disturbances } from '../statistics/tool-interference.ts';
import { withUnit } from '../text/counted.ts';
import { answerAboutFix } from './answer-about-fix.ts';
import { type OtherLimits, withLimit } from './limit-overrides.ts';
import { type ResolvedLimit, resolveLimit, rounded } from './limits.ts';
import { runDoubts } from './validity.ts';
import { type JudgedExpectation, type Verdict, type VerdictName, worst } from './verdict-schema.ts';

/** The reason that every expectation gets in a run that cannot be judged. */
export const unfitRun = 'the run cannot be judged';

/**
 * Judges a recorded run: refuted beats inconclusive, inconclusive beats confirmed. Pure.
 *
 * @param limits for some of the expectations, instead of the run's own. Default: none.
 */
export function judge(record: RunRecord, limits: OtherLimits = new Map()): Verdict {
  const { manifest } = record;
  const { scenario, server } = manifest;
  const doubts = runDoubts(record);
  const expectations = decisiveExpectations(manifest).map((expectation) =>
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
    ...(manifest.question === undefined
      ? {}
      : {
          question: {
            id: manifest.question.id,
            answer: answerAboutFix(verdict, expectations, scenario.fixes.length),
            signs: signsOf(record, doubts),
          },
        }),
    expectations,
    phases: phaseTable(record),
  };
}

/** The expectations that decide a run: those of its question, or the scenario's own. */
export function decisiveExpectations({ question, scenario }: Pick<Manifest, 'question' | 'scenario'>): readonly Expectation[] {
  return question?.expectations ?? scenario.expectations;
}

function signsOf(record: RunRecord, doubts: readonly string[]): JudgedExpectation[] {
  return record.manifest.scenario.expectations.map((expectation) => judgeExpectation(record, expectation, undefined, doubts));
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
  const judgement = doubts.length > 0 && relation !== 'shown' ? inconclusive(unfitRun) : softened(compared, expectation);
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
    ...judgement,
    ...(doubts.length > 0 || judgement.verdict === 'confirmed' ? {} : whoMissedIt(record, expectation, relation, resolved)),
  };
}

/** The clients that made the figure miss its limit, if the quantity tells and there are any. */
function whoMissedIt(
  record: RunRecord,
  expectation: Expectation,
  relation: JudgedExpectation['relation'],
  { limit }: ResolvedLimit,
): Pick<JudgedExpectation, 'affected'> {
  if ((relation !== 'atLeast' && relation !== 'atMost') || typeof limit !== 'number') {
    return {};
  }
  const affected = affectedClients(record, expectation.measure, spanOf(expectation), { relation, limit });
  return affected.length === 0 ? {} : { affected };
}

function relationOf({ atLeast, is, isShown }: Expectation): JudgedExpectation['relation'] {
  return isShown === true ? 'shown' : is !== undefined ? 'is' : atLeast !== undefined ? 'atLeast' : 'atMost';
}

/** How certain a measurement is, if it says so. */
function howSure({ isLowerBound, interval, undecided }: Measurement): Pick<JudgedExpectation, 'isLowerBound' | 'interval' | 'undecided'> {
  return {
    ...(isLowerBound === true ? { isLowerBound } : {}),
    ...(interval === undefined
      ? {}
      : { interval: { low: rounded(interval.low), high: Number.isFinite(interval.high) ? rounded(interval.high) : null } }),
    ...(undecided === undefined || undecided === 0 ? {} : { undecided }),
  };
}

/** An expectation that only checks whether the run can tell refutes nothing. */
function softened(judgement: Judgement, { otherwise }: Expectation): Judgement {
  return judgement.verdict === 'refuted' && otherwise === 'inconclusive' ? inconclusive(judgement.reason) : judgement;
}

function inFewDigits({ limit, basis }: ResolvedLimit): ResolvedLimit {
  return { limit: typeof limit === 'number' ? rounded(limit) : limit, basis };
}

function spanOf({ phase, within }: Expectation): Span {
  return within === undefined || phase === 'all' ? phase : { phase, ...within };
}

interface Judgement {
  readonly verdict: VerdictName;
  readonly reason: string;
}

function inconclusive(reason: string): Judgement {
  return { verdict: 'inconclusive', reason };
}

function compare(
  { minimumSamples }: Expectation,
  measured: Measurement,
  relation: JudgedExpectation['relation'],
  { limit, basis }: ResolvedLimit,
  leftOut: string,
): Judgement {
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

const confirmed: Judgement = { verdict: 'confirmed', reason: '' };

/** The measured value must lie on the right side of the limit, and so must every value within its bounds. */
function compareNumbers(measured: Measurement, value: number, relation: 'atLeast' | 'atMost', limit: number): Judgement {
  const { interval, isLowerBound, note } = measured;
  const isRight = (each: number): boolean => (relation === 'atLeast' ? each >= limit : each <= limit);
  const figure = (each: number): string => withUnit(String(rounded(each)), measured.unit);
  const found = `${isLowerBound === true ? 'more than ' : ''}${figure(value)}`;
  const expected = `expected ${relation === 'atLeast' ? 'at least' : 'at most'} ${figure(limit)}, measured ${found}`;
  const more = note === undefined ? '' : `; ${note}`;
  if (isLowerBound === true && isRight(value) && relation === 'atLeast') {
    return confirmed;
  }
  // The true figure is larger than the value, so it may lie on either side of a larger limit.
  if (isLowerBound === true && value <= limit) {
    return inconclusive(`${expected}: the true figure may be larger than the limit${more}`);
  }
  const { low, high } = interval === undefined || isLowerBound === true ? { low: value, high: value } : interval;
  if (isRight(low) && isRight(high)) {
    return confirmed;
  }
  const range = Number.isFinite(high) ? `between ${figure(low)} and ${figure(high)}` : `at least ${figure(low)}`;
  return isRight(low) || isRight(high)
    ? inconclusive(`${expected}; by these samples the true figure is ${range}${more}`)
    : { verdict: 'refuted', reason: `${expected}${more}` };
}

function undecidedInWords({ undecided }: Measurement): string {
  return undecided === undefined || undecided === 0
    ? ''
    : `; ${undecided} ${undecided === 1 ? 'was' : 'were'} not decided while the DNS was wrong`;
}

/** What to say of missing samples if evidence was taken. */
function leftOut(record: RunRecord): string {
  return disturbances(record).length === 0
    ? ''
    : '; connects that waited while evidence held the accept thread up are not samples: run without --evidence';
}
