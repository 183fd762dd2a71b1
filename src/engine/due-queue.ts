/** Users waiting for their next start, earliest first: a binary heap in typed arrays, so that waiting allocates nothing. */
export class DueQueue {
  size = 0;
  private due = new Float64Array(64);
  private ids = new Int32Array(64);

  /** Due time of the earliest entry; Infinity when there is none. */
  get nextDue(): number {
    return this.size === 0 ? Infinity : (this.due[0] ?? Infinity);
  }

  push(id: number, dueMicros: number): void {
    if (this.size === this.ids.length) this.grow();
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.dueAt(parent) <= dueMicros) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.due[hole] = dueMicros;
    this.ids[hole] = id;
  }

  /** Removes the earliest entry and returns its user; −1 when there is none. Ties come out in no particular order. */
  pop(): number {
    if (this.size === 0) return -1;
    const earliest = this.ids[0] ?? -1;
    const last = --this.size;
    const due = this.dueAt(last);
    const id = this.ids[last] ?? -1;
    let hole = 0;
    for (let child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && this.dueAt(child + 1) < this.dueAt(child)) child++;
      if (this.dueAt(child) >= due) break;
      this.move(child, hole);
      hole = child;
    }
    this.due[hole] = due;
    this.ids[hole] = id;
    return earliest;
  }

  private dueAt(place: number): number {
    return this.due[place] ?? Infinity;
  }

  private move(from: number, to: number): void {
    this.due[to] = this.due[from] ?? Infinity;
    this.ids[to] = this.ids[from] ?? -1;
  }

  private grow(): void {
    const due = new Float64Array(this.ids.length * 2);
    const ids = new Int32Array(this.ids.length * 2);
    due.set(this.due);
    ids.set(this.ids);
    this.due = due;
    this.ids = ids;
  }
}
