import type { SideBySide } from '../run/run-options.ts';

/** Without this delay, runs of a wave would do everything at the same moments: clients arrive, evidence is taken. */
const apartMs = 150;

/**
 * Runs all items in waves of `atATime`. The runs of a wave wait for each other when their hosts are up, then begin shortly after each other;
 * they wait for each other again when all have measured. The next wave begins when the last run of this one has ended. Starting and removing
 * hosts keeps all cores busy; measuring needs almost no CPU, and must not happen at the same time.
 *
 * @throws the first error of a wave, after the whole wave has ended.
 */
export async function inWaves<T, R>(
  items: readonly T[],
  atATime: number,
  run: (item: T, sideBySide: SideBySide) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += atATime) {
    const wave = items.slice(from, from + atATime);
    const hostsUp = new Gate(wave.length);
    const measured = new Gate(wave.length);
    const ended = await Promise.allSettled(
      wave.map((item, index) => throughGates(hostsUp, index * apartMs, measured, (sideBySide) => run(item, sideBySide))),
    );
    for (const end of ended) {
      if (end.status === 'rejected') {
        throw end.reason;
      }
      results.push(end.value);
    }
  }
  return results;
}

/** A run that ends before it reaches a gate must not keep the others waiting. */
async function throughGates<R>(hostsUp: Gate, delayMs: number, measured: Gate, run: (sideBySide: SideBySide) => Promise<R>): Promise<R> {
  const [up, over] = [hostsUp.ticket(), measured.ticket()];
  try {
    return await run({
      hostsUp: async () => {
        up();
        await hostsUp.opened;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      },
      measured: () => {
        over();
        return measured.opened;
      },
    });
  } finally {
    up();
    over();
  }
}

/** Opens when `count` tickets have been handed in. */
class Gate {
  readonly #open = Promise.withResolvers<void>();
  #missing: number;

  constructor(count: number) {
    this.#missing = count;
  }

  get opened(): Promise<void> {
    return this.#open.promise;
  }

  /** A function that hands in one ticket; further calls do nothing. */
  ticket(): () => void {
    let isIn = false;
    return () => {
      if (!isIn) {
        isIn = true;
        this.#missing -= 1;
      }
      if (this.#missing === 0) {
        this.#open.resolve();
      }
    };
  }
}
