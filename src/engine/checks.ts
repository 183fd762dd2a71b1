import type { OutcomeCode } from '../recorder/sample.ts';
import { activeCheckNames } from '../scenario/active-check-names.ts';
import { checkNames, type JudgedScenario } from '../scenario/scenario.ts';
import type { AnswerMemory } from './answer-memory.ts';
import { compilePath } from './json-path.ts';
import { found } from './json-found.ts';
import type { JsonScanner } from './json-scanner.ts';
import { digestValue, SourceTally } from './source-tally.ts';
import { digest } from './text-digest.ts';
import type { WantedPaths } from './wanted-paths.ts';

/** A share that equals the bound must pass in spite of binary fractions: 66 / 100 against 0.66. */
const roundingGuard = 1e-9;

/** Says of one successful answer whether a check holds; undefined when it could not be made. */
type Check = (body: JsonScanner, query: number, outcome: OutcomeCode) => boolean | undefined;

/** The active checks of a scenario made ready, with the memory that comparing hits with misses needs. */
export class AnswerChecks {
  /** Whether any check is active. */
  readonly needsBody: boolean;
  private readonly checks: readonly Check[];

  /** @param memory what was answered so far; only looked at when the scenario compares hits with misses. */
  constructor(scenario: JudgedScenario, memory: AnswerMemory, wanted: WantedPaths) {
    this.checks = activeCheckNames(scenario.checks).map((name) => compileCheck(name, scenario, memory, wanted));
    this.needsBody = this.checks.length > 0;
  }

  /** Bits as in `Sample.checks` for a successful answer. */
  make(body: JsonScanner, query: number, outcome: OutcomeCode): number {
    let bits = 0;
    let place = 1;
    for (const check of this.checks) {
      const held = check(body, query, outcome);
      if (held !== undefined) bits |= held ? place * 3 : place;
      place *= 4;
    }
    return bits;
  }
}

function compileCheck(name: string, scenario: JudgedScenario, memory: AnswerMemory, wanted: WantedPaths): Check {
  const { target, checks } = scenario;
  switch (name) {
    case checkNames.citations:
      return citationsCheck(tallyOf(scenario, wanted), wanted.slotOf(target.citationsPath));
    case checkNames.consensus:
      return consensusCheck(
        wanted.slotOf(target.consensus.path),
        target.consensus.scale,
        checks.consensus?.atLeast ?? 1,
      );
    case checkNames.sameAnswerOnHit:
      return sameAnswerCheck(tallyOf(scenario, wanted), wanted, target, memory);
    default:
      throw new RangeError(`Expected the name of a check, got ${name}`);
  }
}

/** The one tally of a reply's citations, whichever checks look at it. */
function tallyOf({ target, checks }: JudgedScenario, wanted: WantedPaths): SourceTally {
  const visitor = wanted.each?.visitor;
  if (visitor instanceof SourceTally) return visitor;
  const tally = new SourceTally(checks.sameAnswerOnHit);
  wanted.each = { array: compilePath(target.citationsPath), member: 'source', visitor: tally };
  return tally;
}

/** At least one citation, and each with a source that is a non-empty text. */
function citationsCheck(tally: SourceTally, slot: number): Check {
  return (body) => body.kinds[slot] === found.array && tally.citations > 0 && tally.sourced === tally.citations;
}

function consensusCheck(slot: number, scale: number, atLeast: number): Check {
  const bound = atLeast - roundingGuard;
  return (body) => body.numberAt(slot) / scale >= bound;
}

/** The text of the answer and the set of its citations' sources are those of the miss that filled the cache. */
function sameAnswerCheck(
  tally: SourceTally,
  wanted: WantedPaths,
  { answerPath, citationsPath }: JudgedScenario['target'],
  memory: AnswerMemory,
): Check {
  const answer = wanted.slotOf(answerPath);
  const citations = wanted.slotOf(citationsPath);
  return ({ kinds, bytes, starts, ends }, query, outcome) => {
    digestValue(kinds[answer] ?? found.absent, bytes, starts[answer] ?? 0, ends[answer] ?? 0);
    const isListed = kinds[citations] === found.array;
    const low = isListed ? digest.low + tally.low : digest.low;
    const high = isListed ? digest.high + tally.high : digest.high;
    return memory.compare(query, outcome, low >>> 0, high >>> 0);
  };
}
