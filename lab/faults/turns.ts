/**
 * Deals items out so that everybody who asks gets all of them, one after the other, and all are dealt out as soon as can be: whoever
 * asks next gets one that it has not had in this round, of those the one that was dealt out least, of those the first.
 *
 * With n items every item has been dealt out after n askings, and to each asker after n askings of its own, however they come.
 */
export class Turns<Item> {
  readonly #items: readonly Item[];
  readonly #dealt: number[];
  /** What each asker has had in its present round. */
  readonly #had = new Map<string, Set<number>>();

  constructor(items: readonly Item[]) {
    this.#items = items;
    this.#dealt = items.map(() => 0);
  }

  /** The next item for this asker; undefined where there are none. */
  next(asker: string): Item | undefined {
    let had = this.#had.get(asker);
    if (had === undefined || had.size === this.#items.length) {
      had = new Set();
      this.#had.set(asker, had);
    }
    let [chosen, least] = [-1, Number.POSITIVE_INFINITY];
    for (const [index, times] of this.#dealt.entries()) {
      if (times < least && !had.has(index)) {
        [chosen, least] = [index, times];
      }
    }
    if (chosen >= 0) {
      had.add(chosen);
      this.#dealt[chosen] = least + 1;
    }
    return this.#items[chosen];
  }
}
