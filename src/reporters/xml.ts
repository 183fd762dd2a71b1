/** An element of XML: attributes in the order given, text or children. Undefined attributes are left out. */
export type XmlElement = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly text?: string;
  readonly children?: readonly XmlElement[];
};

const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The element as a document of XML 1.0 in UTF-8, indented, ending with a line end. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, '')}`;
}

/** Text for XML 1.0: markup is escaped, white space that a parser would change is a reference, and what XML forbids is '�'. */
function escapeXml(text: string): string {
  return text
    .replaceAll(forbidden, '\uFFFD')
    .replaceAll(/[&<>"\t\n\r]/gu, (character) => references[character] ?? character);
}

function render({ name, attributes = {}, text, children = [] }: XmlElement, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  const open = `${indent}<${name}${written}`;
  if (text !== undefined) return `${open}>${escapeXml(text)}</${name}>\n`;
  if (children.length === 0) return `${open}/>\n`;
  const inner = children.map((child) => render(child, `${indent}  `)).join('');
  return `${open}>\n${inner}${indent}</${name}>\n`;
}
