import { describe, expect, it } from 'vitest';
import { rolloutMarkdown } from '../../src/reporters/rollout-markdown.ts';
import { comparingLine, rolloutEnd, rolloutHead, rolloutLine } from '../../src/reporters/rollout-text.ts';
import { rolloutMessage } from '../../src/reporters/rollout-words.ts';
import { parseRollout, type RolloutEntry, type RolloutRecord } from '../../src/report/rollout-record.ts';
import { recordWith } from '../rollout/build-rollout.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

function entry(changes: Partial<RolloutEntry>): RolloutEntry {
  return {
    at: '2026-11-25T10:20:00.000Z',
    stage: 1,
    share: 0.1,
    what: 'measure',
    decision: 'promote',
    reason: 'SLA PASS; NO REGRESSION: all 7 figures stayed within the margins',
    runs: [],
    hooks: [],
    ...changes,
  };
}

const set = entry({
  what: 'set share',
  decision: 'go on',
  reason: 'the canary has 10 % of the load',
  hooks: [{ what: 'rollout.setShare', status: 'done', how: 'ended with code 0', millis: 812, output: 'weight 10' }],
});
const failed = entry({
  decision: 'roll back',
  reason:
    'the canary fails its SLA: http_req_failed: rate<0.01: 214 of 4 302 requests failed (4.97 %), surely more than 1.00 %',
  runs: [
    '2026-11-25-101500-rollout-release/2026-11-25-101501-stage-1-canary',
    '2026-11-25-101500-rollout-release/2026-11-25-101501-stage-1-stable',
  ],
});
const verifiedBy =
  'the share set to 0 %; http://10.0.0.1:8080 is healthy; 20 of 20 requests answered at http://10.0.0.1:8080';
const back = entry({
  what: 'roll back',
  decision: 'stop',
  share: 0,
  reason: `rolled back, verified by: ${verifiedBy}`,
  hooks: [
    { what: 'actions.rollback', status: 'done', how: 'ended with code 0', millis: 2_300 },
    { what: 'SLACK_WEBHOOK_URL', status: 'not sent', how: 'no answer within 10 s' },
  ],
});
const rollback = {
  command: 'undo',
  status: 'done',
  how: 'ended with code 0',
  millis: 2_300,
  verified: true,
  verifiedBy,
} as const;
const over = { stage: 0, step: 'none', held: 0, invalid: 0, share: 0 } as const;

const rolledBack = recordWith({
  status: 'rolled back',
  exitCode: 1,
  current: over,
  endedAt: '2026-11-25T10:21:00.000Z',
  history: [set, failed, back],
  rollback,
});

const brokenWords = 'the rollback command ended with code 3; http://10.0.0.1:8080 is healthy';
const broken = recordWith({
  status: 'rollback failed',
  exitCode: 7,
  current: { ...over, share: null },
  history: [set, failed, entry({ what: 'roll back', decision: 'stop', share: null, reason: brokenWords })],
  rollback: {
    ...rollback,
    status: 'failed',
    how: 'ended with code 3',
    output: 'first\nsecond\nthird\ncannot reach the cluster',
    verified: false,
    verifiedBy: 'http://10.0.0.1:8080 is healthy',
  },
});

function screen(record: RolloutRecord, width: number): string {
  const folder = 'reports/2026-11-25-101500-rollout-release';
  return [
    rolloutHead(record),
    ...record.history.map((each) => rolloutLine(each, width)),
    rolloutEnd(record, { folder, width }),
  ].join('');
}

describe('the text of a rollout', () => {
  it.each([
    ['rollout-rolled-back.txt', rolledBack],
    ['rollout-failed-rollback.txt', broken],
  ])('is one screen that names the gate, the rollback and who was not told: %s', (name, record) => {
    const shown = screen(record, 100);
    expect(shown).toBe(golden(name, shown));
    expect(shown.split('\n').length).toBeLessThanOrEqual(40);
    expect(shown).not.toMatch(/NaN|undefined|Infinity|null/u);
  });

  it('says what the SLA gave before a comparison that takes long', () => {
    const measured = { share: 0.1, canary: 'PASS', length: '14 measurements of 10 s, about 3 min' };
    expect(comparingLine({ ...measured, stable: 'FAIL' }, 100)).toBe(
      '   10 %  measured   canary PASS, stable FAIL; now compared: 14 measurements of 10 s, about 3 min\n',
    );
    expect(comparingLine({ ...measured, stable: undefined }, 100)).toContain('  canary PASS; now compared: ');
  });

  it.each([60, 80, 100])('holds %i columns where it tells why', (width) => {
    const lines = rolledBack.history.flatMap((each) => rolloutLine(each, width).split('\n'));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
  });

  it('lets nothing from outside steer the terminal', () => {
    const hostile = entry({
      reason: hostileText,
      hooks: [{ what: 'x', status: 'failed', how: 'y', output: hostileText }],
    });
    const record = {
      ...broken,
      history: [hostile],
      rollback: { ...rollback, output: hostileText, command: hostileText },
    };
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    expect(screen(record, 100).replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/u);
  });

  it.each<[RolloutRecord['status'], string]>([
    ['held', '--resume'],
    ['interrupted', '--resume'],
    ['running', '--resume'],
    ['rollback failed', '--roll-back'],
  ])('says what to do next when it is %s', (status, flag) =>
    expect(rolloutEnd(recordWith({ status }), { folder: 'f', width: 100 })).toContain(
      `hitgate rollout release.yaml ${flag}`,
    ),
  );

  it('says nothing to do when it is over', () =>
    expect(rolloutEnd(recordWith({ status: 'completed' }), { folder: 'f', width: 100 })).not.toContain('next'));
});

describe('the Markdown of a rollout', () => {
  it.each([
    ['rollout-rolled-back.md', rolledBack],
    ['rollout-failed-rollback.md', broken],
  ])('links its evidence and tells the rollback: %s', (name, record) => {
    const shown = rolloutMarkdown(record);
    expect(shown).toBe(golden(name, shown));
  });

  it('keeps its table whole, whatever a reason holds', () => {
    const shown = rolloutMarkdown(recordWith({ history: [entry({ reason: 'a | b\n<img src=x>' })] }));
    expect(shown).toContain('a \\| b &lt;img src=x>');
  });
});

it('a message says where it is, what was decided, which share the canary has and why', () => {
  expect(rolloutMessage(rolledBack, back)).toBe(
    `hitgate rollout release, stage 1 of 3: ROLLED BACK. The canary’s share is 0 %. ${failed.reason}; ${back.reason}`,
  );
  const promoted = recordWith({ history: [set] });
  expect(rolloutMessage(promoted, entry({}))).toMatch(/^hitgate rollout release, stage 1 of 3: passed\./u);
  expect(rolloutMessage(promoted, entry({ decision: 'hold', stage: 0 }))).toMatch(/, before the first stage: held\./u);
});

describe('the record of a rollout', () => {
  it('is read as it was written', () => expect(parseRollout(JSON.stringify(broken), 'rollout.json')).toEqual(broken));

  it.each([
    ['not JSON', '{"a":'],
    ['another kind', JSON.stringify({ ...broken, kind: 'capacity' })],
    ['another major version', JSON.stringify({ ...broken, schemaVersion: '2.0' })],
    ['a share over 1', JSON.stringify({ ...broken, current: { ...broken.current, share: 1.01 } })],
    ['a step that nobody knows', JSON.stringify({ ...broken, current: { ...broken.current, step: 'jump' } })],
  ])('is refused when it is %s: nobody knows which share the canary has', (_, text) =>
    expect(() => parseRollout(text, 'rollout.json')).toThrow(/rollout\.json is no rollout that can be read/u),
  );
});
