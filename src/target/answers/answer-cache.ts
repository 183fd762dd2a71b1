type AnswerCacheOptions = {
  /** The greatest number of entries; 0 keeps none. */
  readonly capacity: number;
  /** How long an entry lives from when it was stored; reading does not prolong it. */
  readonly ttlMicros: number;
};

type Entry<Value> = {
  readonly value: Value;
  readonly expiresMicros: number;
  /** From when on it is found. */
  readonly seenMicros: number;
};

/** A bounded cache of exact keys: the entry that was not read or stored for longest goes first; an expired one is none. */
export class AnswerCache<Value> {
  readonly #options: AnswerCacheOptions;
  /** A Map keeps the order of insertion, so the first entry is the least recently used. */
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
  }

  /** Entries that are held, expired ones that nobody asked for included. */
  get size(): number {
    return this.#entries.size;
  }

  /** The value of exactly this key; undefined when there is none, when it is not seen yet, or when its time is up (at the very end it is). */
  get(key: string, nowMicros: number): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || nowMicros < entry.seenMicros) return undefined;
    this.#entries.delete(key);
    if (nowMicros >= entry.expiresMicros) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Stores a value; storing again starts its time anew. */
  set(key: string, value: Value, nowMicros: number): void {
    this.#put(key, { value, expiresMicros: nowMicros + this.#options.ttlMicros, seenMicros: 0 });
  }

  /** Stores a value that is found from `seenMicros` on; where one is found already, it takes its place at once. */
  setLater(key: string, value: Value, { nowMicros, seenMicros }: { nowMicros: number; seenMicros: number }): void {
    const isFound = this.get(key, nowMicros) !== undefined;
    const expiresMicros = nowMicros + this.#options.ttlMicros;
    this.#put(key, { value, expiresMicros, seenMicros: isFound ? 0 : seenMicros });
  }

  /** Forgets one value, or all without a key. */
  forget(key?: string): void {
    if (key === undefined) this.#entries.clear();
    else this.#entries.delete(key);
  }

  #put(key: string, entry: Entry<Value>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size <= this.#options.capacity) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
