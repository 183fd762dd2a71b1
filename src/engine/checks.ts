import type { OutcomeCode } from '../recorder/sample.ts';
import { activeCheckNames } from '../scenario/active-check-names.ts';
import { checkNames, type Scenario } from '../scenario/scenario.ts';
import { AnswerMemory } from './answer-memory.ts';
import { compilePath, valueAt, type JsonPath } from './json-path.ts';

/** A share that equals the bound must pass in spite of binary fractions: 66 / 100 against 0.66. */
const roundingGuard = 1e-9;

/** Says of one successful answer whether a check holds; undefined when it could not be made. */
type Check = (body: unknown, query: number, outcome: OutcomeCode) => boolean | undefined;

/** The active checks of a scenario made ready, with the memory that comparing hits with misses needs. */
export class AnswerChecks {
  /** Whether any check is active. */
  readonly needsBody: boolean;
  private readonly checks: readonly Check[];

  /** @param queries number of queries in the corpus. */
  constructor(scenario: Scenario, queries: number) {
    this.checks = activeCheckNames(scenario.checks).map((name) => compileCheck(name, scenario, queries));
    this.needsBody = this.checks.length > 0;
  }

  /** Bits as in `Sample.checks` for a successful answer. */
  make(body: unknown, query: number, outcome: OutcomeCode): number {
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

function compileCheck(name: string, scenario: Scenario, queries: number): Check {
  const { target, checks } = scenario;
  const citations = compilePath(target.citationsPath);
  switch (name) {
    case checkNames.citations:
      return (body) => areSourced(valueAt(body, citations));
    case checkNames.consensus:
      return consensusCheck(compilePath(target.consensus.path), target.consensus.scale, checks.consensus?.atLeast ?? 1);
    case checkNames.sameAnswerOnHit: {
      const memory = new AnswerMemory({ answer: compilePath(target.answerPath), citations }, queries);
      return (body, query, outcome) => memory.compare(query, outcome, body);
    }
    default:
      throw new RangeError(`Expected the name of a check, got ${name}`);
  }
}

/** At least one citation, and each with a source that is a non-empty text. */
function areSourced(citations: unknown): boolean {
  if (!Array.isArray(citations) || citations.length === 0) return false;
  for (const citation of citations) {
    if (!isSourced(citation)) return false;
  }
  return true;
}

function isSourced(citation: unknown): boolean {
  if (typeof citation !== 'object' || citation === null || !('source' in citation)) return false;
  return typeof citation.source === 'string' && citation.source !== '';
}

function consensusCheck(path: JsonPath, scale: number, atLeast: number): Check {
  const bound = atLeast - roundingGuard;
  return (body) => {
    const agreement = valueAt(body, path);
    return typeof agreement === 'number' && agreement / scale >= bound;
  };
}
