import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { composeAnswer } from '../../../src/target/answers/answer.ts';
import { sentences } from '../../../src/target/answers/compliance-texts.ts';
import {
  prepareAnswer,
  renderDocRagAnswer,
  renderFactAnswer,
  type ReplyFacts,
} from '../../../src/target/answers/render-answer.ts';
import { hashText, isInShare } from '../../../src/target/answers/text-hash.ts';

it('answers every question with 300 to 900 characters and one to three sourced citations', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (docId, question) => {
      const { text, citations, confidence, agreementPercentage } = composeAnswer(docId, question);
      expect(text.length).toBeGreaterThanOrEqual(300);
      expect(text.length).toBeLessThanOrEqual(900);
      expect(citations.length).toBeGreaterThanOrEqual(1);
      expect(citations.length).toBeLessThanOrEqual(3);
      for (const { source, page, relevance } of citations) {
        expect(source).not.toBe('');
        expect(page).toBeGreaterThanOrEqual(1);
        expect(relevance).toBeGreaterThan(0);
      }
      expect(confidence).toBeGreaterThan(0.7);
      expect(agreementPercentage).toBeGreaterThanOrEqual(67);
      expect(composeAnswer(docId, question)).toEqual(composeAnswer(docId, question));
    }),
  );
});

it('has 16 sentences, so that an odd step meets each of them', () => {
  expect(sentences).toHaveLength(16);
  expect(new Set(sentences).size).toBe(16);
});

it('gives the same hash on every machine, and tells near texts apart', () => {
  const hashes = ['', 'a', 'A', 'a ', ' a', 'b'].map(hashText);
  expect(new Set(hashes).size).toBe(6);
  expect(hashes).toMatchInlineSnapshot(`
    [
      2872998923,
      444641715,
      1294499476,
      3772906149,
      332422640,
      2193908274,
    ]
  `);
});

it.each([0.1, 0.333, 0.9])('puts a share of %f of all texts into the share', (share) => {
  // Standard deviation of the share at n = 20 000 is at most 0.0034; the bound is five of them.
  const texts = Array.from({ length: 20_000 }, (_, index) => `question ${index}`);
  const inShare = texts.filter((text) => isInShare(text, share, 'failing')).length / texts.length;
  expect(Math.abs(inShare - share)).toBeLessThan(0.017);
});

it('puts no text into a share of 0 and every text into a share of 1', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect([isInShare(text, 0, 's'), isInShare(text, 1, 's')]).toEqual([false, true]);
    }),
  );
});

it('draws shares of different salts independently', () => {
  const texts = Array.from({ length: 20_000 }, (_, index) => `question ${index}`);
  const both = texts.filter((text) => isInShare(text, 0.5, 'failing') && isInShare(text, 0.5, 'uncacheable')).length;
  expect(Math.abs(both / texts.length - 0.25)).toBeLessThan(0.017);
});

it('renders any text as JSON, the same for hit and miss but for what tells them apart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (docId, question) => {
      const prepared = prepareAnswer(docId, question, { isUncacheable: false });
      const facts = { elapsedMs: 12.9, isWrong: false, citations: 'right' as const, isDoubted: false };
      const hit = JSON.parse(renderDocRagAnswer(prepared, { ...facts, statedHit: true }));
      const miss = JSON.parse(renderDocRagAnswer(prepared, { ...facts, statedHit: false }));
      expect(hit).toMatchObject({ doc_id: docId, question, cache_hit: true, processing_time_ms: 12 });
      expect({ ...hit, cache_hit: false, pipeline: miss.pipeline }).toEqual(miss);
      const fact = JSON.parse(renderFactAnswer(prepared, { ...facts, statedHit: true }));
      expect(fact).toMatchObject({ response: hit.answer, sources: hit.citations, status: 'success' });
    }),
  );
});

it('answers another text when it is told to be wrong', () => {
  const prepared = prepareAnswer('d', 'q', { isUncacheable: false });
  const facts = { statedHit: true, elapsedMs: 1, isWrong: true, citations: 'right' as const, isDoubted: false };
  expect(JSON.parse(renderDocRagAnswer(prepared, facts)).answer).not.toBe(prepared.answer.text);
});

it('cites other sources, none, or agrees by half when it is told to', () => {
  const prepared = prepareAnswer('d', 'q', { isUncacheable: false });
  const facts = { statedHit: true, elapsedMs: 1, isWrong: false, citations: 'right', isDoubted: false } as const;
  const rendered = (changes: Partial<ReplyFacts>) => JSON.parse(renderDocRagAnswer(prepared, { ...facts, ...changes }));
  const right = rendered({});
  const wrong = rendered({ citations: 'wrong' });
  expect(wrong.citations).toHaveLength(right.citations.length);
  expect(wrong.citations[0].source).not.toBe(right.citations[0].source);
  expect({ ...wrong, citations: right.citations }).toEqual(right);
  expect(rendered({ citations: 'none' }).citations).toEqual([]);
  expect(right.consensus.agreement_percentage).toBeGreaterThan(66);
  expect(rendered({ isDoubted: true }).consensus).toMatchObject({ validated: false, agreement_percentage: 50 });
});
