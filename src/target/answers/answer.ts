import { hashText, mixBits } from './text-hash.ts';
import { authors, sentences, sources } from './compliance-texts.ts';

/** One source that an answer rests on. */
type Citation = {
  readonly source: string;
  readonly page: number;
  readonly relevance: number;
  readonly text: string;
  readonly author: string;
  readonly year: number;
};

/** What the imaginary service knows of a question: a pure function of its text, the same for a miss and every hit after it. */
export type Answer = {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
  /** Whole per cent of the nodes that agree, 72 to 99. */
  readonly agreementPercentage: number;
};

const leastCharacters = 300;
const mostCharacters = 900;

/** Writes the answer to a question: 300 to 900 characters and one to three citations, chosen by the text's hash. */
export function composeAnswer(docId: string, question: string): Answer {
  const draw = drawer(hashText(`${docId}\u0000${question}`));
  const wanted = leastCharacters + draw(mostCharacters - leastCharacters - 200);
  return {
    text: composeText(draw(sentences.length), 2 * draw(sentences.length / 2) + 1, wanted),
    citations: Array.from({ length: 1 + draw(3) }, (_, place) => composeCitation(draw, place)),
    confidence: (75 + draw(24)) / 100,
    agreementPercentage: 72 + draw(28),
  };
}

/** Sentences `first`, `first + step`, …; an odd step meets each of the 16 once. Ends when the text has `wanted` characters. */
function composeText(first: number, step: number, wanted: number): string {
  let text = sentences[first] ?? '';
  for (let place = first + step; text.length < wanted; place += step)
    text += ` ${sentences[place % sentences.length] ?? ''}`;
  return text;
}

function composeCitation(draw: (limit: number) => number, place: number): Citation {
  return {
    source: sources[draw(sources.length)] ?? '',
    page: 1 + draw(180),
    relevance: (95 - 10 * place - draw(10)) / 100,
    text: sentences[draw(sentences.length)] ?? '',
    author: authors[draw(authors.length)] ?? '',
    year: 2015 + draw(10),
  };
}

/** Whole numbers from 0 to below a limit, one after another, from one hash. */
function drawer(seed: number): (limit: number) => number {
  let drawn = 0;
  return (limit) => mixBits(seed + Math.imul(0x9e37_79b9, ++drawn)) % limit;
}
