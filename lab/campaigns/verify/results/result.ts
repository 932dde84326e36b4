import { affectedInWords } from '../../../reports/affected-in-words.ts';
import { measuredText } from '../../../reports/figures.ts';
import { counted, withUnit } from '../../../text/counted.ts';
import { shortNumber } from '../../../text/short-number.ts';
import { type JudgedExpectation, type Verdict, type VerdictName, worst } from '../../../verdict/verdict-schema.ts';
import type { Warning } from '../access/warning.ts';

/** The result of one fault. */
export interface FaultResult {
  readonly fault: string;
  readonly verdict: VerdictName;
  /** Why it is not a pass. */
  readonly reasons: readonly string[];
  /** Empty if it could not run. */
  readonly expectations: readonly JudgedExpectation[];
  /** Folder of the record; null where there is none. */
  readonly run: string | null;
  /** Name and version of the server as it ran; null if it did not start. */
  readonly server: string | null;
  readonly seconds: number;
}

/** What differs from an earlier verify of the same folder on the same server. */
export interface Changes {
  /** When the earlier one began (ISO 8601, UTC). */
  readonly since: string;
  /** A clause for each difference, such as "hosts.allow has changed"; empty for none. */
  readonly said: readonly string[];
}

/** The result of a folder. */
export interface VerifyResult {
  readonly folder: string;
  readonly warnings: readonly Warning[];
  /** What was assumed because the folder does not say it. */
  readonly assumed: readonly string[];
  readonly faults: readonly FaultResult[];
  /** What differs from the last verify of the folder; absent if none was found. */
  readonly changes?: Changes;
}

/** The questions that every fault is judged by: the expectations that answer each, and those whose figures are always shown. */
export const questions = [
  {
    title: 'fast',
    kinds: ['fast-known', 'fast-newcomers'],
    ids: ['fast-known', 'fast-newcomers', 'fast-p99-known', 'fast-p99-newcomers'],
  },
  {
    title: 'available',
    kinds: ['available-known', 'available-newcomers'],
    ids: ['available-known', 'available-newcomers', 'socket', 'every-client-tried'],
  },
  { title: 'outsider out', kinds: ['outsider-out'], ids: ['outsider-out', 'outsider-out-ever', 'every-outsider-tried'] },
  { title: 'recovers', kinds: ['recovers'], ids: ['recovers'] },
] as const;
export type Question = (typeof questions)[number];

/** Verdicts in the words of a test of a configuration. */
export const inWords = { confirmed: 'pass', refuted: 'FAIL', inconclusive: 'inconclusive' } as const satisfies Record<VerdictName, string>;
export const signs = { confirmed: '✔', refuted: '✘', inconclusive: '?' } as const satisfies Record<VerdictName, string>;

export function faultResult(fault: string, { verdict, reasons, expectations, server }: Verdict, run: string, seconds: number): FaultResult {
  return { fault, verdict, reasons, expectations, run, server: server === null ? null : `${server.name} ${server.version}`, seconds };
}

/** A fault that could not run is inconclusive; one that ended the server is a failure without figures. */
export function resultWithoutRun(
  fault: string,
  verdict: 'refuted' | 'inconclusive',
  reason: string,
  run: string,
  seconds: number,
): FaultResult {
  return { fault, verdict, reasons: [reason], expectations: [], run, server: null, seconds };
}

/** A failure of any fault fails the folder; one that is inconclusive leaves it open. */
export function overall({ faults }: Pick<VerifyResult, 'faults'>): VerdictName {
  return faults.length === 0 ? 'inconclusive' : worst(faults.map(({ verdict }) => verdict));
}

/** The answer to one question; null if it was not asked. */
export function answerTo(question: Question, fault: FaultResult): VerdictName | null {
  const asked = expectationsOf(question, fault)
    .filter(({ relation }) => relation !== 'shown')
    .map(({ verdict }) => verdict);
  return asked.length === 0 ? null : worst(asked);
}

/** The sign in front of an answer: none where a figure is only shown, and none for speed where it is the speed of refusals. */
export function signOf(question: Question, fault: FaultResult): string {
  const answer = answerTo(question, fault);
  return answer === null || (answer === 'confirmed' && isFastRefusal(question, fault)) ? '' : signs[answer];
}

/** The figures behind an answer, such as `5.1 ms / 9,000 ms` for known clients and newcomers. */
export function figureOf(question: Question, fault: FaultResult): string {
  const asked = expectationsOf(question, fault).filter(({ measured }) => measured !== null);
  const answer = answerTo(question, fault);
  const main = question.kinds.flatMap((id) => asked.filter((each) => each.id === id));
  const shown = main.map(figureWithCounts).join(' / ');
  const telling = asked.find(({ verdict }) => answer !== 'confirmed' && verdict === answer);
  if (main.length === 0) {
    return telling === undefined ? '–' : measuredText(telling);
  }
  if (isFastRefusal(question, fault)) {
    return `refused in ${shown}`;
  }
  // The deciding figure may not be one of those that are always shown.
  return telling === undefined || main.some(({ verdict }) => verdict === answer)
    ? shown
    : `${shown}, ${aside[telling.id] ?? ''}${measuredText(telling)}`;
}

/** What the two figures of a cell are. */
export const figuresInWords = 'Two figures: known clients (connected before the fault) / newcomers.';

const aside: Readonly<Record<string, string>> = {
  socket: 'socket ',
  'every-client-tried': 'tried too rarely: ',
  'every-outsider-tried': 'tried too rarely: ',
  'outsider-out-ever': 'while the DNS was healthy ',
};

/** Outsiders are counted out of those that were decided. Undecided ones are shown as open. */
function figureWithCounts(expectation: JudgedExpectation): string {
  const { unit, samples, undecided } = expectation;
  const figure = unit === 'connects' ? `${String(expectation.measured)} of ${samples} in` : measuredText(expectation);
  return undecided === undefined || unit === 'ms' ? figure : `${figure} (${undecided} open)`;
}

/** Findings besides the answers, a sentence each. */
export function findingsOf({ expectations }: FaultResult): string[] {
  const queue = expectations.find(({ id }) => id === 'queue-at-end');
  return typeof queue?.measured === 'number' && queue.measured >= growsFrom
    ? [
        `the accept queue was still growing when the fault ended, by ${withUnit(shortNumber(queue.measured), 'connections')} a second: a longer fault would be worse than these figures`,
      ]
    : [];
}

/** The clients that were refused, late or wrongly let in, a line for each kind. */
export function affectedOf({ expectations }: FaultResult): string[] {
  const telling = new Set(expectations.filter(({ affected }) => affected !== undefined).map(({ id }) => id));
  return expectations.filter(({ id }) => !telling.has(repeats[id] ?? '')).flatMap(affectedInWords);
}

/** Expectations that name the same clients as another one: by a longer limit, or of the whole run. */
const repeats: Readonly<Record<string, string>> = {
  'fast-p99-known': 'fast-known',
  'fast-p99-newcomers': 'fast-newcomers',
  'outsider-out-ever': 'outsider-out',
};

/** In connections a second: one more in five seconds. */
const growsFrom = 0.2;
/** If fewer get in than this, what is fast is the refusal. */
const nobodyPercent = 1;

function expectationsOf({ ids }: Question, { expectations }: FaultResult): JudgedExpectation[] {
  return ids.flatMap((id) => expectations.filter((expectation) => expectation.id === id));
}

/** Whether hardly any client got in, so that speed is not good news. */
function isFastRefusal({ title }: Question, { expectations }: FaultResult): boolean {
  const shares = expectations.filter(({ id }) => id === 'available-known' || id === 'available-newcomers').map(({ measured }) => measured);
  return title === 'fast' && shares.length > 0 && shares.every((share) => typeof share === 'number' && share < nobodyPercent);
}

/** One sentence, such as "12 of 17 faults passed, 5 failed, on mariadbd 10.11". */
export function summary({ faults }: VerifyResult): string {
  const count = (wanted: VerdictName): number => faults.filter(({ verdict }) => verdict === wanted).length;
  const server = faults.find((fault) => fault.server !== null)?.server ?? 'no server';
  const parts = [
    `${count('confirmed')} of ${counted(faults.length, 'fault')} passed`,
    ...(count('refuted') > 0 ? [`${count('refuted')} failed`] : []),
    ...(count('inconclusive') > 0 ? [`${count('inconclusive')} inconclusive`] : []),
  ];
  return `${parts.join(', ')}, on ${server}`;
}
