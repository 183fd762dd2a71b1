import type { ComparedSide, Comparison, ComparisonOutcome } from '../../judge/comparison/comparison.ts';
import { decisionOf } from '../../judge/comparison/conclude.ts';
import { evidenceWords } from '../comparison-words.ts';
import { capitalised, sentence } from '../visible-text.ts';
import { renderBanner } from './banner.ts';
import { markup, type Content, type Markup } from './markup.ts';
import type { Tone } from './status-mark.ts';
import { timeWords } from './time-words.ts';

const meanings: Readonly<Record<ComparisonOutcome, string>> = {
  INVALID: 'a measurement cannot be trusted; it says nothing about the change',
  REGRESSED: 'the service is worse than before, by more than its margin',
  'NO DATA': 'nothing was recorded of something that is compared',
  'CLAIM NOT MET': 'what was claimed of the change does not hold',
  INCONCLUSIVE: 'too uncertain to decide, and so no all-clear',
  IMPROVED: 'something is better, and nothing is worse by its margin',
  'NO REGRESSION': 'nothing is worse by more than its margin',
};

const tones: Readonly<Record<ReturnType<typeof decisionOf>, Tone>> = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'doubt',
  invalid: 'void',
};

/** The verdict on what changed, why, and what was compared with what. What decides nothing by itself is neither green nor red. */
export function comparisonBanner(comparison: Comparison): Markup {
  const { outcome, reason, reservations, before, after, digest } = comparison;
  const sides: readonly (readonly [string, ComparedSide])[] = [
    ['Before', before],
    ['After', after],
  ];
  return renderBanner({
    tone: tones[decisionOf(comparison)],
    kicker: 'hitgate, before and after',
    word: outcome,
    meaning: meanings[outcome],
    why: sentence(reason),
    chips: [
      ...reservations,
      ...sides.filter(([, { aborted }]) => aborted).map(([name]) => `${name.toLowerCase()}: aborted`),
    ],
    facts: [
      ...sides.map(([name, side]) => [name, sideFact(side)] as const),
      ['Evidence', capitalised(evidenceWords(comparison))],
      ['Digest', markup`<code>${digest.slice(0, 16)}…</code> on both sides`],
    ],
  });
}

function sideFact({ id, startedAt, target, runs }: ComparedSide): Content {
  return markup`${target}, ${runs === 1 ? 'one run' : `${runs} runs`}, <time datetime="${startedAt}">${timeWords(startedAt)}</time> <code>${id}</code>`;
}
