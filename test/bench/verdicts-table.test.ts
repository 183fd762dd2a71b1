import { describe, expect, it } from 'vitest';
import { verdictsTable } from '../../bench/tables/verdicts-table.ts';
import { simulateEarly } from '../../bench/verdicts/simulate-early.ts';
import { simulateGate } from '../../bench/verdicts/simulate-gate.ts';
import { simulatePairs } from '../../bench/verdicts/simulate-pairs.ts';

const machine = { cpuModel: 'CPU', cores: 2, memoryBytes: 1, kernel: 'Linux 6 x64', nodeVersion: 'v20.20.2' };
const part = { at: '2026-01-02T03:04:05.000Z', seed: 7, seconds: 1 };
const shape = { perSecond: 100, seconds: 20 };

describe('the table of simulated verdicts', () => {
  it('shows wrong verdicts on the limit by correlation, and others by row', () => {
    const row = { ...shape, runs: 1, correlation: 0.5, deviation: 0, off: 0, rounds: 200, passed: 8, failed: 6 };
    const text = verdictsTable({
      machine,
      gates: {
        ...part,
        rows: [row, { ...row, runs: 5, deviation: 0.03, passed: 0 }, { ...row, off: -0.1, passed: 150 }],
      },
    });
    expect(text).toContain('| lag-1 correlation | one run: PASS / FAIL, % | 5 runs, 3 % apart: PASS / FAIL, % |');
    expect(text).toContain('| 0.5 | 4.0 / 3.0 | 0.0 / 3.0 |');
    expect(text).toContain('| 1 | 2000 | 0.5 | 0 % | 9.5 % below | 75.0 | 3.0 | 22.0 |');
    expect(text).toContain('200 each, seed 7, 2026-01-02; a true 5 % is seen as 5 ± 1.5');
  });

  it('leaves out a part that was not simulated', () => expect(verdictsTable({ machine })).toBe(''));
});

describe('a simulated verdict', () => {
  it('is the same from the same seed, and right where the truth is far from the limit', () => {
    const gate = { ...shape, runs: 2, correlation: 0.5, deviation: 0, off: -0.5 };
    expect(simulateGate(gate, 2, 1)).toEqual({ ...gate, rounds: 2, passed: 2, failed: 0 });
    expect(simulateGate({ ...gate, off: 0.5 }, 2, 1)).toMatchObject({ passed: 0, failed: 2 });
  });

  it('ends early when the truth is far from the limit', () => {
    const early = { ...shape, seconds: 40, correlation: 0, off: 0.5 };
    expect(simulateEarly(early, 2, 1)).toEqual({ ...early, rounds: 2, passed: 0, failed: 2, medianSeconds: 20 });
  });

  it('finds twice the time in pairs', () => {
    const pair = { pairs: 3, deviation: 0.01, hitChange: 1, missChange: 0 };
    expect(simulatePairs(pair, 1, 1)).toMatchObject({ regressed: 1, hitsRegressed: 1, improved: 0, unharmed: 0 });
  });
});
