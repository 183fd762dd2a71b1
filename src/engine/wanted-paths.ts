import { compilePath, type JsonPath } from './json-path.ts';
import type { EachElement } from './json-path-tree.ts';

/** Collects the paths that the rules of a scenario look at, so that one scan of a reply finds them all. */
export class WantedPaths {
  readonly paths: JsonPath[] = [];
  /** The array whose elements are looked at, if there is one. */
  each: EachElement | undefined = undefined;
  private readonly slots = new Map<string, number>();

  /** The slot in which the scanner notes what it finds at a dotted path; the same for the same path. */
  slotOf(path: string): number {
    const known = this.slots.get(path);
    if (known !== undefined) return known;
    const slot = this.paths.push(compilePath(path)) - 1;
    this.slots.set(path, slot);
    return slot;
  }
}
