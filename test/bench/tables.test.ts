import { describe, expect, it } from 'vitest';
import { frozenQuantile } from '../../bench/harness/freeze-truth.ts';
import { replaceSection } from '../../bench/harness/replace-section.ts';
import { slopeOf, spreadOf, spreadText } from '../../bench/harness/spread.ts';
import { errorOf } from '../../bench/tables/accuracy-table.ts';
import { costTable, microsPerRequest, type CostRound, type CostRow } from '../../bench/tables/cost-table.ts';
import { profileTable, selfTimes, type CpuProfile } from '../../bench/tables/profile-table.ts';

const circumstances = {
  at: '2026-01-02T03:04:05.000Z',
  machine: { cpuModel: 'CPU', cores: 2, memoryBytes: 1, kernel: 'Linux 6 x64', nodeVersion: 'v20.20.2' },
  pinned: true,
  versions: { hitgate: '0.1.0', wrk: '4.1.0' },
  missing: ['oha'],
};

/** A round whose start costs 200 ms of CPU time and each request `micros`. */
function costRound(micros: number): CostRound {
  return {
    short: { requests: 1_000, cpuMicros: 200_000 + 1_000 * micros },
    long: { requests: 10_000, cpuMicros: 200_000 + 10_000 * micros },
    serverCores: 0.25,
  };
}

function costRow(subject: string, micros: number): CostRow {
  return { subject, method: 'POST', does: 'something', connections: 100, rounds: [costRound(micros)] };
}

function profileNode(id: number, functionName: string, url = ''): CpuProfile['nodes'][number] {
  return { id, callFrame: { functionName, url, lineNumber: 9 } };
}

describe('a spread', () => {
  it.each([
    [[3], { median: 3, min: 3, max: 3 }, '3.0'],
    [[4, 1, 2], { median: 2, min: 1, max: 4 }, '2.0 (1.0 to 4.0)'],
    [[4, 1, 2, 3], { median: 2.5, min: 1, max: 4 }, '2.5 (1.0 to 4.0)'],
  ])('of %j has a median, a least and a greatest', (values, spread, text) => {
    expect(spreadOf(values)).toEqual(spread);
    expect(spreadText(spread, 1)).toBe(text);
  });

  it('of nothing is none', () => {
    expect(spreadOf([])).toBeUndefined();
    expect(spreadText(undefined, 1)).toBe('–');
  });
});

describe('a slope', () => {
  it('is that of the straight line of least squares', () => {
    expect(
      slopeOf([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBeCloseTo(2);
    expect(
      slopeOf([
        [0, 0],
        [1, 1],
        [2, 0],
      ]),
    ).toBeCloseTo(0);
  });

  it('is not known for one point', () => {
    expect(slopeOf([[1, 1]])).toBeUndefined();
    expect(slopeOf([])).toBeUndefined();
  });
});

describe('the cost of a request', () => {
  it('has no start-up in it', () => {
    for (const micros of microsPerRequest([costRound(20), costRound(20)])) expect(micros).toBeCloseTo(20);
  });

  it('never counts a start-up below nothing', () => {
    const round = {
      short: { requests: 100, cpuMicros: 100 },
      long: { requests: 200, cpuMicros: 400 },
      serverCores: 0,
    };
    expect(microsPerRequest([round])).toEqual([2]);
  });

  it('is shown beside that of hitgate, the cheapest first', () => {
    const rows = [costRow('hitgate POST', 20), costRow('wrk POST', 10)];
    expect(costTable({ ...circumstances, server: 'a server', seconds: 2, rounds: 1, rows })).toBe(
      [
        'Measured 2026-01-02 on CPU, 2 cores, Linux 6 x64, Node 20.20.2; client and target pinned to a core each; one round. 2 s flat out ' +
          'against a server. With hitgate 0.1.0, wrk 4.1.0. Not installed: oha.',
        '',
        '| 100 connections | CPU, ratio | CPU µs per request | requests/s | server, cores | beside sending |',
        '|---|---:|---:|---:|---:|---|',
        '| wrk POST | 0.50 | 10.0 | 5000 | 0.25 | something |',
        '| hitgate POST | 1.00 | 20.0 | 5000 | 0.25 | something |',
      ].join('\n'),
    );
  });
});

describe('what users see of a frozen service', () => {
  const service = { hitMillis: 5, missMillis: 60, missShare: 0.1, everyMillis: 5_000, freezeMillis: 200 };

  it('is its delays when it never freezes', () => {
    const never = { ...service, freezeMillis: 0 };
    expect(frozenQuantile(never, 0.5)).toBeCloseTo(5);
    expect(frozenQuantile(never, 0.95)).toBeCloseTo(60);
  });

  it('agrees with a walk through all arrivals of a period', () => {
    const latencies: number[] = [];
    for (let step = 0; step < 100_000; step += 1) {
      const delay = step % 10 === 0 ? service.missMillis : service.hitMillis;
      const dueAt = ((step * service.everyMillis) / 100_000 + delay) % service.everyMillis;
      latencies.push(delay + Math.max(0, service.freezeMillis - dueAt));
    }
    latencies.sort((a, b) => a - b);
    for (const share of [0.5, 0.95, 0.99, 0.999])
      expect(frozenQuantile(service, share)).toBeCloseTo(latencies[Math.ceil(share * 100_000) - 1] ?? 0, 0);
  });
});

describe('the error of a client', () => {
  const round = { requests: 1, lost: 0, truthCount: 1, clientCores: 0 };
  const row = { subject: 'a', note: '', connections: 1, rate: 1, frozen: false };

  it('is what it told minus what was true, round by round', () => {
    const rounds = [
      { ...round, told: { p50: 5.25 }, truth: { p50: 5 } },
      { ...round, told: { p50: 6.5 }, truth: { p50: 6 } },
    ];
    expect(errorOf({ ...row, rounds }, 'p50')).toEqual({ median: 0.375, min: 0.25, max: 0.5 });
  });

  it('is not known for a quantile that it does not tell', () => {
    expect(errorOf({ ...row, rounds: [{ ...round, told: {}, truth: { p95: 5 } }] }, 'p95')).toBeUndefined();
  });
});

describe('a profile', () => {
  const profile = {
    startTime: 1_000,
    nodes: [
      profileNode(1, '(program)'),
      profileNode(2, 'writeBuffer'),
      profileNode(3, 'record', 'file:///a/dist/recorder/histogram.js'),
      profileNode(4, '(idle)'),
    ],
    samples: [1, 2, 3, 4, 3, 2, 1],
    timeDeltas: [0, 100, 20, 30, 500, 30, 20],
  };

  it('counts time from the first write to the last, without idle time', () => {
    expect(selfTimes([profile])).toEqual([
      { name: 'record', place: 'recorder/histogram.js:10', group: 'recorder', micros: 60 },
      { name: 'writeBuffer', place: 'native', group: 'kernel: writes', micros: 40 },
    ]);
  });

  it('gives what the process used beyond it to the event loop', () => {
    const table = profileTable(selfTimes([profile]), { requests: 10, cpuMicros: 200 }, 1);
    expect(table).toContain('| kernel: reads and waits, event loop | 10.00 | 50.0 % |');
    expect(table).toContain('| record | recorder/histogram.js:10 | recorder | 6.00 | 30.0 % |');
    expect(table).not.toContain('writeBuffer');
  });
});

describe('a section of a text', () => {
  it('is replaced between its markers', () => {
    const text = 'a\n<!-- cost -->\nold\n<!-- /cost -->\nb';
    expect(replaceSection(text, 'cost', 'new')).toBe('a\n<!-- cost -->\n\nnew\n\n<!-- /cost -->\nb');
  });

  it('needs both markers', () => {
    expect(() => replaceSection('<!-- cost -->', 'cost', 'new')).toThrow(/markers/u);
  });
});
