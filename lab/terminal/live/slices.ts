/** The finest piece of time that a live view tells apart. */
export const sliceMs = 250;

/** The slice of a run's time that `ms` falls into; what lies outside counts with the first or the last. */
export function sliceOf(ms: number, sliceCount: number): number {
  return Math.min(sliceCount - 1, Math.max(0, Math.floor(ms / sliceMs)));
}

/** So many slices cover a run. */
export function slicesOf(totalMs: number): number {
  return Math.max(1, Math.ceil(totalMs / sliceMs));
}

/** The slices that one of `columns` columns shows, from the first to before the last: all of a run fit, each column has one at least. */
export function slicesOfColumn(column: number, columns: number, sliceCount: number): readonly [from: number, to: number] {
  const from = Math.floor((column * sliceCount) / columns);
  return [from, Math.max(from + 1, Math.floor(((column + 1) * sliceCount) / columns))];
}
