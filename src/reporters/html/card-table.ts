import { markup, type Content, type Markup } from './markup.ts';

/** A table whose rows become cards on a narrow screen, where each cell says its title itself. It keeps its roles there. */
export type CardTable = {
  readonly caption: string;
  readonly titles: readonly string[];
  /** The first cell of each row is its header. */
  readonly rows: readonly (readonly Content[])[];
};

/** The table; an empty cell reads 'none'. */
export function cardTable({ caption, titles, rows }: CardTable): Markup {
  return markup`<table class="cards" role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${titles.map((title) => markup`<th scope="col" role="columnheader">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => cardRow(titles, row))}</tbody></table>`;
}

function cardRow(titles: readonly string[], [head, ...cells]: readonly Content[]): Markup {
  return markup`
<tr role="row"><th scope="row" role="rowheader">${head}</th>${cells.map((content, index) => markup`<td role="cell" data-title="${titles[index + 1]}">${content === '' ? markup`<span class="note">none</span>` : content}</td>`)}</tr>`;
}
