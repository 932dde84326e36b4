import { percentiles } from '../maths/percentiles.ts';
import type { Verdict, VerdictName } from './verdict-schema.ts';

/** One expectation over several runs of the same scenario. */
interface RepeatedExpectation {
  readonly id: string;
  readonly text: string;
  readonly unit: string;
  readonly verdicts: Readonly<Record<VerdictName, number>>;
  /** The least, median and greatest measured value; null if the value is not a number. */
  readonly spread: { readonly min: number; readonly median: number; readonly max: number } | null;
}

export interface Repetition {
  readonly verdicts: Readonly<Record<VerdictName, number>>;
  readonly expectations: readonly RepeatedExpectation[];
}

/** Sums up several verdicts on the same scenario. */
export function summarise(verdicts: readonly Verdict[]): Repetition {
  const expectations = verdicts[0]?.expectations ?? [];
  return {
    verdicts: count(verdicts.map(({ verdict }) => verdict)),
    expectations: expectations.map(({ id, text, unit }) => {
      const all = verdicts.flatMap((each) => each.expectations.filter((expectation) => expectation.id === id));
      return { id, text, unit, verdicts: count(all.map(({ verdict }) => verdict)), spread: spreadOf(all.map(({ measured }) => measured)) };
    }),
  };
}

function count(names: readonly VerdictName[]): Record<VerdictName, number> {
  const of = (name: VerdictName): number => names.filter((each) => each === name).length;
  return { confirmed: of('confirmed'), refuted: of('refuted'), inconclusive: of('inconclusive') };
}

function spreadOf(measured: readonly (number | string | null)[]): RepeatedExpectation['spread'] {
  const found = percentiles(measured.filter((value) => typeof value === 'number'));
  return found === null ? null : { min: found.min, median: found.p50, max: found.max };
}
