import { setTimeout as wait } from 'node:timers/promises';
import type { SideBySide } from '../run/run-options.ts';

/** Runs that begin at the same moment do all that comes later at the same moments, too: clients come, evidence is looked at. */
const apartMs = 150;

/**
 * Runs all items, so many at a time, in waves: the runs of a wave wait for each other when their hosts are up, then begin one shortly
 * after the other, wait for each other when they have measured, and the next wave begins when the last of this one is over. Starting
 * and removing hosts takes the machine's whole power; measuring takes next to none, and must not go on beside it.
 *
 * @throws the first error, when all of its wave are over.
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

/** A run that ends before it comes to a gate must not keep the others waiting. */
async function throughGates<R>(hostsUp: Gate, delayMs: number, measured: Gate, run: (sideBySide: SideBySide) => Promise<R>): Promise<R> {
  const [up, over] = [hostsUp.ticket(), measured.ticket()];
  try {
    return await run({
      hostsUp: async () => {
        up();
        await hostsUp.opened;
        await wait(delayMs);
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

/** Opens when so many tickets have been handed in. */
class Gate {
  readonly #open = Promise.withResolvers<void>();
  #missing: number;

  constructor(count: number) {
    this.#missing = count;
  }

  get opened(): Promise<void> {
    return this.#open.promise;
  }

  /** A function that hands one ticket in, and does so once. */
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
