import { markup, type Content, type Markup } from './markup.ts';
import { decimal } from './path.ts';
import type { Tick } from './scale.ts';

/** The paper of a plot and the part of it inside the axes, in its own units; text is 12 of them high. */
export const paper = { width: 400, height: 240, left: 50, right: 344, top: 30, bottom: 200 } as const;

/** Where a reader with a pointer finds the values of a place: rows of a table, in order, each with its place on the x axis. */
type ReadOut = {
  readonly tableId: string;
  /** Places of the rows; a row that is nowhere in the plot is NaN. */
  readonly places: readonly number[];
  /** Columns of the table that belong to the plot, from 0. */
  readonly columns: readonly number[];
};

/** A plot with its axes. Title and description are what a screen reader says of it. */
export type Frame = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly xName: string;
  readonly yName: string;
  readonly body: Content;
  readonly readOut?: ReadOut;
};

/** A plot as SVG, named by its title and described by its description. */
export function plotFrame({ id, title, description, xTicks, yTicks, xName, yName, body, readOut }: Frame): Markup {
  const { width, height, left, right, top, bottom } = paper;
  return markup`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc"${readOutAttributes(readOut)}>
<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
<g class="grid">${yTicks.map(({ at }) => markup`<path d="M${left} ${decimal(at)}H${right}"/>`)}${xTicks.map(({ at }) => markup`<path d="M${decimal(at)} ${bottom}v4"/>`)}</g>
<g class="ticks">${yTicks.map(({ at, label }) => markup`<text x="${left - 5}" y="${decimal(at + 4)}" text-anchor="end">${label}</text>`)}${xTicks.map(({ at, label }) => markup`<text x="${decimal(at)}" y="${bottom + 17}" text-anchor="middle">${label}</text>`)}</g>
<g class="names"><text x="2" y="12">${yName}</text><text x="${right}" y="${height - 5}" text-anchor="end">${xName}</text></g>
<path class="axis" d="M${left} ${top - 4}V${bottom}H${right}"/>
${body}${readOut === undefined ? undefined : markup`<path class="cursor" d="M0 ${top}V${bottom}" visibility="hidden"/>`}</svg>`;
}

function readOutAttributes(readOut: ReadOut | undefined): Content {
  if (readOut === undefined) return undefined;
  const { tableId, places, columns } = readOut;
  const written = places.map((place) => (Number.isNaN(place) ? '' : String(Math.round(place)))).join(',');
  return markup` data-table="${tableId}" data-columns="${columns.join(',')}" data-places="${written}"`;
}
