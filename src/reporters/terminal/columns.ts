import type { Line } from './styled-text.ts';

/** A column of a table: the greatest `rank` is left out first where the table is too wide; 0 always stays. */
export type Column = { readonly align: 'left' | 'right'; readonly rank: number };

/** The rows in aligned columns, two spaces apart, in at most `width` characters while columns can be left out. */
export function alignColumns(columns: readonly Column[], rows: readonly Line[], width: number): Line[] {
  let kept = columns.map((column, index) => ({ ...column, index }));
  const widthOf = (index: number): number => Math.max(0, ...rows.map((row) => row[index]?.text.length ?? 0));
  const needed = (): number => kept.reduce((sum, { index }) => sum + widthOf(index) + 2, -2);
  while (needed() > width && kept.some(({ rank }) => rank > 0)) {
    const greatest = Math.max(...kept.map(({ rank }) => rank));
    kept = kept.filter(({ rank }) => rank !== greatest);
  }
  return rows.map((row) =>
    kept.flatMap(({ align, index }, position): Line => {
      const cell = row[index] ?? { text: '' };
      const gap = { text: position === 0 ? '' : '  ' };
      const padding = { text: ' '.repeat(Math.max(0, widthOf(index) - cell.text.length)) };
      return align === 'left' ? [gap, cell, padding] : [gap, padding, cell];
    }),
  );
}
