import { describe, expect, it } from 'vitest';
import { judge } from '../../src/judge/judge.ts';
import type { RunSetting } from '../../src/judge/run-setting.ts';
import type { ValidityFinding, Verdict, Warning } from '../../src/judge/verdict.ts';
import type { GeneratorHealth, ProcessHealth, WorkerHealth } from '../../src/recorder/snapshot.ts';
import { buildHealth, buildProcess, buildWorker } from '../recorder/build-worker.ts';
import { buildRun, type RunParts } from './build-run.ts';
import { closedScenario, openScenario, type WrittenGate } from './build-scenario.ts';

const sla: readonly WrittenGate[] = [
  ['http_req_duration{cache:hit}', 'p(95)<23'],
  ['http_req_duration{cache:miss}', 'p(95)<95'],
];
const closed = closedScenario(sla);
const requests = [
  { count: 455, outcome: 'hit', millis: 12 },
  { count: 45, outcome: 'miss', millis: 70 },
] as const;

type Parts = Partial<RunParts> & { readonly setting?: RunSetting; readonly scenario?: typeof closed };

function judgeRun({ setting, scenario = closed, ...parts }: Parts): Verdict {
  const snapshots = [buildRun(scenario, { requests, ...parts })];
  return judge({ scenario, snapshots, aborted: false, ...(setting === undefined ? {} : { setting }) });
}

function warning(verdict: Verdict, code: string): Warning | undefined {
  return verdict.warnings.find((each) => each.code === code);
}

function finding(verdict: Verdict, code: string): ValidityFinding | undefined {
  return verdict.validity.find((each) => each.code === code);
}

function ofWorkers(...workers: Partial<WorkerHealth>[]): Partial<GeneratorHealth> {
  return {
    eventLoopUtilisation: Math.max(...workers.map(({ utilisation = 0 }) => utilisation)),
    workers: workers.map(buildWorker),
  };
}

const ofProcess = (parts: Partial<ProcessHealth>): Partial<GeneratorHealth> => ({ process: buildProcess(parts) });

function withFloor(p99Micros: number): RunSetting {
  return {
    calibration: {
      roundTrip: { p50Micros: 60, p99Micros, count: 900 },
      tenUsers: { p50Micros: 200, p99Micros: 400, count: 900 },
      clockStepMicros: 0.04,
    },
  };
}

describe('the generator’s worst thread', () => {
  it('decides, and is named', () => {
    const verdict = judgeRun({ health: ofWorkers({ utilisation: 0.2 }, { utilisation: 0.9 }, { utilisation: 0.5 }) });
    expect(verdict.outcome).toBe('INVALID');
    expect(finding(verdict, 'busy-generator')?.seen).toContain('worker 2 of 3 was 90.00 % busy');
  });

  it('is named with its run when there are several', () => {
    const runs = [1, 2].map((run) => buildRun(closed, { requests, run, health: { eventLoopUtilisation: run * 0.45 } }));
    const verdict = judge({ scenario: closed, snapshots: runs, aborted: false });
    expect(finding(verdict, 'busy-generator')?.seen).toContain('the event loop of the generator in run 2 was 90.00 %');
  });

  it.each([
    [0.6, undefined],
    [0.61, 'worker 1 of 2'],
    [0.8, 'worker 1 of 2'],
    [0.81, undefined],
  ])('busy for %s of the time is warned of as %s', (utilisation, name) => {
    const seen = warning(
      judgeRun({ health: ofWorkers({ utilisation }, { utilisation: 0.1 }) }),
      'busy-generator',
    )?.seen;
    expect(seen?.slice(18, 31)).toBe(name);
  });
});

describe('the remedy for a busy generator', () => {
  const busy = { eventLoopUtilisation: 0.9 };
  const open = openScenario(...sla);

  it.each<[string, Parts, string]>([
    [
      'open, cores not known',
      { scenario: open },
      'lower the rate to 66 a second, or give hitgate a machine with more cores',
    ],
    ['closed', {}, 'use 66 users or a think time, or give hitgate a machine with more cores'],
    [
      'closed with a think time',
      { scenario: closedScenario(sla, { workload: { thinkTime: { kind: 'constant', micros: 5 } } }) },
      'use 66 users or a longer think time, or give hitgate a machine with more cores',
    ],
    ['4 cores', { setting: { cores: 4, targetIsLocal: false } }, 'add --workers 2, or use 66 users or a think time'],
    [
      '2 cores, target elsewhere',
      { setting: { cores: 2, targetIsLocal: false } },
      'add --workers 2, or use 66 users or a think time',
    ],
    [
      '2 cores with the target on one of them',
      { setting: { cores: 2, targetIsLocal: true } },
      'use 66 users or a think time, or give hitgate a machine with more cores',
    ],
    [
      '3 cores with the target on one of them',
      { setting: { cores: 3, targetIsLocal: true } },
      'add --workers 2, or use 66 users or a think time',
    ],
    [
      '3 busy threads on 4 cores, where 5 are needed',
      { setting: { cores: 4, targetIsLocal: false }, health: ofWorkers({ utilisation: 0.9 }, {}, {}) },
      'add --workers 4, and use 66 users or a think time',
    ],
  ])('(%s) says a number', (_, parts, remedy) => {
    expect(finding(judgeRun({ health: busy, ...parts }), 'busy-generator')?.remedy).toBe(remedy);
  });

  it('is no lighter load when the generator was late but not busy', () => {
    const late = [{ count: 500, outcome: 'hit', millis: 12, lateMillis: 4 }] as const;
    expect(finding(judgeRun({ requests: late }), 'late-dispatch')?.remedy).toContain('cores of its own');
  });

  it('is in every finding beside its cause', () => {
    const verdict = judgeRun({ health: { ...busy, promisedInFlight: 120 }, inFlight: [119] });
    expect(verdict.validity.map(({ code }) => code)).toEqual(['busy-generator', 'users-missing']);
    for (const { cause, remedy } of verdict.validity) {
      expect(cause).toMatch(/\w/u);
      expect(remedy).toContain('use 66 users');
    }
  });
});

describe('connections that the generator’s machine could not open', () => {
  it.each([
    [{ EMFILE: 3 }, 'ran out of files: connections could not be opened (EMFILE 3)', 'ulimit -n'],
    [{ ENFILE: 1 }, "ran out of the system's files", 'fs.file-max'],
    [
      { EADDRNOTAVAIL: 1_200, EMFILE: 2 },
      'local ports or addresses: connections could not be opened (EADDRNOTAVAIL 1 200, EMFILE 2)',
      'ip_local_port_range',
    ],
    [{ ENOMEM: 1 }, 'memory for sockets', 'memory'],
    [{ EWHAT: 1 }, 'what it needs to connect', 'look up'],
  ])('(%j) make a FAIL of the target INVALID', (socketErrors, seen, remedy) => {
    const failing = [...requests, { count: 100, outcome: 'refused' }] as const;
    const scenario = closedScenario([...sla, ['http_req_failed', 'rate<0.01']]);
    expect(judgeRun({ scenario, requests: failing }).outcome).toBe('FAIL');
    const verdict = judgeRun({ scenario, requests: failing, health: ofWorkers({}, { socketErrors }) });
    expect(verdict.outcome).toBe('INVALID');
    expect(finding(verdict, 'generator-connections')?.seen).toContain(seen);
    expect(finding(verdict, 'generator-connections')?.remedy).toContain(remedy);
  });

  it.each([undefined, {}, { EMFILE: 0 }])('(%j) are none', (socketErrors) => {
    const health = ofWorkers(socketErrors === undefined ? {} : { socketErrors });
    expect(finding(judgeRun({ health }), 'generator-connections')).toBeUndefined();
  });

  it('are summed over threads and runs, and do not count as a lost target', () => {
    const health = ofWorkers({ socketErrors: { EMFILE: 2 } }, { socketErrors: { EMFILE: 3 } });
    const runs = [1, 2].map((run) => buildRun(closed, { requests, run, health, ended: 'target-lost' }));
    const verdict = judge({ scenario: closed, snapshots: runs, aborted: false });
    expect(verdict.reason).toContain('EMFILE 10');
    expect(verdict.reason).toMatch(/in the end no connection could be opened$/u);
  });
});

describe('warnings of the generator', () => {
  it('are none for one that fares well', () => {
    const setting = { cores: 4, targetIsLocal: false };
    expect(judgeRun({ setting }).warnings.map(({ code }) => code)).toEqual(['one-run']);
  });

  // 10 % of the tightest limit is 2.3 ms.
  it.each<[string, Partial<GeneratorHealth>, string, boolean]>([
    ['a pause of 2.299 ms', ofWorkers({ gcLongestMicros: 2_299 }), 'gc-pause', false],
    ['a pause of 2.3 ms', ofWorkers({ gcLongestMicros: 2_300 }), 'gc-pause', false],
    ['a pause of 2.301 ms', ofWorkers({}, { gcLongestMicros: 2_301 }), 'gc-pause', true],
    ['timers 2.3 ms late', ofWorkers({ delayP99Micros: 2_300 }), 'loop-delay', false],
    ['timers 2.301 ms late', ofWorkers({}, { delayP99Micros: 2_301 }), 'loop-delay', true],
    ['999 ports left', ofProcess({ portsLeft: 999 }), 'few-ports', true],
    ['1 000 ports left', ofProcess({ portsLeft: 1_000 }), 'few-ports', false],
    ['no port left', ofProcess({ portsLeft: 0 }), 'few-ports', true],
    ['99 files left', ofProcess({ filesLeft: 99 }), 'few-files', true],
    ['100 files left', ofProcess({ filesLeft: 100 }), 'few-files', false],
    ['2 000 switches in 20 s', ofProcess({ involuntarySwitches: 2_000 }), 'contended-cores', false],
    ['2 001 switches in 20 s', ofProcess({ involuntarySwitches: 2_001 }), 'contended-cores', true],
    [
      '2 001 switches of two threads',
      { ...ofProcess({ involuntarySwitches: 2_001 }), ...ofWorkers({}, {}) },
      'contended-cores',
      false,
    ],
  ])('%s: %s %s', (_, health, code, warned) => {
    const verdict = judgeRun({ health });
    expect(warning(verdict, code) !== undefined).toBe(warned);
    expect(verdict.outcome).toBe('PASS');
  });

  it('of pauses need a limit to compare with', () => {
    const health = ofWorkers({ gcLongestMicros: 1e6, delayP99Micros: 1e6 });
    const scenario = closedScenario([['http_req_failed', 'rate<0.01']]);
    expect(judgeRun({ health, scenario }).warnings.map(({ code }) => code)).toEqual(['one-run']);
  });

  it('name no ports and no files that the system does not tell', () => {
    const process = { userCores: 0.3, systemCores: 0.1, involuntarySwitches: 0 };
    expect(judgeRun({ health: { process } }).warnings.map(({ code }) => code)).toEqual(['one-run']);
  });

  it('say that the health is not known, wholly or in part: absent is never healthy', () => {
    expect(warning(judgeRun({ health: null }), 'health-unknown')?.seen).toContain('in run 1 is not known');
    const { workers: _, process: __, ...old } = buildHealth();
    const stored = { ...buildRun(closed, { requests }), generator: old };
    const verdict = judge({ scenario: closed, snapshots: [stored], aborted: false });
    expect(warning(verdict, 'health-unknown')?.seen).toContain('ports and files of the generator in run 1');
    expect(verdict.outcome).toBe('PASS');
  });

  it('still find a busy generator of an old report', () => {
    const { workers: _, ...old } = buildHealth({ eventLoopUtilisation: 0.81 });
    const stored = { ...buildRun(closed, { requests }), generator: old };
    const verdict = judge({ scenario: closed, snapshots: [stored], aborted: false });
    expect(finding(verdict, 'busy-generator')?.seen).toContain('the generator was 81.00 %');
  });

  it.each<[RunSetting, number, boolean]>([
    [{ cores: 2, targetIsLocal: true }, 1, false],
    [{ cores: 2, targetIsLocal: true }, 2, true],
    [{ cores: 3, targetIsLocal: true }, 2, false],
    [{ cores: 1, targetIsLocal: true }, 1, true],
    [{ cores: 1, targetIsLocal: false }, 1, false],
    [{ targetIsLocal: true }, 1, false],
    [{ cores: 1 }, 1, false],
  ])('tell of cores shared with the target: %j with %s threads %s', (setting, threads, warned) => {
    const health = { workers: Array.from({ length: threads }, () => buildWorker()) };
    expect(warning(judgeRun({ setting, health }), 'shared-cores') !== undefined).toBe(warned);
  });
});

describe('a limit near the floor', () => {
  // The tightest limit is 23 ms.
  it.each([
    [2_299, false],
    [2_300, false],
    [2_301, true],
  ])('whose p99 is %s µs is warned of: %s', (p99Micros, warned) => {
    const found = warning(judgeRun({ setting: withFloor(p99Micros) }), 'near-floor');
    expect(found?.seen.includes('http_req_duration{cache:hit}: p(95)<23') ?? false).toBe(warned);
  });

  it('is one on waiting times too, and none that bounds from below', () => {
    const waiting = closedScenario([['http_req_waiting', 'p(95)<20']]);
    const above = closedScenario([['http_req_duration', 'p(95)>1']]);
    expect(warning(judgeRun({ scenario: waiting, setting: withFloor(2_100) }), 'near-floor')).toBeDefined();
    expect(warning(judgeRun({ scenario: above, setting: withFloor(2_100) }), 'near-floor')).toBeUndefined();
  });

  it('is not known without a calibration', () => {
    expect(warning(judgeRun({}), 'near-floor')).toBeUndefined();
  });
});
