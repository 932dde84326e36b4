import { shortNumber } from '../reports/short-number.ts';
import type { JudgedExpectation, Verdict, VerdictName } from '../verdict.ts';
import type { Warning } from './warning.ts';

/** What came of one fault. */
export interface FaultResult {
  readonly fault: string;
  readonly verdict: VerdictName;
  /** What makes it less than a pass. */
  readonly reasons: readonly string[];
  /** Empty where it could not be run. */
  readonly expectations: readonly JudgedExpectation[];
  /** Folder of the record; null where there is none. */
  readonly run: string | null;
  /** Name and version of the server as it ran; null where it did not come that far. */
  readonly server: string | null;
  readonly seconds: number;
}

/** What came of a folder. */
export interface VerifyResult {
  readonly folder: string;
  readonly warnings: readonly Warning[];
  /** What was not said, and taken from elsewhere. */
  readonly assumed: readonly string[];
  readonly faults: readonly FaultResult[];
}

/** The three questions that every fault is judged by, and the expectations that answer each. */
export const questions = [
  { title: 'fast', ids: ['fast', 'fast-p99'] },
  { title: 'available', ids: ['available', 'socket'] },
  { title: 'outsider out', ids: ['outsider-out'] },
] as const;
export type Question = (typeof questions)[number];

/** In the words of somebody who asks whether a configuration will do. */
export const inWords = { confirmed: 'pass', refuted: 'FAIL', inconclusive: 'inconclusive' } as const satisfies Record<VerdictName, string>;
export const signs = { confirmed: '✔', refuted: '✘', inconclusive: '?' } as const satisfies Record<VerdictName, string>;

export function faultResult(fault: string, { verdict, reasons, expectations, server }: Verdict, run: string, seconds: number): FaultResult {
  return { fault, verdict, reasons, expectations, run, server: server === null ? null : `${server.name} ${server.version}`, seconds };
}

/** A fault that could not be run says nothing; one that made the server end is a failure without figures. */
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
  const found = faults.map(({ verdict }) => verdict);
  return (['refuted', 'inconclusive'] as const).find((each) => found.includes(each)) ?? (found.length === 0 ? 'inconclusive' : 'confirmed');
}

/** The answer to one question; null where nothing was asked. */
export function answerTo({ ids }: Question, { expectations }: FaultResult): VerdictName | null {
  const asked = expectations.filter(({ id }) => ids.some((each) => each === id)).map(({ verdict }) => verdict);
  return asked.length === 0 ? null : ((['refuted', 'inconclusive'] as const).find((each) => asked.includes(each)) ?? 'confirmed');
}

/** The figure behind an answer, such as `95 of 100 within 5.1 ms`; the worst where there are several. */
export function figureOf({ ids }: Question, { expectations }: FaultResult): string {
  const asked = expectations.filter(({ id }) => ids.some((each) => each === id));
  const telling = asked.find(({ verdict }) => verdict === 'refuted') ?? asked[0];
  if (telling === undefined || telling.measured === null) {
    return '–';
  }
  const { measured, unit } = telling;
  const value = typeof measured === 'number' ? shortNumber(measured) : measured;
  return unit === '' ? value : `${value} ${unit}`;
}

/** One sentence, such as "12 of 17 faults passed, 5 failed, on mariadbd 10.11". */
export function summary({ faults }: VerifyResult): string {
  const count = (wanted: VerdictName): number => faults.filter(({ verdict }) => verdict === wanted).length;
  const server = faults.find((fault) => fault.server !== null)?.server ?? 'no server';
  const parts = [
    `${count('confirmed')} of ${faults.length} faults passed`,
    ...(count('refuted') > 0 ? [`${count('refuted')} failed`] : []),
    ...(count('inconclusive') > 0 ? [`${count('inconclusive')} inconclusive`] : []),
  ];
  return `${parts.join(', ')}, on ${server}`;
}
