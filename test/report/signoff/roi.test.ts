import { describe, expect, it } from 'vitest';
import { computeRoi, parseCost, unitProblem } from '../../../src/report/signoff/roi.ts';

const cost = (value: number, unit = ''): { readonly value: number; readonly unit: string } => ({ value, unit });

describe('the return on investment', () => {
  it('is savings = current cost × 0.9 − FACT cost and period = investment ÷ savings, with every input shown', () => {
    const roi = computeRoi({
      currentCost: cost(12_000, 'EUR/month'),
      factCost: cost(900, 'EUR/month'),
      investment: cost(39_600, 'EUR'),
    });
    expect(roi).toMatchObject({ savings: 9_900, period: 4 });
    expect(roi.lines).toEqual([
      'inputs: --current-cost 12000 EUR/month, --fact-cost 900 EUR/month, --investment 39600 EUR; 0.9 is the plan’s, not measured',
      'change of the cost = FACT cost ÷ current cost − 1 = 900 ÷ 12000 − 1 = −92.5 % (the plan claims −90 %)',
      'savings = current cost × 0.9 − FACT cost = 12000 × 0.9 − 900 = 9900 EUR/month',
      'period = investment ÷ savings = 39600 ÷ 9900 = 4 × one month',
    ]);
  });

  it.each([
    [899.9, 0.1, true],
    [900, 0, false],
    [900.1, -0.1, false],
  ])('pays back only when something is saved: a cost of %d saves %d', (fact, savings, pays) => {
    const roi = computeRoi({ currentCost: cost(1_000), factCost: cost(fact), investment: cost(10) });
    expect(roi.savings).toBeCloseTo(savings, 9);
    expect(roi.period !== undefined).toBe(pays);
    expect(roi.lines.at(-1)?.includes('never pays back')).toBe(!pays);
  });

  it.each([
    [{ factCost: cost(1) }, '--current-cost was not given'],
    [{ currentCost: cost(1) }, '--fact-cost was not given'],
    [{ currentCost: cost(2), factCost: cost(1) }, '--investment was not given'],
    [{}, '--current-cost was not given, --fact-cost was not given'],
  ])('assumes nothing for what is missing from %j', (costs, missing) => {
    const { lines, period } = computeRoi(costs);
    expect(period).toBeUndefined();
    expect(lines.at(-1)).toBe(`period = investment ÷ savings: not computed: ${missing}`);
  });

  it('names no input where none was given', () => {
    expect(computeRoi({}).lines.join()).not.toContain('inputs');
    expect(computeRoi({ factCost: cost(1, 'EUR') }).lines[0]).toBe(
      'inputs: --fact-cost 1 EUR; 0.9 is the plan’s, not measured',
    );
  });

  it.each([
    [10, 2, '2 ÷ 10 − 1 = −80 %'],
    [10, 1, '1 ÷ 10 − 1 = −90 %'],
    [10, 20, '20 ÷ 10 − 1 = 100 %'],
    [10, 10, '10 ÷ 10 − 1 = 0 %'],
    [0, 1, 'not computed: --current-cost is 0'],
  ])('says how a cost of %d changed to %d', (current, fact, words) => {
    expect(computeRoi({ currentCost: cost(current), factCost: cost(fact) }).lines[1]).toContain(words);
  });

  it('of no investment has a period of 0', () => {
    expect(computeRoi({ currentCost: cost(10), factCost: cost(1), investment: cost(0) }).period).toBe(0);
  });
});

describe('a cost', () => {
  it.each([
    ['12000', cost(12_000)],
    ['12.5  EUR/month ', cost(12.5, 'EUR/month')],
    ['0', cost(0)],
  ])('is read from "%s"', (text, read) => {
    expect(parseCost(text)).toEqual(read);
  });

  it.each(['', 'EUR', '-1', '1e3', '12k', '1,000', 'NaN', 'Infinity'])('is not read from "%s"', (text) => {
    expect(parseCost(text)).toBeUndefined();
  });

  it.each([
    [cost(1, 'EUR/month'), cost(1, 'EUR/year'), cost(1, 'EUR'), /--fact-cost is in "EUR\/year"/u],
    [cost(1, 'EUR/month'), cost(1, 'EUR/month'), cost(1, 'USD'), /--investment is in "USD"/u],
    [cost(1, 'EUR/month'), cost(1, 'EUR/month'), cost(1), /--investment is in ""/u],
  ])('is refused where units do not fit', (currentCost, factCost, investment, message) => {
    expect(unitProblem({ currentCost, factCost, investment })).toMatch(message);
  });

  it('fits in one unit, and where others are missing', () => {
    const month = cost(1, 'EUR/month');
    expect(unitProblem({ currentCost: month, factCost: month, investment: cost(1, 'EUR') })).toBeUndefined();
    expect(unitProblem({ investment: cost(1, 'EUR') })).toBeUndefined();
  });
});
