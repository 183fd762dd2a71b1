/** An element that was read back. Text is that of the element itself. */
export type ReadElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ReadElement[];
  readonly text: string;
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a document of XML 1.0 by the rules that make it well-formed (https://www.w3.org/TR/xml/): one root, matching tags,
 * distinct quoted attributes, allowed characters only, no bare & or <, references resolved, line ends and attribute
 * white space normalised. No DTD, comments or CDATA. @throws Error at the first breach.
 */
export function readXml(text: string): ReadElement {
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(text))
    throw new Error('forbidden character');
  const source = text.replaceAll(/\r\n?/gu, '\n');
  const head = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/u.exec(source);
  if (head === null) throw new Error('no XML declaration');
  const { element, end } = readElement(source, head[0].length);
  if (source.slice(end).trim() !== '') throw new Error(`something after the root: ${source.slice(end, end + 20)}`);
  return element;
}

function readElement(source: string, start: number): { element: ReadElement; end: number } {
  const open = /^<([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_:][\w.:-]*="[^"<]*")*)\s*(\/?)>/u.exec(source.slice(start));
  if (open === null) throw new Error(`no tag at ${JSON.stringify(source.slice(start, start + 40))}`);
  const [whole, name = '', written = '', closed] = open;
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of written.matchAll(/([\w.:-]+)="([^"]*)"/gu)) {
    if (Object.hasOwn(attributes, key)) throw new Error(`attribute ${key} twice`);
    attributes[key] = resolve(value.replaceAll(/[\t\n]/gu, ' '));
  }
  const children: ReadElement[] = [];
  let end = start + whole.length;
  if (closed === '/') return { element: { name, attributes, children, text: '' }, end };
  let text = '';
  while (!source.startsWith('</', end)) {
    const next = source.indexOf('<', end);
    if (next === -1) throw new Error(`<${name}> is not closed`);
    if (next > end) {
      const piece = source.slice(end, next);
      if (piece.includes(']]>')) throw new Error(']]> in text');
      text += resolve(piece);
      end = next;
      continue;
    }
    const child = readElement(source, end);
    children.push(child.element);
    end = child.end;
  }
  if (!source.startsWith(`</${name}>`, end)) throw new Error(`<${name}> is closed by another tag`);
  return { element: { name, attributes, children, text }, end: end + name.length + 3 };
}

function resolve(text: string): string {
  return text.replaceAll(/&([^;]*;?)/gu, (_, reference: string) => {
    const number = /^#(\d+);$/u.exec(reference);
    if (number !== null) return String.fromCodePoint(Number(number[1]));
    const entity = entities[reference.replace(/;$/u, '')];
    if (entity === undefined || !reference.endsWith(';')) throw new Error(`bare & before ${reference}`);
    return entity;
  });
}
