// Why a chart is left out, a sentence each; undefined if there is something to see. Charts of nothing look like measurements of zero.

/** @param count connects that the chart would show, as points or as a line. */
export function whyNoWaits(count: number, way = ''): string | undefined {
  return count === 0 ? `No client connected${way}, so there is no chart of waits.` : undefined;
}

/** @param depths of the accept queue, at all readings. */
export function whyNoQueue(depths: readonly number[]): string | undefined {
  if (depths.length === 0) {
    return 'The accept queue was not read, so there is no chart of it.';
  }
  return isFlat(depths) ? 'The accept queue was empty at every reading, so there is no chart of it.' : undefined;
}

/** @param counts sockets in TIME_WAIT at all readings, on both sides. */
export function whyNoTimeWait(counts: readonly number[]): string | undefined {
  if (counts.length === 0) {
    return 'Sockets in TIME_WAIT were not counted, so there is no chart of them.';
  }
  return isFlat(counts) ? 'No socket was in TIME_WAIT at any reading, so there is no chart of them.' : undefined;
}

/** @param open queries in flight, at every change. */
export function whyNoQueries(open: readonly number[]): string | undefined {
  return isFlat(open) ? 'By the ledger, the database host asked the DNS nothing, so there is no chart of its queries.' : undefined;
}

function isFlat(values: readonly number[]): boolean {
  return values.every((value) => value === 0);
}
