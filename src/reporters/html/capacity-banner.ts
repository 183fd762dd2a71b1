import type { Conclusion } from '../../capacity/conclude-search.ts';
import type { CapacityRecord } from '../../report/capacity-record.ts';
import { capacityHeadline, capacityNotes, intervalWords, kneeWords, loadWords } from '../capacity-words.ts';
import { targetWords } from '../report-words.ts';
import { capitalised, sentence } from '../visible-text.ts';
import { renderBanner } from './banner.ts';
import { markup, type Markup } from './markup.ts';
import { outcomeTones } from './status-mark.ts';
import { timeWords } from './time-words.ts';

/** The verdict of a search: the greatest load that meets every gate, and what it is about. */
export function capacityBanner(record: CapacityRecord): Markup {
  const { conclusion, scenario, startedAt, endedAt, settings } = record;
  const knee = kneeWords(record);
  return renderBanner({
    tone: outcomeTones[conclusion.outcome],
    kicker: markup`hitgate, capacity of <strong>${scenario.name}</strong>`,
    word: conclusion.outcome,
    meaning: meaningOf(conclusion, settings),
    why: sentence(capacityHeadline(record)),
    chips: capacityNotes(record).map(capitalised),
    facts: [
      ['Interval', intervalWords(record)],
      ...(knee === undefined ? [] : [['Knee', capitalised(knee)] as const]),
      ['Target', targetWords(record)],
      [
        'Time',
        markup`<time datetime="${startedAt}">${timeWords(startedAt)}</time> to <time datetime="${endedAt}">${timeWords(endedAt)}</time>`,
      ],
    ],
  });
}

function meaningOf({ outcome, end }: Conclusion, { atLeast, unit }: CapacityRecord['settings']): string {
  const asked = atLeast === undefined ? undefined : loadWords(atLeast, unit);
  switch (outcome) {
    case 'PASS':
      return asked === undefined
        ? 'a load that meets every gate was found and confirmed'
        : `the service bears at least ${asked}`;
    case 'FAIL':
      return asked === undefined
        ? 'no load that was to be tried meets every gate'
        : `the service does not bear ${asked}`;
    case 'INCONCLUSIVE':
      return end === 'interrupted' ? 'ended before it was decided' : 'not decided, and so no all-clear';
    case 'INVALID':
      return 'no measurement can be trusted; it says nothing about the service';
  }
}
