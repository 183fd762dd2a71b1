import type { FoundKind } from './json-found.ts';
import type { JsonPath } from './json-path.ts';

/** Told of every element of one array, with what the element holds under one name (absent when it is no object). */
export type ElementVisitor = {
  /** The array begins; what was told of an earlier one of the same name does not count. */
  readonly begin: () => void;
  /** For strings, [start, end) is what is between the quotes; for all else the value's bytes. */
  readonly element: (kind: FoundKind, bytes: Buffer, start: number, end: number) => void;
};

/** The array whose elements are told, and the name under which each is looked at. */
export type EachElement = { readonly array: JsonPath; readonly member: string; readonly visitor: ElementVisitor };

/** A place in a JSON text that a wanted path leads through. */
export type PathNode = {
  readonly name: string;
  readonly key: Uint8Array;
  /** The key as the index of an array's element; −1 when it is none. */
  readonly index: number;
  readonly children: PathNode[];
  /** Where to note the value; −1 for nowhere. */
  slot: number;
  /** Where to note it as well, for the visitor; −1 for nowhere. */
  memberSlot: number;
  /** The node of all elements of a visited array that have none of their own. */
  each: PathNode | undefined;
  visitor: ElementVisitor | undefined;
  /** The number of the scan that met this node last. */
  stamp: number;
};

/** A node under this name, with nothing wanted yet. */
export function createNode(name: string): PathNode {
  const index = /^(?:0|[1-9]\d*)$/u.test(name) ? Number(name) : -1;
  return {
    name,
    key: Buffer.from(name),
    index,
    children: [],
    slot: -1,
    memberSlot: -1,
    each: undefined,
    visitor: undefined,
    stamp: 0,
  };
}

/** The node at a path, made when it is missing. */
export function nodeAt(root: PathNode, path: JsonPath): PathNode {
  let node = root;
  for (const name of path) {
    let child = node.children.find((candidate) => candidate.name === name);
    if (child === undefined) {
      child = createNode(name);
      node.children.push(child);
    }
    node = child;
  }
  return node;
}

/** Has a visitor told of an array's elements. Elements that other paths lead through have nodes of their own, which then note the member too. */
export function visitElements(array: PathNode, { member, visitor }: EachElement, memberSlot: number): void {
  array.visitor = visitor;
  array.each = createNode('');
  for (const element of [array.each, ...array.children.filter(({ index }) => index >= 0)])
    nodeAt(element, [member]).memberSlot = memberSlot;
}

/** The node of an array's element. */
export function elementOf(array: PathNode, index: number): PathNode | undefined {
  for (const child of array.children) {
    if (child.index === index) return child;
  }
  return array.each;
}
