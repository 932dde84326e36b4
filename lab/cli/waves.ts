/**
 * Runs all items, so many at a time, in waves: the runs of a wave wait for each other when their hosts are up, and the next wave begins
 * when the last of this one is over. Starting and removing hosts takes the machine's whole power; measuring takes next to none, and
 * must not go on beside it.
 *
 * @param run given the item and a promise-giver to call once its hosts are up.
 * @throws the first error, when all of its wave are over.
 */
export async function inWaves<T, R>(
  items: readonly T[],
  atATime: number,
  run: (item: T, hostsUp: () => Promise<void>) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += atATime) {
    const wave = items.slice(from, from + atATime);
    const gate = new Gate(wave.length);
    const ended = await Promise.allSettled(wave.map((item) => throughGate(gate, (hostsUp) => run(item, hostsUp))));
    for (const end of ended) {
      if (end.status === 'rejected') {
        throw end.reason;
      }
      results.push(end.value);
    }
  }
  return results;
}

/** A run that ends before it comes to the gate must not keep the others waiting. */
async function throughGate<R>(gate: Gate, run: (hostsUp: () => Promise<void>) => Promise<R>): Promise<R> {
  let isCounted = false;
  const countOnce = (): void => {
    if (!isCounted) {
      isCounted = true;
      gate.count();
    }
  };
  try {
    return await run(() => {
      countOnce();
      return gate.opened;
    });
  } finally {
    countOnce();
  }
}

/** Opens when so many have been counted. */
class Gate {
  readonly #open = Promise.withResolvers<void>();
  #missing: number;

  constructor(count: number) {
    this.#missing = count;
  }

  get opened(): Promise<void> {
    return this.#open.promise;
  }

  count(): void {
    this.#missing -= 1;
    if (this.#missing === 0) {
      this.#open.resolve();
    }
  }
}
