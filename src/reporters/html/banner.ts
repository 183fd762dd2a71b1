import { markup, type Content, type Markup } from './markup.ts';
import { toneShape, type Tone } from './status-mark.ts';

/** What stands above everything: a verdict that a stranger understands in five seconds, and what it is about. */
export type Banner = {
  readonly tone: Tone;
  readonly kicker: Content;
  readonly word: string;
  /** What the word means, for a reader who has never seen one. */
  readonly meaning: string;
  readonly why: Content;
  /** What a reader must not overlook. */
  readonly chips: readonly string[];
  readonly facts: readonly (readonly [name: string, text: Content])[];
};

/** The banner of a page, with its only heading of the first rank. */
export function renderBanner({ tone, kicker, word, meaning, why, chips, facts }: Banner): Markup {
  return markup`<header class="verdict ${tone}">
<p class="kicker">${kicker}</p>
<h1>${toneShape(tone)} <span class="word">${word}</span> <span class="meaning">${meaning}</span></h1>
<p class="why">${why}</p>
${chips.length === 0 ? undefined : markup`<ul class="chips">${chips.map((chip) => markup`<li>${chip}</li>`)}</ul>`}
<dl>${facts.map(([name, text]) => markup`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
</header>`;
}
