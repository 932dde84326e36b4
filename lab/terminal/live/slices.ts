/** The time resolution of a live view. */
export const sliceMs = 250;

/** The slice that contains `ms`; times outside the run count in the first or the last. */
export function sliceOf(ms: number, sliceCount: number): number {
  return Math.min(sliceCount - 1, Math.max(0, Math.floor(ms / sliceMs)));
}

/** How many slices cover a run. */
export function slicesOf(totalMs: number): number {
  return Math.max(1, Math.ceil(totalMs / sliceMs));
}

/** The range of slices, end exclusive, that one of `columns` columns shows. All columns cover the run, and each has at least one slice. */
export function slicesOfColumn(column: number, columns: number, sliceCount: number): readonly [from: number, to: number] {
  const from = Math.floor((column * sliceCount) / columns);
  return [from, Math.max(from + 1, Math.floor(((column + 1) * sliceCount) / columns))];
}
