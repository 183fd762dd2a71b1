import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseScanner } from '../../../src/engine/adapters/response-scanner.ts';
import { cutReplies, malformedReplies, plain, validReplies } from './replies.ts';
import { scan, scanText } from './scan.ts';

const everyReply = [
  ...validReplies.map(([, text]) => text),
  ...malformedReplies.map(([, text]) => text),
  ...cutReplies.map(([, text]) => text),
].filter((text) => text.length < 1_000);

describe('a whole reply', () => {
  it.each(validReplies)('with %s is read', (_, text, expected) => {
    expect(scanText(text)).toMatchObject(expected);
  });

  it('to HEAD has no body whatever its length says', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n';
    expect(scanText(text, true)).toMatchObject({ result: 'done', status: 200, body: '' });
  });

  it('to HEAD that carries a body is malformed', () => {
    expect(scanText(plain, true)).toEqual({ result: 'malformed' });
  });
});

describe('a reply that is not HTTP', () => {
  it.each(malformedReplies)('with %s is malformed', (_, text) => {
    expect(scanText(text)).toEqual({ result: 'malformed' });
  });
});

describe('a reply that is cut', () => {
  it.each(cutReplies)('after %s', (_, text, expected) => {
    expect(scanText(text)).toEqual({ result: expected });
  });
});

describe('splits', () => {
  it('give the same result at every single place', () => {
    for (const text of everyReply) {
      const whole = Buffer.from(text, 'latin1');
      const expected = scan([whole]);
      for (let place = 0; place <= whole.length; place++) {
        expect(scan([whole.subarray(0, place), whole.subarray(place)])).toEqual(expected);
      }
    }
  });

  it('give the same result byte by byte', () => {
    for (const text of everyReply) {
      const whole = Buffer.from(text, 'latin1');
      const pieces = Array.from(whole, (_, index) => whole.subarray(index, index + 1));
      expect(scan(pieces)).toEqual(scan([whole]));
    }
  });

  it('give the same result at any places of a mutated reply', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyReply),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (text, mutations, places) => {
          const whole = Buffer.from(text, 'latin1');
          for (const [at, byte] of mutations) if (whole.length > 0) whole[at % whole.length] = byte;
          const cuts = places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b);
          const pieces = [0, ...cuts].map((from, index) => whole.subarray(from, [...cuts, whole.length][index]));
          expect(scan(pieces)).toEqual(scan([whole]));
        },
      ),
      { seed: 7, numRuns: 5_000 },
    );
  });

  it('of arbitrary bytes never throw, and a reused scanner forgets what it saw', () => {
    const reused = new ResponseScanner({ keepBody: true, head: false });
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (pieces) => {
        reused.start();
        for (const piece of pieces) reused.push(Buffer.from(piece), 0, piece.length);
        reused.close();
        reused.start();
        const good = Buffer.from(plain);
        expect(reused.push(good, 0, good.length)).toBe('done');
      }),
      { seed: 8, numRuns: 2_000 },
    );
  });

  it('do not matter for a body of 3 MB', () => {
    const body = Buffer.alloc(3_000_000, 'abcdefg');
    const whole = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
    const pieces: Buffer[] = [];
    for (let at = 0; at < whole.length; at += 65_536) pieces.push(whole.subarray(at, at + 65_536));
    expect(scan(pieces).body).toBe(body.toString('latin1'));
  });
});

describe('a scanner that does not keep bodies', () => {
  it('counts them and ends where they end', () => {
    const scanner = new ResponseScanner({ keepBody: false, head: false });
    for (const [, text] of validReplies) {
      scanner.start();
      const whole = Buffer.from(text, 'latin1');
      for (let at = 0; at < whole.length - 1; at++) expect(scanner.push(whole, at, at + 1)).toBe('more');
      const last = scanner.push(whole, whole.length - 1, whole.length);
      expect(last === 'done' || scanner.close() === 'done').toBe(true);
      expect(scanner.bodyEnd).toBe(0);
    }
  });
});
