import { withUnit } from '../text/counted.ts';
import { shortNumber } from '../text/short-number.ts';
import type { JudgedExpectation, VerdictName } from '../verdict/verdict-schema.ts';

export const signs = { confirmed: '✔', refuted: '✘', inconclusive: '?' } as const satisfies Record<VerdictName, string>;

/** Those that need a look first. */
const byUrgency: readonly VerdictName[] = ['refuted', 'inconclusive', 'confirmed'];

/** Failed ones first, then those that could not be judged; otherwise in their own order. */
export function failedFirst(expectations: readonly JudgedExpectation[]): JudgedExpectation[] {
  return byUrgency.flatMap((verdict) => expectations.filter((each) => each.verdict === verdict));
}

/** The measured figure with its unit. */
export function measuredText({ measured, unit, isLowerBound }: JudgedExpectation): string {
  const value = measured === null ? '–' : typeof measured === 'string' ? measured : inUnit(measured, unit);
  return isLowerBound === true ? `> ${value}` : value;
}

/** The limit with its unit and how it was worked out; if the run was judged by another limit, its own as well. */
export function limitText({ relation, limit, unit, basis, inPlaceOf }: JudgedExpectation): string {
  if (relation === 'shown') {
    return 'no limit';
  }
  const words = { atLeast: 'at least', atMost: 'at most', is: 'is' }[relation];
  const value = (of: Pick<JudgedExpectation, 'limit' | 'basis'>): string => {
    const bound = of.limit === null ? 'unknown' : typeof of.limit === 'string' ? of.limit : inUnit(of.limit, unit);
    return `${bound}${of.basis === 'fixed' ? '' : ` (${of.basis})`}`;
  };
  return `${words} ${value({ limit, basis })}${inPlaceOf === undefined ? '' : `, instead of the run’s own ${value(inPlaceOf)}`}`;
}

function inUnit(value: number, unit: string): string {
  return withUnit(shortNumber(value), unit);
}
