import type { JudgedExpectation, VerdictName } from '../verdict.ts';
import { shortNumber } from './short-number.ts';

export const signs = { confirmed: '✔', refuted: '✘', inconclusive: '?' } as const satisfies Record<VerdictName, string>;

/** What was measured, with its unit. */
export function measuredText({ measured, unit }: JudgedExpectation): string {
  return measured === null ? '–' : typeof measured === 'string' ? measured : withUnit(measured, unit);
}

/** The limit with its unit, and what it is made of. */
export function limitText({ relation, limit, unit, basis }: JudgedExpectation): string {
  const words = { atLeast: 'at least', atMost: 'at most', is: 'is' }[relation];
  const value = limit === null ? 'unknown' : typeof limit === 'string' ? limit : withUnit(limit, unit);
  return `${words} ${value}${basis === 'fixed' ? '' : ` (${basis})`}`;
}

function withUnit(value: number, unit: string): string {
  return `${shortNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
}
