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
  private position = 0;
  private end = 0;
  private depth = 0;
  private scans = 0;
  private textStart = 0;
  private textEnd = 0;
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
    this.position = start;
    this.end = end;
    this.depth = 0;
    this.scans++;
    this.kinds.fill(found.absent);
    this.skipSpace();
    if (!this.value(this.root)) return false;
    this.skipSpace();
    return this.position === end;
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

  private value(node: PathNode | undefined): boolean {
    const start = this.position;
    if (start >= this.end) return false;
    let kind: FoundKind;
    switch (this.bytes[start] ?? 0) {
      case quote:
        if (!this.string()) return false;
        if (node !== undefined)
          this.note(node, this.textEscaped ? found.escaped : found.string, this.textStart, this.textEnd);
        return true;
      case 0x7b:
        if (!this.object(node)) return false;
        kind = found.object;
        break;
      case 0x5b:
        if (!this.array(node)) return false;
        kind = found.array;
        break;
      case 0x74:
        if (!this.word(0x72, 0x75, 0x65, -1)) return false;
        kind = found.true;
        break;
      case 0x66:
        if (!this.word(0x61, 0x6c, 0x73, 0x65)) return false;
        kind = found.false;
        break;
      case 0x6e:
        if (!this.word(0x75, 0x6c, 0x6c, -1)) return false;
        kind = found.null;
        break;
      default:
        if (!this.number()) return false;
        kind = found.number;
    }
    if (node !== undefined) this.note(node, kind, start, this.position);
    return true;
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

  private object(node: PathNode | undefined): boolean {
    if (++this.depth > deepest) return false;
    const { bytes } = this;
    this.position++;
    this.skipSpace();
    if (bytes[this.position] === 0x7d && this.position < this.end) return this.leave();
    for (;;) {
      if (bytes[this.position] !== quote || !this.string()) return false;
      const child = node === undefined || node.children.length === 0 ? undefined : this.childOf(node);
      this.skipSpace();
      if (bytes[this.position] !== 0x3a || this.position >= this.end) return false;
      this.position++;
      this.skipSpace();
      if (!this.value(child)) return false;
      this.skipSpace();
      if (this.position >= this.end) return false;
      const next = bytes[this.position];
      if (next === 0x7d) return this.leave();
      if (next !== 0x2c) return false;
      this.position++;
      this.skipSpace();
    }
  }

  /** The node for the key that was read last, forgetting what an earlier member of that name held. */
  private childOf(node: PathNode): PathNode | undefined {
    for (const child of node.children) {
      const matches = this.textEscaped
        ? decodeText(this.bytes, this.textStart, this.textEnd) === child.name
        : sameBytes(this.bytes, this.textStart, this.textEnd, child.key);
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

  private array(node: PathNode | undefined): boolean {
    if (++this.depth > deepest) return false;
    const { bytes } = this;
    const isWanted = node !== undefined && (node.children.length > 0 || node.each !== undefined);
    const visitor = node?.visitor;
    let index = 0;
    visitor?.begin();
    this.position++;
    this.skipSpace();
    if (bytes[this.position] === 0x5d && this.position < this.end) {
      if (isWanted) this.noteLength(node, 0);
      return this.leave();
    }
    for (;;) {
      const child = isWanted ? elementOf(node, index) : undefined;
      if (visitor === undefined) {
        if (!this.value(child)) return false;
      } else if (!this.element(child, visitor)) return false;
      index++;
      this.skipSpace();
      if (this.position >= this.end) return false;
      const next = bytes[this.position];
      if (next === 0x5d) break;
      if (next !== 0x2c) return false;
      this.position++;
      this.skipSpace();
    }
    if (isWanted) this.noteLength(node, index);
    return this.leave();
  }

  private element(node: PathNode | undefined, visitor: ElementVisitor): boolean {
    const slot = this.memberSlot;
    this.kinds[slot] = found.absent;
    if (!this.value(node)) return false;
    visitor.element(this.kinds[slot] ?? found.absent, this.bytes, this.starts[slot] ?? 0, this.ends[slot] ?? 0);
    return true;
  }

  /** An array has its length as a member of its own, as a walk over the parsed value would find it. */
  private noteLength(node: PathNode, length: number): void {
    for (const child of node.children) {
      if (child.name === 'length') this.note(child, found.count, length, 0);
    }
  }

  private leave(): boolean {
    this.depth--;
    this.position++;
    return true;
  }

  /** Sets textStart and textEnd to what is between the quotes. */
  private string(): boolean {
    const { bytes, end } = this;
    let position = this.position + 1;
    this.textStart = position;
    this.textEscaped = false;
    for (;;) {
      while (position < end && plainInText[bytes[position] ?? 0] === 1) position++;
      if (position >= end) return false;
      const byte = bytes[position];
      if (byte === quote) {
        this.textEnd = position;
        this.position = position + 1;
        return true;
      }
      const length = byte === backslash ? escapeLength(bytes, position, end) : 0;
      if (length === 0) return false;
      this.textEscaped = true;
      position += length;
    }
  }

  /** The rest of `true`, `false` or `null`; −1 for no fourth letter. */
  private word(second: number, third: number, fourth: number, fifth: number): boolean {
    const { bytes, position } = this;
    const length = fifth < 0 ? 4 : 5;
    this.position = position + length;
    return (
      this.position <= this.end &&
      bytes[position + 1] === second &&
      bytes[position + 2] === third &&
      bytes[position + 3] === fourth &&
      (fifth < 0 || bytes[position + 4] === fifth)
    );
  }

  private number(): boolean {
    const { bytes, end } = this;
    if (bytes[this.position] === 0x2d) this.position++;
    if (this.position >= end) return false;
    if (bytes[this.position] === 0x30) this.position++;
    else if (!this.digits()) return false;
    if (this.position < end && bytes[this.position] === 0x2e) {
      this.position++;
      if (!this.digits()) return false;
    }
    if (this.position < end && ((bytes[this.position] ?? 0) | 0x20) === 0x65) {
      this.position++;
      if (this.position < end && (bytes[this.position] === 0x2b || bytes[this.position] === 0x2d)) this.position++;
      if (!this.digits()) return false;
    }
    return true;
  }

  /** At least one digit. */
  private digits(): boolean {
    const { bytes, end } = this;
    const start = this.position;
    let position = start;
    while (position < end && isDigit(bytes[position] ?? 0)) position++;
    this.position = position;
    return position > start;
  }

  private skipSpace(): void {
    const { bytes, end } = this;
    let position = this.position;
    while (position < end) {
      const byte = bytes[position];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      position++;
    }
    this.position = position;
  }
}
