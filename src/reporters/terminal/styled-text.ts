import { shorten, visibleText } from '../visible-text.ts';

/** What a piece of text means, for its colour. */
export type Style = 'good' | 'bad' | 'doubt' | 'strong' | 'faint';

/** A piece of a line; made by `span` wherever text can come from outside, so that no escape code does. */
export type Span = { readonly text: string; readonly style?: Style };

/** One line on the terminal. */
export type Line = readonly Span[];

/** How lines become text: with ANSI colours or without, in at most `width` characters, in ASCII alone when asked. */
export type Paper = { readonly color: boolean; readonly ascii: boolean; readonly width: number };

const codes: Readonly<Record<Style, string>> = { good: '32', bad: '31', doubt: '33', strong: '1', faint: '2' };

const asciiOf: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '–': '-',
  '—': '-',
  '−': '-',
  '·': '|',
  '…': '~',
  '→': '>',
  '±': '+',
  µ: 'u',
  '≥': '>',
  '≤': '<',
};

/** A piece of text with a meaning; control characters become visible. */
export function span(text: string, style?: Style): Span {
  const visible = visibleText(text);
  return style === undefined ? { text: visible } : { text: visible, style };
}

/** The line as text without a line end. */
export function renderLine(line: Line, { color, ascii, width }: Paper): string {
  let left = width;
  let text = '';
  for (const { text: whole, style } of line) {
    const fitting = ascii ? toAscii(shorten(whole, left)) : shorten(whole, left);
    left -= fitting.length;
    text += color && style !== undefined && fitting.trim() !== '' ? paint(fitting, style) : fitting;
  }
  return color ? text : text.trimEnd();
}

function toAscii(text: string): string {
  return text.replaceAll(/[^ -~]/gu, (character) => asciiOf[character] ?? '?');
}

function paint(text: string, style: Style): string {
  return `\u001B[${codes[style]}m${text}\u001B[0m`;
}
