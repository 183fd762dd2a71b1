import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { parseReplay } from '../../src/plan/parse-replay.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { buildCorpus, buildScenario, constantRate, constantUsers, type ScenarioParts } from './scenario-builder.ts';

const corpus = buildCorpus(300);
const log = Array.from({ length: 40 }, (_, index) => `{"at_ms":${index * 10},"id":"q-${(index * 7) % 300}"}`).join(
  '\n',
);
const replay = parseReplay(log, 'r.jsonl', corpus);

function planOf(parts: ScenarioParts = {}): Plan {
  return buildPlan(buildScenario(parts), corpus, replay);
}

describe('the digest of a plan', () => {
  it.each([
    ['uniform', { popularity: { kind: 'uniform' } }],
    ['zipf', { popularity: { kind: 'zipf', exponent: 0.99 } }],
    ['zipf of another seed', { popularity: { kind: 'zipf', exponent: 0.99 }, seed: -1 }],
    ['zipf with a mix', { popularity: { kind: 'zipf', exponent: 1.2 }, mix: { gdpr: 2, sox: 1 } }],
    ['zipf per user', { popularity: { kind: 'zipf', exponent: 0.99 }, sequence: 'per-user' }],
    ['hotspot', { popularity: { kind: 'hotspot', hotQueries: 0.1, hotTraffic: 0.9 } }],
    ['weighted', { popularity: { kind: 'weighted' } }],
    ['sequential', { popularity: { kind: 'sequential' } }],
    ['replay', { popularity: { kind: 'replay', file: 'r.jsonl', speed: 1 } }],
    ['hit-rate', { popularity: { kind: 'hit-rate', rate: 0.9 } }],
    ['hit-rate per user', { popularity: { kind: 'hit-rate', rate: 0.9 }, sequence: 'per-user' }],
  ] as const)('of %s is the same on every machine, with its first queries', (_, workload) => {
    const plan = planOf({ workload });
    const first = Array.from({ length: 12 }, (_, index) => plan.sequence.queryAt(0, index));
    expect(`${plan.digest} ${first.join(' ')}`).toMatchSnapshot();
  });

  it('is the same for 10 users, for 1 000, for another length and for an open load', () => {
    const { digest } = planOf({ load: constantUsers(10) });
    expect(planOf({ load: constantUsers(1000) }).digest).toBe(digest);
    expect(planOf({ load: constantUsers(10, 86_400_000_000) }).digest).toBe(digest);
    expect(planOf({ load: constantRate(500, 10_000_000) }).digest).toBe(digest);
    expect(planOf({ warmup: { kind: 'none' }, workload: { thinkTime: { kind: 'constant', micros: 5 } } }).digest).toBe(
      digest,
    );
  });

  it('of a replay depends on the log, not on its name or speed', () => {
    expect(digestOfReplay('other.jsonl', 3)).toBe(digestOfReplay('r.jsonl', 1));
  });

  it.each([
    ['the seed', { workload: { seed: 2 } }],
    ['the popularity', { workload: { popularity: { kind: 'uniform' } } }],
    ['the exponent', { workload: { popularity: { kind: 'zipf', exponent: 1 } } }],
    ['the mix', { workload: { mix: { gdpr: 1 } } }],
    ['the kind of sequence', { workload: { sequence: 'per-user' } }],
  ] as const)('changes with %s', (_, parts) => {
    expect(planOf(parts).digest).not.toBe(planOf().digest);
  });

  it('changes with the corpus', () => {
    expect(buildPlan(buildScenario(), buildCorpus(299)).digest).not.toBe(buildPlan(buildScenario(), corpus).digest);
  });
});

function digestOfReplay(file: string, speed: number): string {
  return planOf({ workload: { popularity: { kind: 'replay', file, speed } } }).digest;
}
