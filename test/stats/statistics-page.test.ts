import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { detectableLoss, pairsNeeded } from '../../src/stats/detectable-effect.ts';
import { samplesForPower } from '../../src/stats/gate-power.ts';
import { holm } from '../../src/stats/holm.ts';
import { leastSamples } from '../../src/stats/least-samples.ts';
import { meanInterval } from '../../src/stats/mean-interval.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';
import { shareLimits } from '../../src/stats/share-limits.ts';
import { signedRankPAbove } from '../../src/stats/wilcoxon-signed-rank.ts';
import { formatCount } from '../../src/units.ts';

/** The page with its lines joined, so that a sentence is found wherever it is broken. */
const page = readFileSync('docs/statistics.md', 'utf8').replaceAll(/\s+/gu, ' ');
const before = [21.4, 22, 21.7, 22.6, 21.1, 21.9, 22.3];
const after = [25.9, 25.6, 26.6, 26.2, 26.3, 25.4, 27.1];
const losses = before.map((value, index) => Math.log((after[index] ?? 0) / value));

function percent(loss: number): string {
  return `${(100 * Math.expm1(loss)).toFixed(1)} %`;
}

function thin(count: number): string {
  return formatCount(count).replaceAll(/\s/gu, ' ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The page's tables without the spaces that align their columns. */
const rows = page.replaceAll(/ *\| */gu, ' | ');

describe('docs/statistics.md', () => {
  it.each([1000, 5000, 10_000, 30_000])('has the limits of p(95) with %i samples', (n) => {
    const { passAtMost = -1, failAtLeast = -1 } = shareLimits(n, 0.05);
    expect(rows).toContain(row([n, passAtMost, failAtLeast].map(thin)));
  });

  it('says how many samples the least pass and the power take', () => {
    expect(page).toContain(`With no sample over, p(95) needs ${leastSamples(0.05, 0)} samples to pass`);
    expect(page).toContain(
      `takes about 3 800 misses; when 2 % do, ${samplesForPower({ allowed: 0.05, trueShare: 0.02 })}`,
    );
    expect(Math.round((samplesForPower({ allowed: 0.05, trueShare: 0.04 }) ?? 0) / 100)).toBe(38);
    expect(page).toContain(
      `needs ${leastSamples(0.01, 0)} requests without an error, ${leastSamples(0.01, 3)} with three`,
    );
  });

  it.each([
    [0.02, ['3.4 %', '2.6 %', '2.0 %', '1.3 %']],
    [0.05, ['8.7 %', '6.5 %', '5.1 %', '3.4 %']],
    [0.1, ['18 %', '13.5 %', '10.5 %', '6.8 %']],
  ])('has the least detectable effects at a deviation of %s', (deviation, shown) => {
    const effects = [5, 7, 10, 20].map((pairs) => percent(detectableLoss({ deviation, pairs })));
    expect(effects.map((effect) => effect.replace('18.1 %', '18 %'))).toEqual(shown);
    expect(rows).toContain(row([`${100 * deviation} %`, ...shown]));
  });

  it('judges the run of its example', () => {
    const alone = shareLimits(26_190, 0.05);
    const { passAtMost = -1, failAtLeast = -1 } = shareLimits(26_190, 0.05, 1.8);
    expect(page).toContain(
      `${thin(alone.passAtMost ?? -1)} or fewer would pass and ${thin(alone.failAtLeast ?? -1)} or more fail`,
    );
    expect(page).toContain(
      `count as ${thin(26_190 / 1.8)}: now ${thin(passAtMost)} or fewer pass, and ${thin(failAtLeast)} or more fail`,
    );
    expect(1205).toBeLessThanOrEqual(passAtMost);
  });

  it('judges the five runs of its example', () => {
    const logs = [21.4, 22, 21.7, 22.6, 21.1].map(Math.log);
    const { mean, low, high } = meanInterval(logs, 0.9);
    const shown = meanInterval(logs);
    const [geometric, lower, upper, from, to] = [mean, low, high, shown.low, shown.high].map((log) =>
      Math.exp(log).toFixed(2),
    );
    expect(page).toContain(`geometric mean is ${geometric} ms, with the one-sided bounds ${lower} and ${upper} ms`);
    expect(page).toContain(`two-sided one, ${from} to ${to} ms`);
  });

  it('judges the pairs of its example', () => {
    const { mean, deviation, low, high, pOver } = pairedDifference(losses);
    const p = pOver(Math.log(1.1));
    expect(rows).toContain(row(['before', ...before.map((value) => value.toFixed(1))]));
    expect(rows).toContain(row(['after', ...after.map((value) => value.toFixed(1))]));
    expect(page).toContain(`logarithms is ${mean.toFixed(4)}, their deviation ${deviation.toFixed(4)}`);
    expect(page).toContain(`${percent(mean)} slower, between ${percent(low)} and ${percent(high)}`);
    expect(page).toContain(`p = ${p.toFixed(5)}`);
    const [adjusted = 1] = holm([p, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(page).toContain(`makes it ${adjusted.toFixed(4)}, which is at most 0.05`);
    expect(page).toContain(`finds ${percent(detectableLoss({ deviation, pairs: 7 }))} four times in five`);
    expect(page).toContain(`${pairsNeeded(Math.log(1.05), deviation)} pairs would find 5 %`);
    expect(page).toContain(`1/128 = ${signedRankPAbove(losses, Math.log(1.1)).toFixed(4)}`);
  });

  it('splits the mean of its example', () => {
    const byRate = (0.8 - 0.873) * (12 - 80);
    const byHits = 0.8 * (12.5 - 12);
    const byMisses = 0.2 * (76 - 80);
    const total = 0.8 * 12.5 + 0.2 * 76 - (0.873 * 12 + 0.127 * 80);
    expect(byRate + byHits + byMisses).toBeCloseTo(total, 12);
    expect(page).toContain(
      `rose by ${total.toFixed(2)} ms: ${byRate.toFixed(2)} by the hit rate, ${byHits.toFixed(2)} by the hits, ${byMisses.toFixed(2).replace('-', '−')} by the misses`,
    );
  });

  it.each([
    [1000, 0.891, 0.89],
    [5000, 0.881, 0.8808],
    [20_000, 0.8769, 0.87685],
  ])('says which hit rate has to be observed with %i answers', (n, shown, less) => {
    expect(clopperPearson(shown * n, n, 0.9).low).toBeGreaterThan(0.873);
    expect(clopperPearson(less * n, n, 0.9).low).toBeLessThan(0.873);
    expect(page).toContain(`${Number((100 * shown).toFixed(2))} %`);
  });
});
