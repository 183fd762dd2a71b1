import { found, type Expected, type FoundKind } from './json-found.ts';
import {
  createNode,
  elementOf,
  nodeAt,
  visitElements,
  type EachElement,
  type ElementVisitor,
  type PathNode,
} from './json-path-tree.ts';
import type { JsonPath } from './json-path.ts';
import { decodeText, escapeLength, isDigit, plainInText, sameBytes } from './json-syntax.ts';

const deepest = 1_000;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * Reads a JSON text (RFC 8259) in one pass over its bytes and notes where the values of some paths lie: without a string, an
 * object or any other thing made for each reply. It accepts exactly what `JSON.parse` accepts, and finds what a walk over the
 * parsed value would find (of members with the same name the last one counts); but a text nested deeper than 1 000 levels is refused.
 *
 * Cost on Node 20 for a reply of 1 kB with five paths: see bench/cost.ts.
 */
export class JsonScanner {
  /** By path, in the order given: what was found, and where its bytes are. For strings without the quotes. */
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The bytes that were scanned last. */
  bytes: Buffer = Buffer.alloc(0);
  private readonly root: PathNode;
  private readonly memberSlot: number;
  private end = 0;
  private depth = 0;
  private scans = 0;
  private textStart = 0;
  /** By depth: the byte that opened the object or array. */
  private readonly containers = new Uint8Array(deepest + 1);
  private textEscaped = false;

  constructor(paths: readonly JsonPath[], each?: EachElement) {
    const slots = paths.length + 1;
    this.memberSlot = paths.length;
    this.kinds = new Uint8Array(slots);
    this.starts = new Int32Array(slots);
    this.ends = new Int32Array(slots);
    this.root = createNode('');
    for (const [slot, path] of paths.entries()) nodeAt(this.root, path).slot = slot;
    if (each !== undefined) visitElements(nodeAt(this.root, each.array), each, this.memberSlot);
  }

  /** Scans bytes[start, end). False when they are no JSON text; what was found is then meaningless. */
  scan(bytes: Buffer, start: number, end: number): boolean {
    this.bytes = bytes;
    this.end = end;
    this.depth = 0;
    this.scans++;
    this.kinds.fill(found.absent);
    const valueEnd = this.value(this.root, this.space(start));
    return valueEnd >= 0 && this.space(valueEnd) === end;
  }

  /** Whether what was found at a slot is the expected scalar. */
  is(slot: number, expected: Expected): boolean {
    const kind = this.kinds[slot] ?? found.absent;
    switch (expected.kind) {
      case found.number:
        return (kind === found.number || kind === found.count) && this.numberAt(slot) === expected.number;
      case found.string:
        if (kind === found.string) return this.holds(slot, expected.bytes);
        return kind === found.escaped && this.textAt(slot) === expected.text;
      default:
        return kind === expected.kind;
    }
  }

  /** The number at a slot; NaN when something else is there. */
  numberAt(slot: number): number {
    const kind = this.kinds[slot];
    if (kind === found.count) return this.starts[slot] ?? NaN;
    return kind === found.number ? Number(this.bytes.toString('latin1', this.starts[slot], this.ends[slot])) : NaN;
  }

  private textAt(slot: number): string {
    return decodeText(this.bytes, this.starts[slot] ?? 0, this.ends[slot] ?? 0);
  }

  private holds(slot: number, text: Uint8Array): boolean {
    return sameBytes(this.bytes, this.starts[slot] ?? 0, this.ends[slot] ?? 0, text);
  }

  /** The end of the value at `at`, having noted what is wanted of it; −1 when there is none. */
  private value(node: PathNode, at: number): number {
    let end: number;
    let kind: FoundKind;
    switch (at < this.end ? (this.bytes[at] ?? -1) : -1) {
      case quote:
        end = this.string(at);
        if (end >= 0) this.note(node, this.textEscaped ? found.escaped : found.string, at + 1, end - 1);
        return end;
      case openBrace:
        end = this.object(node, at);
        kind = found.object;
        break;
      case openBracket:
        end = this.array(node, at);
        kind = found.array;
        break;
      case 0x74:
        end = this.skip(at);
        kind = found.true;
        break;
      case 0x66:
        end = this.skip(at);
        kind = found.false;
        break;
      case 0x6e:
        end = this.skip(at);
        kind = found.null;
        break;
      default:
        end = this.number(at);
        kind = found.number;
    }
    if (end >= 0) this.note(node, kind, at, end);
    return end;
  }

  private note(node: PathNode, kind: FoundKind, start: number, end: number): void {
    if (node.slot >= 0) this.noteAt(node.slot, kind, start, end);
    if (node.memberSlot >= 0) this.noteAt(node.memberSlot, kind, start, end);
  }

  private noteAt(slot: number, kind: FoundKind, start: number, end: number): void {
    this.kinds[slot] = kind;
    this.starts[slot] = start;
    this.ends[slot] = end;
  }

  private object(node: PathNode, start: number): number {
    const { bytes, end } = this;
    if (++this.depth > deepest) return -1;
    let at = this.space(start + 1);
    if (at < end && bytes[at] === closeBrace) return this.leave(at);
    for (;;) {
      at = this.string(at);
      if (at < 0) return -1;
      const child = this.childOf(node, at - 1);
      at = this.colon(at);
      if (at < 0) return -1;
      at = child === undefined ? this.skip(at) : this.value(child, at);
      if (at < 0) return -1;
      at = this.space(at);
      if (at >= end) return -1;
      if (bytes[at] === closeBrace) return this.leave(at);
      if (bytes[at] !== comma) return -1;
      at = this.space(at + 1);
    }
  }

  /** The node for the key that was read last and ends at `textEnd`, forgetting what an earlier member of that name held. */
  private childOf(node: PathNode, textEnd: number): PathNode | undefined {
    for (const child of node.children) {
      const matches = this.textEscaped
        ? decodeText(this.bytes, this.textStart, textEnd) === child.name
        : sameBytes(this.bytes, this.textStart, textEnd, child.key);
      if (!matches) continue;
      if (child.stamp === this.scans) this.forget(child);
      child.stamp = this.scans;
      return child;
    }
    return undefined;
  }

  private forget(node: PathNode): void {
    if (node.slot >= 0) this.kinds[node.slot] = found.absent;
    if (node.memberSlot >= 0) this.kinds[node.memberSlot] = found.absent;
    node.visitor?.begin();
    for (const child of node.children) this.forget(child);
  }

  private array(node: PathNode, start: number): number {
    const { bytes, end } = this;
    if (++this.depth > deepest) return -1;
    const { visitor } = node;
    visitor?.begin();
    let at = this.space(start + 1);
    if (at < end && bytes[at] === closeBracket) {
      this.noteLength(node, 0);
      return this.leave(at);
    }
    for (let index = 0; ; index++) {
      at = this.element(elementOf(node, index), visitor, at);
      if (at < 0) return -1;
      at = this.space(at);
      if (at >= end) return -1;
      if (bytes[at] === closeBracket) {
        this.noteLength(node, index + 1);
        return this.leave(at);
      }
      if (bytes[at] !== comma) return -1;
      at = this.space(at + 1);
    }
  }

  private element(node: PathNode | undefined, visitor: ElementVisitor | undefined, at: number): number {
    const slot = this.memberSlot;
    if (visitor !== undefined) this.kinds[slot] = found.absent;
    const end = node === undefined ? this.skip(at) : this.value(node, at);
    if (visitor !== undefined && end >= 0)
      visitor.element(this.kinds[slot] ?? found.absent, this.bytes, this.starts[slot] ?? 0, this.ends[slot] ?? 0);
    return end;
  }

  /** An array has its length as a member of its own, as a walk over the parsed value would find it. */
  private noteLength(node: PathNode, length: number): void {
    for (const child of node.children) {
      if (child.name === 'length') this.note(child, found.count, length, 0);
    }
  }

  private leave(at: number): number {
    this.depth--;
    return at + 1;
  }

  /**
   * The end of the value at `start`, of which nothing is wanted; −1 when there is none. Most of a reply is such, so that it is read in one
   * loop, without a call for each level.
   */
  private skip(start: number): number {
    const { bytes, end, containers } = this;
    const base = this.depth;
    let depth = base;
    let at = start;
    for (;;) {
      const byte = at < end ? bytes[at] : -1;
      let isOpen = false;
      if (byte === quote) at = this.string(at);
      else if (byte === openBrace || byte === openBracket) {
        if (++depth > deepest) return -1;
        containers[depth] = byte;
        at = this.space(at + 1);
        if (at < end && bytes[at] === byte + 2) {
          depth--;
          at++;
        } else isOpen = true;
      } else if (byte === 0x74) at = this.word(at, 4, 0x72, 0x75, 0x65);
      else if (byte === 0x66) at = bytes[at + 4] === 0x65 ? this.word(at, 5, 0x61, 0x6c, 0x73) : -1;
      else if (byte === 0x6e) at = this.word(at, 4, 0x75, 0x6c, 0x6c);
      else at = this.number(at);
      if (at < 0) return -1;
      while (!isOpen) {
        if (depth === base) return at;
        at = this.space(at);
        if (at >= end) return -1;
        const next = bytes[at];
        if (next === comma) {
          at = this.space(at + 1);
          isOpen = true;
        } else if (next === (containers[depth] ?? 0) + 2) {
          depth--;
          at++;
        } else return -1;
      }
      if (containers[depth] === openBrace) {
        at = this.string(at);
        if (at >= 0) at = this.colon(at);
        if (at < 0) return -1;
      }
    }
  }

  /** The position behind the string at `at`, of which textStart and textEscaped then tell; −1 when there is none. */
  private string(at: number): number {
    const { bytes, end } = this;
    if (at >= end || bytes[at] !== quote) return -1;
    let position = at + 1;
    this.textStart = position;
    this.textEscaped = false;
    for (;;) {
      // Four at a time: most bytes of a reply are within strings.
      while (
        position + 3 < end &&
        ((plainInText[bytes[position] ?? 0] ?? 0) &
          (plainInText[bytes[position + 1] ?? 0] ?? 0) &
          (plainInText[bytes[position + 2] ?? 0] ?? 0) &
          (plainInText[bytes[position + 3] ?? 0] ?? 0)) ===
          1
      )
        position += 4;
      while (position < end && plainInText[bytes[position] ?? 0] === 1) position++;
      if (position >= end) return -1;
      const byte = bytes[position];
      if (byte === quote) return position + 1;
      const length = byte === backslash ? escapeLength(bytes, position, end) : 0;
      if (length === 0) return -1;
      this.textEscaped = true;
      position += length;
    }
  }

  /** The position behind the colon after a key and the white space around it; −1 when there is none. */
  private colon(position: number): number {
    const at = this.space(position);
    return at < this.end && this.bytes[at] === 0x3a ? this.space(at + 1) : -1;
  }

  /** The end of a word whose letters behind the first are these, and for five letters its last one as well. */
  private word(at: number, length: number, second: number, third: number, fourth: number): number {
    const { bytes } = this;
    const isWord =
      at + length <= this.end && bytes[at + 1] === second && bytes[at + 2] === third && bytes[at + 3] === fourth;
    return isWord ? at + length : -1;
  }

  private number(start: number): number {
    const { bytes, end } = this;
    let at = start < end && bytes[start] === 0x2d ? start + 1 : start;
    if (at < end && bytes[at] === 0x30) at++;
    else at = this.digits(at);
    if (at >= 0 && at < end && bytes[at] === 0x2e) at = this.digits(at + 1);
    if (at >= 0 && at < end && ((bytes[at] ?? 0) | 0x20) === 0x65) {
      const sign = at + 1 < end ? bytes[at + 1] : 0;
      at = this.digits(sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
    }
    return at;
  }

  /** The end of the digits at `start`, at least one; −1 when there is none. */
  private digits(start: number): number {
    const { bytes, end } = this;
    let at = start;
    while (at < end && isDigit(bytes[at] ?? 0)) at++;
    return at > start ? at : -1;
  }

  /** The first position from `start` on that holds no white space. */
  private space(start: number): number {
    const { bytes, end } = this;
    let at = start;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break;
      at++;
    }
    return at;
  }
}
