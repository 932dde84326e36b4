/** A measured figure, without its unit. */
export interface Measured {
  /** Null when the run has nothing to measure it by. */
  readonly value: number | string | null;
  /** How many connects, readings, clients or lines the value is made of. */
  readonly samples: number;
  /** The true value is at least `value`: not every wait was seen to its end. */
  readonly isLowerBound?: true;
  /** The bounds within which the true value lies; `high` is infinite where there is none. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** How many connects were not decided in time; they are not among the samples. */
  readonly undecided?: number;
  /** More samples could only raise the value, so a few are enough to exceed a limit. */
  readonly onlyGrows?: true;
  /** What is missing before the figure can confirm anything: a clause. */
  readonly missing?: string;
  /** What a reader should know about the figure: a clause. */
  readonly note?: string;
}

export interface Measurement extends Measured {
  /** Empty for a text and for a number without a unit. */
  readonly unit: string;
}
