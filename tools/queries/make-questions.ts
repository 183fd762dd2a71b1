import { usageError } from '../../src/errors.ts';
import type { Framework, Topic } from './framework.ts';
import { gdpr } from './gdpr.ts';
import { hipaa } from './hipaa.ts';
import { iso27001 } from './iso-27001.ts';
import { pciDss } from './pci-dss.ts';
import { questionForms } from './question-forms.ts';
import { SeededDraw } from './seeded-draw.ts';
import { sox } from './sox.ts';

/** One line of a corpus, with its keys as they are written. */
export type CorpusLine = {
  readonly id: string;
  readonly doc_id: string;
  readonly question: string;
  readonly weight: number;
  readonly class: string;
};

/** How many questions, and of which seed. */
export type CorpusSize = { readonly count: number; readonly seed: number };

/** The size and seed of the corpus that ships. */
export const shippedCorpus: CorpusSize = { count: 1_200, seed: 20_250_108 };

/** The frameworks in the order of the corpus. */
export const frameworks: readonly Framework[] = [pciDss, gdpr, iso27001, sox, hipaa];

/** Bounds of a question's length in characters. */
export const questionLength = { least: 16, most: 150 } as const;

const orderPurpose = 1;
const weightPurpose = 2;

/**
 * Makes `count` distinct questions, as many of each framework as of the others (the first ones one more when it does not
 * divide). Every topic is asked about equally often: its own question first, then forms and askers in an order of the seed.
 * @throws HitgateError (exit 2) when more are asked for than there are
 */
export function makeQuestions({ count, seed }: CorpusSize): CorpusLine[] {
  if (!Number.isSafeInteger(count) || count < 1)
    throw usageError(`Expected a count of at least 1, got ${count}`, 'set --count to a whole number');
  const lines = frameworks.map((framework, index) => {
    const share = Math.floor(count / frameworks.length) + (index < count % frameworks.length ? 1 : 0);
    return makeOfFramework(framework, share, { seed, index });
  });
  const made = lines.flat();
  if (made.length < count) {
    const most = frameworks.length * Math.min(...lines.map((own) => own.length));
    throw usageError(
      `Expected at most ${most} questions (as many of each framework), got a count of ${count}`,
      'lower --count, or add topics, forms or askers in tools/queries',
    );
  }
  return made;
}

function makeOfFramework(
  framework: Framework,
  count: number,
  { seed, index }: { readonly seed: number; readonly index: number },
): CorpusLine[] {
  const draw = new SeededDraw(seed, orderPurpose + 16 * index);
  const weights = new SeededDraw(seed, weightPurpose + 16 * index);
  const queues = draw.shuffle(framework.topics).map((topic) => ({ topic, texts: textsOf(topic, framework, draw) }));
  const seen = new Set<string>();
  const lines: CorpusLine[] = [];
  const longest = Math.max(...queues.map(({ texts }) => texts.length));
  for (let round = 0; round < longest && lines.length < count; round += 1) {
    for (const { topic, texts } of queues) {
      const question = texts[round];
      if (question === undefined || seen.has(question) || lines.length >= count) continue;
      seen.add(question);
      const id = `${framework.idPrefix}-${String(lines.length + 1).padStart(4, '0')}`;
      lines.push({ id, doc_id: topic.docId, question, weight: weightOf(weights), class: framework.name });
    }
  }
  return lines;
}

/**
 * All questions about one topic, its own first. Then every form with every asker and without one, in rounds: each round
 * has every form once, three of four without an asker in the first round, and no pair comes twice.
 */
function textsOf(topic: Topic, framework: Framework, draw: SeededDraw): string[] {
  const forms = draw.shuffle(questionForms).map((form) => form(topic, framework));
  const openings = ['', ...draw.shuffle(framework.askers).map((asker) => `${asker} `)];
  const starts = forms.map(() => (draw.below(4) > 0 ? 0 : draw.below(openings.length)));
  const texts = openings.flatMap((_, round) =>
    forms.map((form, place) => `${openings[((starts[place] ?? 0) + round) % openings.length] ?? ''}${form}`),
  );
  return [topic.question, ...texts].filter(
    ({ length }) => length >= questionLength.least && length <= questionLength.most,
  );
}

/** A weight from 1 to 10; small ones are more frequent, as few questions are popular. */
function weightOf(draw: SeededDraw): number {
  return 1 + Math.min(draw.below(10), draw.below(10));
}
