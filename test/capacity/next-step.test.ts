import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concludeSearch, type Conclusion } from '../../src/capacity/conclude-search.ts';
import { nextStep, type NextStep } from '../../src/capacity/next-step.ts';
import type { SearchBounds, StepOutcome, StepPurpose, Tried } from '../../src/capacity/search.ts';

const bounds: SearchBounds = {
  start: 8,
  least: 1,
  most: 256,
  precision: { kind: 'amount', amount: 1 },
  maxSteps: 30,
};

/** What a service answers to a step; `tries` counts the earlier steps at this load. */
type Service = (load: number, purpose: StepPurpose, tries: number) => StepOutcome;

/** A service that bears exactly so much. */
function bears(capacity: number): Service {
  return (load) => (load <= capacity ? 'pass' : 'fail');
}

type Run = { readonly tried: readonly Tried[]; readonly conclusion: Conclusion };

function search(service: Service, changes: Partial<SearchBounds> = {}): Run {
  const asked = { ...bounds, ...changes };
  const tried: Tried[] = [];
  for (;;) {
    if (tried.length > 60) throw new Error('Expected the search to end');
    const next = nextStep(tried, asked);
    if (next.kind === 'end') return { tried, conclusion: concludeSearch(tried, next.end, asked) };
    const { load, purpose } = next;
    const tries = tried.filter((step) => step.load === load).length;
    tried.push({ load, purpose, outcome: service(load, purpose, tries) });
  }
}

const step = (load: number, outcome: StepOutcome, purpose: StepPurpose = 'search'): Tried => ({
  load,
  purpose,
  outcome,
});

const to = (load: number, purpose: StepPurpose = 'search'): NextStep => ({ kind: 'try', load, purpose });

describe('the next step', () => {
  it.each<[string, readonly Tried[], NextStep]>([
    ['begins at the start', [], to(8)],
    ['doubles what passes', [step(8, 'pass')], to(16)],
    ['doubles what is not decided', [step(8, 'inconclusive')], to(16)],
    ['does not go over the most', [step(200, 'pass')], to(256)],
    ['halves what fails at the start', [step(8, 'fail')], to(4)],
    ['does not go below the least', [step(8, 'fail'), step(1, 'fail')], { kind: 'end', end: 'complete' }],
    ['looks once beyond the first that fails', [step(8, 'pass'), step(16, 'fail')], to(32, 'beyond')],
    ['bisects then', [step(8, 'pass'), step(16, 'fail'), step(32, 'fail', 'beyond')], to(12)],
    ['confirms the most when it passes', [step(128, 'pass'), step(256, 'pass')], to(256, 'confirm')],
    ['confirms what is next to what fails', [step(15, 'pass'), step(16, 'fail'), step(32, 'fail')], to(15, 'confirm')],
    ['tries again what could not be trusted', [step(8, 'pass'), step(16, 'invalid')], to(16, 'again')],
    ['does not try again beyond a failure', [step(8, 'pass'), step(16, 'fail'), step(32, 'invalid', 'beyond')], to(12)],
    [
      'stops where the generator cannot follow',
      [step(8, 'pass'), step(16, 'invalid'), step(16, 'invalid', 'again')],
      to(8, 'confirm'),
    ],
    [
      'goes on below what it could not drive when more fails',
      [step(8, 'pass'), step(12, 'invalid'), step(12, 'invalid', 'again'), step(16, 'fail'), step(32, 'fail')],
      to(10),
    ],
    [
      'tries a failure again when more passes',
      [step(8, 'pass'), step(16, 'fail'), step(32, 'pass', 'beyond')],
      to(16, 'again'),
    ],
    [
      'tries the greater again when the lesser still fails',
      [step(8, 'pass'), step(16, 'fail'), step(32, 'pass', 'beyond'), step(16, 'fail', 'again')],
      to(32, 'again'),
    ],
    [
      'goes up when the failure was an accident',
      [step(8, 'pass'), step(16, 'fail'), step(32, 'pass', 'beyond'), step(16, 'pass', 'again')],
      to(64),
    ],
    ['ends when the target is lost', [step(8, 'pass'), step(16, 'lost')], { kind: 'end', end: 'target-lost' }],
  ])('%s', (_, tried, expected) => {
    expect(nextStep(tried, bounds)).toEqual(expected);
  });

  it('tries the load that is asked for when it comes by', () => {
    const asked = { ...bounds, atLeast: 20 };
    expect(nextStep([step(8, 'pass'), step(16, 'pass')], asked)).toEqual(to(20));
    expect(nextStep([step(16, 'pass'), step(32, 'fail'), step(64, 'fail')], asked)).toEqual(to(20));
    expect(nextStep([step(16, 'pass'), step(20, 'inconclusive'), step(32, 'fail'), step(64, 'fail')], asked)).toEqual(
      to(26),
    );
  });

  it('narrows both sides of a load that is not decided, and leaves that open', () => {
    const { conclusion } = search((load) => (load === 12 ? 'inconclusive' : load < 12 ? 'pass' : 'fail'));
    expect(conclusion).toMatchObject({ outcome: 'PASS', passed: { load: 11, confirmed: true }, failed: 13 });
    expect(conclusion.open).toEqual([{ load: 12, status: 'inconclusive' }]);
  });

  it.each([
    [[step(100, 'pass'), step(105, 'fail'), step(200, 'fail')], 'confirm'],
    [[step(100, 'pass'), step(106, 'fail'), step(200, 'fail')], 'search'],
  ])('stops within the precision: %o', (tried, purpose) => {
    expect(nextStep(tried, { ...bounds, precision: { kind: 'share', share: 0.05 } })).toMatchObject({ purpose });
  });
});

describe('a search', () => {
  it('finds the load of any service that bears it below some load and not above, in few steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 256 }), (capacity, start) => {
        const { tried, conclusion } = search(bears(capacity), { start });
        const borne = Array.from({ length: 256 }, (_, index) => index + 1).filter((load) => load <= capacity);
        const greatest = borne.at(-1);
        expect(conclusion.passed).toEqual(greatest === undefined ? undefined : { load: greatest, confirmed: true });
        expect(conclusion.failed).toBe(capacity < 256 ? capacity + 1 : undefined);
        expect(conclusion.end).toBe('complete');
        expect(conclusion.notMonotone).toBeUndefined();
        // log2 up or down, log2 of the gap, one beyond and one confirmation.
        expect(tried.length).toBeLessThanOrEqual(2 * 8 + 3);
      }),
    );
  });

  it('does not stop at a load that is not decided although a greater one passes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 18 }), (capacity, below) => {
        const unclear = capacity - below;
        const { conclusion } = search((load) =>
          load === unclear ? 'inconclusive' : load <= capacity ? 'pass' : 'fail',
        );
        expect(conclusion).toMatchObject({
          passed: { load: capacity, confirmed: true },
          failed: capacity + 1,
          open: [],
        });
      }),
    );
  });

  it('keeps what passed and what failed on their sides, and ends, whatever the answers are', () => {
    const outcomes = fc.constantFrom<StepOutcome>('pass', 'fail', 'inconclusive', 'invalid');
    fc.assert(
      fc.property(
        fc.array(outcomes, { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (all, maxSteps) => {
          let index = 0;
          const { tried, conclusion } = search(() => all[index++] ?? 'fail', { maxSteps });
          const { passed, failed, open } = conclusion;
          expect(tried.filter(({ purpose }) => purpose !== 'confirm').length).toBeLessThanOrEqual(maxSteps);
          expect(tried.filter(({ purpose }) => purpose === 'confirm').length).toBeLessThanOrEqual(3);
          expect(tried.every(({ load }) => load >= 1 && load <= 256)).toBe(true);
          for (const { load } of open) {
            expect(load).toBeGreaterThan(passed?.load ?? 0);
            expect(load).toBeLessThan(failed ?? Infinity);
          }
          expect(passed?.load ?? 0).toBeLessThan(failed ?? Infinity);
          const confirmed = tried.findLast(({ purpose, outcome }) => purpose === 'confirm' && outcome === 'pass');
          expect(conclusion.outcome === 'PASS').toBe(passed?.confirmed === true);
          expect(passed?.confirmed === true ? passed.load : undefined).toBe(confirmed?.load);
        },
      ),
    );
  });

  it('says that the answers are not monotone, after trying both again, and answers below what fails', () => {
    const { tried, conclusion } = search((load) => (load === 16 ? 'fail' : load <= 40 ? 'pass' : 'fail'));
    expect(tried.filter(({ load }) => load === 16)).toHaveLength(2);
    expect(tried.filter(({ load, purpose }) => load === 32 && purpose === 'again')).toHaveLength(1);
    expect(conclusion).toMatchObject({
      passed: { load: 15, confirmed: true },
      failed: 16,
      notMonotone: { failed: 16, passed: 32 },
    });
  });

  it('says what passed and failed, and takes it for neither', () => {
    const { conclusion } = search((load, purpose, tries) => {
      if (load === 16) return tries === 0 ? 'fail' : 'pass';
      return bears(50)(load, purpose, tries);
    });
    expect(conclusion).toMatchObject({ passed: { load: 50, confirmed: true }, failed: 51, mixed: [16] });
    expect(conclusion.notMonotone).toBeUndefined();
  });

  it('steps down when the longer run fails, and confirms again', () => {
    const { conclusion } = search((load, purpose) => bears(purpose === 'confirm' ? 36 : 40)(load, purpose, 0));
    expect(conclusion.passed?.load).toBeLessThanOrEqual(39);
    expect(conclusion.failed).toBeLessThanOrEqual(40);
    const settled = search((load, purpose) => bears(purpose === 'confirm' ? 39 : 40)(load, purpose, 0)).conclusion;
    expect(settled).toMatchObject({ outcome: 'PASS', passed: { load: 39, confirmed: true }, failed: 40 });
  });

  it('gives up after three confirmations that fail, and is INCONCLUSIVE', () => {
    const { tried, conclusion } = search((load, purpose) =>
      purpose === 'confirm' ? 'fail' : bears(40)(load, purpose, 0),
    );
    expect(tried.filter(({ purpose }) => purpose === 'confirm')).toHaveLength(3);
    expect(conclusion).toMatchObject({ outcome: 'INCONCLUSIVE', passed: { confirmed: false } });
  });

  it('is at least what passed where this machine cannot drive more', () => {
    const { conclusion } = search((load) => (load <= 64 ? 'pass' : 'invalid'));
    expect(conclusion).toMatchObject({ outcome: 'PASS', end: 'saturated', passed: { load: 64, confirmed: true } });
    expect(conclusion.failed).toBeUndefined();
  });

  it.each<[string, Service, Partial<SearchBounds>, Partial<Conclusion>]>([
    ['all pass', bears(999), {}, { outcome: 'PASS', end: 'complete', passed: { load: 256, confirmed: true } }],
    ['all fail', bears(0), {}, { outcome: 'FAIL', end: 'complete', failed: 1 }],
    ['nothing can be trusted', () => 'invalid', {}, { outcome: 'INVALID', end: 'saturated' }],
    ['nothing is decided', () => 'inconclusive', {}, { outcome: 'INCONCLUSIVE', end: 'complete' }],
    ['the steps are used up', bears(40), { maxSteps: 3 }, { outcome: 'PASS', end: 'steps-used', precise: false }],
    [
      'the target is lost',
      (load) => (load < 30 ? 'pass' : 'lost'),
      {},
      { outcome: 'INCONCLUSIVE', end: 'target-lost' },
    ],
    ['as much as asked for is borne', bears(40), { atLeast: 40 }, { outcome: 'PASS' }],
    ['one less than asked for is borne', bears(39), { atLeast: 40 }, { outcome: 'FAIL', failed: 40 }],
    ['one more than asked for is borne', bears(41), { atLeast: 40 }, { outcome: 'PASS' }],
    [
      'what is asked for is not decided',
      (load) => (load === 40 ? 'inconclusive' : load < 40 ? 'pass' : 'fail'),
      { atLeast: 40 },
      { outcome: 'INCONCLUSIVE' },
    ],
  ])('concludes when %s', (_, service, changes, expected) => {
    expect(search(service, changes).conclusion).toMatchObject(expected);
  });

  it('concludes from no step that nothing is known', () => {
    expect(concludeSearch([], 'interrupted', bounds)).toMatchObject({
      outcome: 'INCONCLUSIVE',
      end: 'interrupted',
      open: [],
    });
    expect(concludeSearch([step(8, 'interrupted')], 'interrupted', bounds).passed).toBeUndefined();
  });
});
