import { visibleText } from './visible-text.ts';

/** Text of unknown origin as Markdown (GitHub's) shows it literally inside a line or a table cell: no markup, link or image. */
export function markdownText(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~$]/gu, '\\$&');
}

/** Text as a code span, also in a table cell; a back-tick becomes an apostrophe, because a fence for it would hide in a cell. */
export function markdownCode(text: string): string {
  const visible = visibleText(text).replaceAll('`', "'").replaceAll('|', '\\|');
  return visible.trim() === '' ? '' : `\`${visible}\``;
}

/** A column title; `right` aligns its numbers. */
export type Title = { readonly title: string; readonly right?: true };

/** A table of GitHub's Markdown. The cells are Markdown already. */
export function markdownTable(titles: readonly Title[], rows: readonly (readonly string[])[]): string {
  return [
    line(titles.map(({ title }) => title)),
    `|${titles.map(({ right }) => (right === true ? '---:' : '---')).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
