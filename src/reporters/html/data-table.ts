import { markup, type Content, type Markup } from './markup.ts';

/** A table: the first cell of each row is its header. `numbers` aligns all others right. */
export type DataTable = {
  readonly id?: string;
  readonly caption: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Content[])[];
  readonly numbers?: boolean;
};

/** A table in a box that scrolls sideways by itself where it is too wide, by keyboard too. */
export function dataTable({ id, caption, titles, rows, numbers = false }: DataTable): Markup {
  const [first = '', ...others] = titles;
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table class="${numbers ? 'numbers' : 'words'}"${id === undefined ? undefined : markup` id="${id}"`}><caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th>${others.map((title) => markup`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(tableRow)}</tbody></table></div>`;
}

/** Names and what is said of them, as a table without a header row. */
export function factTable(caption: string, facts: readonly (readonly [name: string, text: Content])[]): Markup {
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table class="facts"><caption>${caption}</caption>
<tbody>${facts.map(([name, text]) => markup`<tr><th scope="row">${name}</th><td>${text}</td></tr>`)}</tbody></table></div>`;
}

/** Something that is opened by a click or a key. */
export function folded(summary: string, content: Content): Markup {
  return markup`<details><summary>${summary}</summary>${content}</details>`;
}

function tableRow([head, ...cells]: readonly Content[]): Markup {
  return markup`
<tr><th scope="row">${head}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`;
}
