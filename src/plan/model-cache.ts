import { formatCount, formatDuration } from '../units.ts';
import type { CacheModel } from '../scenario/scenario.ts';

/** A cache as the prediction assumes it: O(1) per request. */
export type ModelCache = {
  /**
   * Asks for a query at a time that never decreases: true is a hit; on a miss the query is stored. A never-seen query
   * (below 0) always misses, and takes the place of another in a bounded cache.
   */
  readonly ask: (query: number, atMicros: number) => boolean;
};

/**
 * Builds the model over a corpus of `size` queries. Entries expire `ttlMicros` after they were stored (a hit does not
 * renew them) and, as in real caches, keep their place until they are asked again or pushed out.
 */
export function buildModelCache({ capacity, ttlMicros }: CacheModel, size: number): ModelCache {
  const lifetime = ttlMicros ?? Infinity;
  return capacity === undefined ? unboundedCache(size, lifetime) : new LeastRecentlyUsed(capacity, size, lifetime);
}

/** The model in words: 'unbounded', 'LRU of 700', each with its 'TTL 1 h'. */
export function describeCache({ capacity, ttlMicros }: CacheModel): string {
  const size = capacity === undefined ? 'unbounded' : `LRU of ${formatCount(capacity)}`;
  return ttlMicros === undefined ? size : `${size}, TTL ${formatDuration(ttlMicros)}`;
}

function unboundedCache(size: number, lifetime: number): ModelCache {
  const storedAt = new Float64Array(size).fill(-Infinity);
  const ask = (query: number, atMicros: number): boolean => {
    if (query < 0) return false;
    const stored = storedAt[query] ?? -Infinity;
    if (stored > -Infinity && atMicros - stored < lifetime) return true;
    storedAt[query] = atMicros;
    return false;
  };
  return { ask };
}

const none = -1;

/** Entries are slots in a doubly linked list from the most to the least recently used, kept in typed arrays. */
class LeastRecentlyUsed implements ModelCache {
  private readonly capacity: number;
  private readonly lifetime: number;
  private readonly slotOf: Int32Array;
  private newer: Int32Array;
  private older: Int32Array;
  private queryIn: Int32Array;
  private storedAt: Float64Array;
  private used = 0;
  private newest = none;
  private oldest = none;

  constructor(capacity: number, size: number, lifetime: number) {
    const slots = Math.min(capacity, 2 * size + 1024);
    this.capacity = capacity;
    this.lifetime = lifetime;
    this.slotOf = new Int32Array(size).fill(none);
    this.newer = new Int32Array(slots);
    this.older = new Int32Array(slots);
    this.queryIn = new Int32Array(slots);
    this.storedAt = new Float64Array(slots);
  }

  ask(query: number, atMicros: number): boolean {
    const slot = query < 0 ? none : (this.slotOf[query] ?? none);
    if (slot === none) {
      this.insert(query, atMicros);
      return false;
    }
    this.unlink(slot);
    this.linkAsNewest(slot);
    if (atMicros - (this.storedAt[slot] ?? 0) < this.lifetime) return true;
    this.storedAt[slot] = atMicros;
    return false;
  }

  private insert(query: number, atMicros: number): void {
    if (this.capacity < 1) return;
    const slot = this.used < this.capacity ? this.takeSlot() : this.evictOldest();
    this.queryIn[slot] = query < 0 ? none : query;
    this.storedAt[slot] = atMicros;
    if (query >= 0) this.slotOf[query] = slot;
    this.linkAsNewest(slot);
  }

  private takeSlot(): number {
    if (this.used === this.newer.length) this.grow();
    this.used += 1;
    return this.used - 1;
  }

  private evictOldest(): number {
    const slot = this.oldest;
    const query = this.queryIn[slot] ?? none;
    if (query !== none) this.slotOf[query] = none;
    this.unlink(slot);
    return slot;
  }

  private linkAsNewest(slot: number): void {
    this.older[slot] = this.newest;
    this.newer[slot] = none;
    if (this.newest === none) this.oldest = slot;
    else this.newer[this.newest] = slot;
    this.newest = slot;
  }

  private unlink(slot: number): void {
    const newer = this.newer[slot] ?? none;
    const older = this.older[slot] ?? none;
    if (newer === none) this.newest = older;
    else this.older[newer] = older;
    if (older === none) this.oldest = newer;
    else this.newer[older] = newer;
  }

  private grow(): void {
    const slots = Math.min(this.capacity, 2 * this.newer.length);
    this.newer = enlarge(new Int32Array(slots), this.newer);
    this.older = enlarge(new Int32Array(slots), this.older);
    this.queryIn = enlarge(new Int32Array(slots), this.queryIn);
    this.storedAt = enlarge(new Float64Array(slots), this.storedAt);
  }
}

function enlarge<T extends Int32Array | Float64Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
