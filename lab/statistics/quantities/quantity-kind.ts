import type { Quantity } from '../../model/expectation.ts';
import type { RunRecord } from '../../record/run-record.ts';
import type { Measured } from '../measurement.ts';
import type { Span } from '../select.ts';

/** The settings of each quantity, as an expectation gives them, by the quantity's name. */
export type Settings = { readonly [Each in Quantity as Each['of']]: Each };
export type QuantityName = keyof Settings;

/** One quantity that an expectation can name. */
interface QuantityKind<Of extends QuantityName = QuantityName> {
  /** What the figure says: one line for lists. */
  readonly meaning: string;
  /** The unit of the figure, or one unit for each value of the setting `as`. Empty for a text and for a number without a unit. */
  readonly unit: UnitOf<Settings[Of]>;
  /** Pure: the figure follows from the record alone. */
  measure(record: RunRecord, settings: Settings[Of], span: Span): Measured;
}

/** The registry. Every quantity of the schema in `lab/model/expectation.ts` must be in it: a missing one is a type error. */
export type QuantityKinds = { readonly [Of in QuantityName]: QuantityKind<Of> };

type UnitOf<Of> = Of extends { readonly as: infer As extends string } ? Readonly<Record<As, string>> : string;
