/** Three digits, or all of those in front of the point: more is noise. */
export function shortNumber(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString();
}
