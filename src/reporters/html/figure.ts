import { markup, type Content, type Markup } from './markup.ts';

/** A line of a plot in its legend. `style` is a class of the style sheet: colour, width and dashes. */
export type LegendLine = { readonly name: string; readonly style: string };

/** A plot with its title, what is worth saying of it, its legend and where its values are. */
export type Figure = {
  readonly id: string;
  readonly title: string;
  readonly note?: Content;
  readonly legend: readonly LegendLine[];
  readonly plot: Markup;
  /** A table of all that is plotted, or a link to it. */
  readonly values: Content;
};

/** A figure, labelled by its title. */
export function figure({ id, title, note, legend, plot, values }: Figure): Markup {
  return markup`<figure id="${id}" aria-labelledby="${id}-head">
<figcaption><h3 id="${id}-head">${title}</h3>${note === undefined ? undefined : markup`<p class="note">${note}</p>`}</figcaption>
<ul class="legend">${distinct(legend).map(({ name, style }) => markup`<li><svg class="swatch" viewBox="0 0 28 10" aria-hidden="true"><path class="line ${style}" d="M1 5H27"/></svg> ${name}</li>`)}</ul>
${plot}
<p class="read-out" aria-hidden="true"></p>
<div class="values">${values}</div></figure>`;
}

function distinct(legend: readonly LegendLine[]): LegendLine[] {
  return [...new Map(legend.map(({ name, style }) => [`${style} ${name}`, { name, style }])).values()];
}
