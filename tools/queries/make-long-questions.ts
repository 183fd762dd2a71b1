import { cases, companyParagraphs, tellsIncident, type Case } from './case-paragraphs.ts';
import type { CorpusLine } from './make-questions.ts';
import { SeededDraw } from './seeded-draw.ts';

const casePurpose = 3;
const mostCharacters = 5_250;

/**
 * Makes the long corpus: descriptions of cases, each followed by a question; six of about 1 000 characters and four of about
 * 5 000. Large cases are filled with paragraphs that the seed chooses, kept in their order.
 */
export function makeLongQuestions(seed: number): CorpusLine[] {
  const draw = new SeededDraw(seed, casePurpose);
  return cases.map((description, index) => ({
    id: `long-${String(index + 1).padStart(2, '0')}`,
    doc_id: description.docId,
    question: textOf(description, draw),
    weight: 1,
    class: description.framework,
  }));
}

function textOf({ large, opening, question }: Case, draw: SeededDraw): string {
  const paragraphs = large ? chooseParagraphs(mostCharacters - opening.length - question.length, draw) : [];
  return [opening, ...paragraphs, question].join(' ');
}

/** The incident and other paragraphs, of at most `room` characters in all, in the order in which they are written. */
function chooseParagraphs(room: number, draw: SeededDraw): string[] {
  const chosen = new Set<string>();
  let left = room;
  const others = companyParagraphs.filter((paragraph) => !tellsIncident(paragraph));
  for (const paragraph of [...companyParagraphs.filter(tellsIncident), ...draw.shuffle(others)]) {
    if (paragraph.length + 1 > left) continue;
    chosen.add(paragraph);
    left -= paragraph.length + 1;
  }
  return companyParagraphs.filter((paragraph) => chosen.has(paragraph));
}
