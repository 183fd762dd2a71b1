import { visibleText } from '../visible-text.ts';

class SafeMarkup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A piece of HTML or SVG that holds no unescaped text from outside: only `markup` and `constantMarkup` make one. */
export type Markup = SafeMarkup;

/** What can stand in a template: markup as it is, text and numbers escaped, nothing for `undefined`, lists one after the other. */
export type Content = Markup | string | number | undefined | readonly Content[];

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of markup, in which every value is escaped for text and for quoted attributes alike. */
export function markup(pieces: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new SafeMarkup(pieces.map((piece, index) => piece + render(values[index])).join(''));
}

/** Text of this program itself as markup, unescaped: a style sheet or a script, never anything that came from outside. */
export function constantMarkup(text: string): Markup {
  return new SafeMarkup(text);
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof SafeMarkup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return keepTogether(visibleText(String(content))).replaceAll(/[&<>"']/gu, (character) => references[character] ?? '');
}

/** A number stays on one line with its groups of three and its unit. */
function keepTogether(text: string): string {
  return text.replaceAll(/(?<=\d) (?=(?:\d{3}|ms|%|s|m|h|µs|MB)(?:[^\p{L}\d]|$))/gu, '\u00A0');
}
