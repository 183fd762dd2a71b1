import { describe, expect, it } from 'vitest';
import { problemsOf, scenarioOf } from './parse-text.ts';

function messages(yaml: string): string[] {
  return problemsOf(yaml).map(({ message }) => message);
}

describe('probes', () => {
  it('are none unless the scenario has some', () => {
    expect(scenarioOf('')).not.toHaveProperty('probes');
  });

  it('have three questions and a minute each where nothing else is written', () => {
    expect(
      scenarioOf('probes: { health: true, citations: true, consensus: { atLeast: 0.66 }, cache: true }').probes,
    ).toEqual({
      timeoutMicros: 60e6,
      questions: [],
      kinds: {
        health: {},
        citations: { asks: 3 },
        consensus: { asks: 3, atLeast: 0.66 },
        cache: { asks: 3, settleMicros: 100_000 },
      },
    });
  });

  it('take everything that is written', () => {
    const { probes } = scenarioOf(`
probes:
  health: { version: 1.2.3, live: /health/live }
  cache: { key: { otherCase: hit }, settle: 0, ttl: 5s, failing: { question: f, docId: d } }
  asks: 5
  questions: [one, { question: two, docId: d2 }]
  timeout: 20s`);
    expect(probes).toEqual({
      timeoutMicros: 20e6,
      questions: [{ question: 'one' }, { question: 'two', docId: 'd2' }],
      kinds: {
        health: { version: '1.2.3', live: '/health/live' },
        cache: { asks: 5, settleMicros: 0, otherCase: 'hit', ttlMicros: 5e6, failing: { question: 'f', docId: 'd' } },
      },
    });
  });

  it('takes an exact key for one to which every variant is another question', () => {
    expect(scenarioOf('probes: { cache: { key: exact } }').probes?.kinds.cache).toMatchObject({
      otherCase: 'miss',
      trailingSpace: 'miss',
    });
  });

  it.each([
    ['no probe', '{}', 'probes names no probe'],
    ['settings alone', '{ asks: 3, timeout: 5s, questions: [a] }', 'probes names no probe'],
    ['an unknown key', '{ cache: true, chache: true }', 'probes.chache is not a key that is known here'],
    ['citations: false', '{ citations: false }', 'probes.citations must be'],
    ['no questions', '{ cache: true, asks: 0 }', 'probes.asks must be'],
    ['too many questions', '{ cache: true, asks: 21 }', 'probes.asks must be'],
    ['a limit of 0', '{ consensus: { atLeast: 0 } }', 'probes.consensus.atLeast must be'],
    ['a limit above 1', '{ consensus: { atLeast: 66 } }', 'probes.consensus.atLeast must be'],
    ['a wait of more than a minute', '{ timeout: 5m, cache: { ttl: 60001ms } }', 'must be at most 60s'],
    [
      'a wait as long as the probe',
      '{ timeout: 5s, cache: { ttl: 5s } }',
      'probes.cache.ttl is not below probes.timeout',
    ],
    ['an empty list of questions', '{ cache: true, questions: [] }', 'probes.questions'],
    ['a path without its slash', '{ health: { live: live } }', 'probes.health'],
  ])('are refused with %s', (_, yaml, words) => {
    expect(messages(`probes: ${yaml}`).join('\n')).toContain(words);
  });

  it.each([
    ['a wait of a minute', '{ timeout: 5m, cache: { ttl: 60s } }'],
    ['a wait one below the time', '{ timeout: 5s, cache: { ttl: 4999ms } }'],
    ['one question', '{ cache: true, asks: 1 }'],
    ['twenty questions', '{ cache: true, asks: 20 }'],
  ])('are taken with %s', (_, yaml) => {
    expect(messages(`probes: ${yaml}`)).toEqual([]);
  });

  it.each([
    ['doc-rag that is not asked', 'target: { preset: doc-rag, health: false }', 1],
    [
      'generic without a path',
      'target: { preset: generic, request: { path: /ask, body: "{{question}}" }, classify: { from: header, name: x-cache, hit: [H], miss: [M] } }',
      1,
    ],
    ['doc-rag', '', 0],
  ])('of health need to know what healthy is: %s', (_, yaml, problems) => {
    expect(messages(`${yaml}\nprobes: { health: true }`)).toHaveLength(problems);
  });
});
