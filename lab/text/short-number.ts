/** Rounds to three digits, or to all digits before the point: more are noise. */
export function shortNumber(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString();
}
