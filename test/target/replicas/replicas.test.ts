import { expect, it } from 'vitest';
import { parseFaults } from '../../../src/target/faults/parse-fault.ts';
import { defaultTargetOptions, type ReferenceTargetOptions } from '../../../src/target/options.ts';
import { keyOf, QueryService, type ServiceReply } from '../../../src/target/query-service.ts';

/** Replicas on one clock that stands still until it is moved; a miss takes 78 ms and a hit 12 ms. */
class Replicas {
  readonly services: readonly QueryService[];
  nowMicros = 0;

  constructor(options: Partial<ReferenceTargetOptions> = {}) {
    const all = { ...defaultTargetOptions(), jitter: 0, replicas: 3, ...options };
    this.services = Array.from({ length: all.replicas }, () => new QueryService(all, 0));
    for (const service of this.services) service.join(this.services);
  }

  at(replica: number): QueryService {
    const service = this.services[replica];
    if (service === undefined) throw new RangeError(`Expected a replica, got ${replica}`);
    return service;
  }

  breakOne(replica: number, ...faults: string[]): void {
    this.at(replica).setFaults(parseFaults(faults).faults, this.nowMicros);
  }

  /** Asks every named replica at the same moment, and gives their answers when all have come. */
  ask(...replicas: number[]): { class: 'hit' | 'miss'; text: string; atMillis: number }[] {
    const replies = new Map<number, { reply: ServiceReply; atMillis: number }>();
    for (const [place, replica] of replicas.entries())
      this.at(replica).submit({ ...query, useCache: true }, this.nowMicros, (reply) => {
        replies.set(place, { reply, atMillis: this.nowMicros / 1_000 });
      });
    while (replies.size < replicas.length) this.#step();
    return replicas.map((_, place) => {
      const { reply, atMillis } = replies.get(place) ?? {};
      return {
        class: reply?.statedHit === true ? 'hit' : 'miss',
        text: reply?.answer.answer.text ?? '',
        atMillis: atMillis ?? 0,
      };
    });
  }

  #step(): void {
    this.nowMicros = Math.min(...this.services.map(({ nextReplyMicros }) => nextReplyMicros));
    for (const service of this.services) service.advance(this.nowMicros, Infinity);
  }
}

const query = { docId: 'd', question: 'q', keySpace: 'doc-rag' };

function classes(answers: readonly { class: string }[]): string[] {
  return answers.map((answer) => answer.class);
}

it('lets every replica find what one of them stored, at once and with the same text', () => {
  const replicas = new Replicas();
  const [first] = replicas.ask(1);
  const later = replicas.ask(0, 1, 2);
  expect(classes(later)).toEqual(['hit', 'hit', 'hit']);
  expect(new Set(later.map(({ text }) => text))).toEqual(new Set([first?.text]));
});

it('keeps a split replica apart in both directions, with a text of its own', () => {
  const replicas = new Replicas();
  replicas.breakOne(1, 'split-brain');
  const [first] = replicas.ask(0);
  const [apart] = replicas.ask(1);
  expect(apart).toMatchObject({ class: 'miss', text: `${first?.text} (replica 2)` });
  expect(replicas.ask(0, 1, 2)).toMatchObject([
    { class: 'hit', text: first?.text },
    { class: 'hit', text: apart?.text },
    { class: 'hit', text: first?.text },
  ]);
});

it.each([
  [499.999, ['hit', 'miss']],
  [500, ['hit', 'hit']],
])('shows a fill that is 500 ms late after %d ms as %j', (millis, expected) => {
  const replicas = new Replicas();
  replicas.breakOne(0, 'late-fill:500ms');
  replicas.ask(0);
  replicas.nowMicros += millis * 1_000;
  expect(classes(replicas.ask(0, 1))).toEqual(expected);
});

it('hides no answer that a replica has found already when a later fill of it is late', () => {
  const replicas = new Replicas();
  replicas.breakOne(1, 'late-fill:1h');
  replicas.ask(0, 1);
  expect(classes(replicas.ask(0, 1, 2))).toEqual(['hit', 'hit', 'hit']);
});

it.each([
  ['one answer', keyOf('doc-rag', 'd', 'q')],
  ['all answers', undefined],
])('forgets %s on every replica but the one that keeps what was invalidated', (_, key) => {
  const replicas = new Replicas();
  replicas.ask(0);
  replicas.breakOne(2, 'stale-after-invalidation');
  replicas.at(0).invalidate(key, replicas.nowMicros);
  expect(classes(replicas.ask(0, 1, 2))).toEqual(['miss', 'miss', 'hit']);
});

it('forgets on a service that is alone, and leaves other answers be', () => {
  const replicas = new Replicas({ replicas: 1 });
  replicas.ask(0);
  replicas.at(0).invalidate('another key', replicas.nowMicros);
  expect(classes(replicas.ask(0))).toEqual(['hit']);
  replicas.at(0).invalidate(keyOf('doc-rag', 'd', 'q'), replicas.nowMicros);
  expect(classes(replicas.ask(0))).toEqual(['miss']);
});

it('answers every query of those that overlap with a miss, as the real service does', () => {
  expect(classes(new Replicas().ask(0, 0, 1, 1))).toEqual(['miss', 'miss', 'miss', 'miss']);
});

it('lets one query for each replica miss with a single flight, and the others hit when its answer has landed', () => {
  const answers = new Replicas({ singleFlight: true }).ask(0, 0, 1, 1);
  expect(answers).toMatchObject([
    { class: 'miss', atMillis: 78 },
    { class: 'hit', atMillis: 90 },
    { class: 'miss', atMillis: 78 },
    { class: 'hit', atMillis: 90 },
  ]);
});

it('waits for no answer that is not going to be stored', () => {
  const replicas = new Replicas({ singleFlight: true, uncacheableShare: 1 });
  expect(classes(replicas.ask(0, 0))).toEqual(['miss', 'miss']);
});
