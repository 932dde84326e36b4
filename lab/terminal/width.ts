import { unlimited } from '../text/fit-lines.ts';

/** Narrower terminals are treated as this wide: there is no way to write on them. */
const narrowest = 20;

/** The most columns of a line on `stream`: those of the terminal. A file, a pipe or a terminal of unknown width has no limit. */
export function widthOf({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return isTTY === true && columns !== undefined && columns > 0 ? Math.max(narrowest, columns) : unlimited;
}
