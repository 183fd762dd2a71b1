/** What waits for a moment, earliest first: a binary heap. Equal moments come out in the order in which they went in. */
export class DueHeap<Item> {
  readonly #entries: Entry<Item>[] = [];
  #pushed = 0;

  /** Items that wait. */
  get size(): number {
    return this.#entries.length;
  }

  /** The earliest moment in microseconds; Infinity when nothing waits. */
  get nextMicros(): number {
    return this.#entries[0]?.micros ?? Infinity;
  }

  push(item: Item, micros: number): void {
    const entry = { item, micros, order: this.#pushed++ };
    const entries = this.#entries;
    let hole = entries.length;
    entries.push(entry);
    while (hole > 0) {
      const place = (hole - 1) >> 1;
      const parent = entries[place];
      if (parent === undefined || !isBefore(entry, parent)) break;
      entries[hole] = parent;
      hole = place;
    }
    entries[hole] = entry;
  }

  /** Removes the earliest item; undefined when nothing waits. */
  pop(): Item | undefined {
    const entries = this.#entries;
    const [earliest] = entries;
    const last = entries.pop();
    if (earliest === undefined || last === undefined) return undefined;
    if (entries.length > 0) this.#sink(last);
    return earliest.item;
  }

  #sink(entry: Entry<Item>): void {
    const entries = this.#entries;
    let hole = 0;
    for (;;) {
      const child = earlierChild(entries, hole);
      const found = entries[child];
      if (found === undefined || !isBefore(found, entry)) break;
      entries[hole] = found;
      hole = child;
    }
    entries[hole] = entry;
  }
}

type Entry<Item> = { readonly item: Item; readonly micros: number; readonly order: number };

function isBefore(left: Entry<unknown>, right: Entry<unknown>): boolean {
  return left.micros < right.micros || (left.micros === right.micros && left.order < right.order);
}

function earlierChild(entries: readonly Entry<unknown>[], place: number): number {
  const left = entries[2 * place + 1];
  const right = entries[2 * place + 2];
  return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * place + 2 : 2 * place + 1;
}
