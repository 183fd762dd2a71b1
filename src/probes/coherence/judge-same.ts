import type { ObservedAnswer } from '../observed.ts';
import { evidence, type ProbeFinding } from '../probe-finding.ts';
import type { Evidence } from '../probe-result.ts';
import { replyEvidence, sourcesText, type AskedOfAll } from './replica-reply.ts';

/** What is compared: how it is called, what its text is (undefined: there is none), and whether there is anything to compare. */
type Aspect = {
  readonly name: string;
  readonly words: { readonly one: string; readonly none: string };
  readonly textOf: (answer: ObservedAnswer) => string | undefined;
  readonly isSomething: (text: string | undefined) => boolean;
};

/**
 * Whether every replica gives the same answer to each question. A difference is a fail; otherwise a reply that is missing, or an answer
 * without a text, is no data. A question that no replica answers is left out.
 */
export function judgeSameAnswer(asked: readonly AskedOfAll[]): ProbeFinding {
  return judge(asked, {
    name: 'coherence: same answer',
    words: { one: 'answer', none: 'no answer at its path' },
    textOf: ({ answer }) => answer,
    isSomething: (text) => text !== undefined,
  });
}

/** The same for the sources that are cited, in whatever order; a question whose answers cite nothing anywhere is no data. */
export function judgeSameReplicaCitations(asked: readonly AskedOfAll[]): ProbeFinding {
  return judge(asked, {
    name: 'coherence: same citations',
    words: { one: 'set of citations', none: 'no citation' },
    textOf: sourcesText,
    isSomething: (text) => text !== undefined && text !== '[]',
  });
}

type Comparison =
  | { readonly status: 'same' | 'left-out' }
  | { readonly status: 'different' | 'incomplete'; readonly shown: readonly Evidence[] };

function judge(asked: readonly AskedOfAll[], aspect: Aspect): ProbeFinding {
  const { name, words } = aspect;
  const comparisons = asked.map((replies) => compare(replies, aspect));
  const shown = comparisons.flatMap((comparison) => ('shown' in comparison ? comparison.shown : []));
  const count = (status: Comparison['status']): number => comparisons.filter((each) => each.status === status).length;
  const [different, incomplete, same] = [count('different'), count('incomplete'), count('same')];
  const finding = (status: ProbeFinding['status'], reason: string): ProbeFinding => ({
    name,
    status,
    reason,
    evidence: shown,
  });
  if (different > 0)
    return finding(
      'fail',
      `${different} of ${asked.length} questions have more than one ${words.one} among the replicas`,
    );
  if (incomplete > 0)
    return finding('no-data', `${incomplete} of ${asked.length} questions could not be compared on every replica`);
  if (same === 0) return finding('no-data', 'no question was answered by the replicas');
  const replicas = asked[0]?.length ?? 0;
  return finding(
    'pass',
    `${replicas} replicas have the same ${words.one} to ${same === 1 ? 'the question' : `all ${same} questions`}`,
  );
}

function compare(replies: AskedOfAll, aspect: Aspect): Comparison {
  if (replies.length > 0 && replies.every(({ seen }) => seen.kind === 'failure')) return { status: 'left-out' };
  const answers = replies.flatMap(({ replica, seen }) =>
    seen.kind === 'answer' ? [{ replica, question: seen.question, text: aspect.textOf(seen) }] : [],
  );
  const first = answers.find(({ text }) => aspect.isSomething(text));
  if (first === undefined)
    return { status: 'incomplete', shown: replies.map((reply) => nothingEvidence(reply, aspect)) };
  const others = answers.filter(({ text }) => text !== first.text);
  if (others.length > 0) {
    const of = (replica: string): string => `${replica}: ${first.question}`;
    const shown = others.map((other) => evidence(of(other.replica), sayDifference(other.text ?? '', first.text ?? '')));
    const at = sayDifference(first.text ?? '', others[0]?.text ?? '');
    return { status: 'different', shown: [evidence(of(first.replica), at), ...shown] };
  }
  if (answers.length === replies.length) return { status: 'same' };
  const missing = replies.filter(({ seen }) => seen.kind !== 'answer');
  return { status: 'incomplete', shown: missing.map(replyEvidence) };
}

function nothingEvidence(reply: AskedOfAll[number], { words }: Aspect): Evidence {
  return reply.seen.kind === 'answer'
    ? evidence(`${reply.replica}: ${reply.seen.question}`, words.none)
    : replyEvidence(reply);
}

/** Characters before the first that differs, so that a reader finds the place. */
const context = 40;

/** A text from where it begins to differ from another; long texts often differ at their end alone. */
function sayDifference(text: string, other: string): string {
  if (text === '') return 'nothing';
  let place = 0;
  while (place < text.length && text[place] === other[place]) place += 1;
  const from = Math.max(0, place - context);
  return from === 0 ? text : `… ${text.slice(from)}`;
}
