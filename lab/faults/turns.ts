/**
 * Deals out items so that each asker gets all of them in turn, and every item is dealt out as early as possible. An asker gets an item
 * that it has not had in its present round; among those, the item dealt out least often; among those, the first.
 *
 * With n items, every item has been dealt out after n calls, and each asker has had every item after n calls of its own, in whatever
 * order the askers call.
 */
export class Turns<Item> {
  readonly #items: readonly Item[];
  readonly #dealt: number[];
  /** The items that each asker has had in its present round. */
  readonly #had = new Map<string, Set<number>>();

  constructor(items: readonly Item[]) {
    this.#items = items;
    this.#dealt = items.map(() => 0);
  }

  /** The next item for this asker; undefined if there are no items. */
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
