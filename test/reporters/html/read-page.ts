import { readXml, type ReadElement } from '../read-xml.ts';

/** Reads a page by the rules of XML 1.0, which are stricter than those of HTML. @throws Error at the first breach. */
export function readPage(page: string): ReadElement {
  const doctype = '<!DOCTYPE html>\n';
  if (!page.startsWith(doctype)) throw new Error('no DOCTYPE');
  return readXml(`<?xml version="1.0" encoding="UTF-8"?>\n${page.slice(doctype.length)}`);
}

/** An element and all below it. */
export function elementsOf(element: ReadElement): ReadElement[] {
  return [element, ...element.children.flatMap(elementsOf)];
}

/** All text of an element and below it. */
export function textOf(element: ReadElement): string {
  return elementsOf(element)
    .map(({ text }) => text)
    .join(' ');
}
