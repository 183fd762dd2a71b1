import { expect, it } from 'vitest';
import { faultSyntax, parseFault, parseFaults } from '../../../src/target/faults/parse-fault.ts';

it.each([
  ['frozen', { kind: 'frozen', afterMicros: 3_000_000 }],
  ['frozen:10s', { kind: 'frozen', afterMicros: 10_000_000 }],
  ['freeze:200ms/5s', { kind: 'freeze', window: { lastsMicros: 200_000, everyMicros: 5_000_000 } }],
  ['slow-hits:40ms', { kind: 'slow-hits', addMicros: 40_000 }],
  ['slow-misses:1.5s', { kind: 'slow-misses', addMicros: 1_500_000 }],
  ['slow-hits:15%', { kind: 'slow-hits', addShare: 0.15 }],
  ['slow-misses:1000%', { kind: 'slow-misses', addShare: 10 }],
  ['fewer-hits:10%', { kind: 'fewer-hits', share: 0.1 }],
  ['miscounted-hits:10%', { kind: 'miscounted-hits', share: 0.1 }],
  ['wrong-citations:10%', { kind: 'wrong-citations', share: 0.1 }],
  ['low-consensus:10%', { kind: 'low-consensus', share: 0.1 }],
  ['loose-keys', { kind: 'loose-keys' }],
  ['cached-failures', { kind: 'cached-failures' }],
  ['error-burst:20%', { kind: 'error-burst', share: 0.2 }],
  [
    'error-burst:0.2@2s/10s',
    { kind: 'error-burst', share: 0.2, window: { lastsMicros: 2_000_000, everyMicros: 10_000_000 } },
  ],
  ['drift:1ms/s', { kind: 'drift', microsPerSecond: 1_000 }],
  ['pool-exhaustion', { kind: 'pool-exhaustion', poolSize: 4 }],
  ['pool-exhaustion:8', { kind: 'pool-exhaustion', poolSize: 8 }],
  ['hit-rate-collapse', { kind: 'hit-rate-collapse', afterMicros: 2_000_000 }],
  ['hit-rate-collapse:0s', { kind: 'hit-rate-collapse', afterMicros: 0 }],
  ['lost-connections:5%', { kind: 'lost-connections', share: 0.05 }],
  ['truncate:1%', { kind: 'truncate', share: 0.01 }],
  ['malformed:100%', { kind: 'malformed', share: 1 }],
  ['wrong-answers:0%', { kind: 'wrong-answers', share: 0 }],
  ['no-citations:1%', { kind: 'no-citations', share: 0.01 }],
  [' unhealthy ', { kind: 'unhealthy' }],
  ['never-hits', { kind: 'never-hits' }],
  ['success-false', { kind: 'success-false' }],
  ['no-class', { kind: 'no-class' }],
  ['mcp:rpc-error', { kind: 'mcp', flaw: 'rpc-error' }],
  ['mcp:endless-list', { kind: 'mcp', flaw: 'endless-list' }],
  ['split-brain', { kind: 'split-brain' }],
  ['late-fill:2s', { kind: 'late-fill', delayMicros: 2_000_000 }],
  ['stale-after-invalidation', { kind: 'stale-after-invalidation' }],
  ['dies:10s', { kind: 'dies', afterMicros: 10_000_000 }],
])('reads %s', (text, effect) => {
  expect(parseFault(text)).toEqual({ text: text.trim(), effect });
});

it.each([
  ['', '"" is no fault', 'choose one of'],
  ['froze', '"froze" is no fault', 'did you mean "frozen"?'],
  ['slow-hit:40ms', '"slow-hit" is no fault', 'did you mean "slow-hits"?'],
  ['slowness:40ms', '"slowness" is no fault', 'choose one of frozen, freeze'],
  ['toString', '"toString" is no fault', 'choose one of'],
  ['freeze', 'fault "freeze" cannot be read', 'write it as freeze:200ms/5s'],
  ['freeze:200ms', 'fault "freeze:200ms" cannot be read', 'freeze:200ms/5s'],
  ['freeze:5s/5s', 'cannot be read', 'freeze:200ms/5s'],
  ['freeze:0s/5s', 'cannot be read', 'freeze:200ms/5s'],
  ['freeze:1s/5s/6s', 'cannot be read', 'freeze:200ms/5s'],
  ['late-fill:0s', 'cannot be read', 'late-fill:2s'],
  ['slow-hits', 'cannot be read', 'slow-hits:40ms'],
  ['slow-hits:40', 'cannot be read', 'slow-hits:40ms'],
  ['slow-hits:-1ms', 'cannot be read', 'slow-hits:40ms'],
  ['slow-hits:0ms', 'cannot be read', 'slow-hits:40ms'],
  ['slow-hits:0%', 'cannot be read', 'slow-hits:40ms'],
  ['slow-hits:1001%', 'cannot be read', 'slow-hits:40ms'],
  ['slow-hits:0.15', 'cannot be read', 'slow-hits:40ms'],
  ['fewer-hits:101%', 'cannot be read', 'fewer-hits:5%'],
  ['error-burst', 'cannot be read', 'error-burst:20%[@2s/10s]'],
  ['error-burst:101%', 'cannot be read', 'error-burst:20%'],
  ['error-burst:1.01', 'cannot be read', 'error-burst:20%'],
  ['error-burst:20%@', 'cannot be read', 'error-burst:20%'],
  ['error-burst:20%@10s/2s', 'cannot be read', 'error-burst:20%'],
  ['drift:1ms', 'cannot be read', 'drift:1ms/s'],
  ['pool-exhaustion:0', 'cannot be read', 'pool-exhaustion[:4]'],
  ['pool-exhaustion:1.5', 'cannot be read', 'pool-exhaustion[:4]'],
  ['never-hits:5%', 'cannot be read', 'write it as never-hits'],
  ['mcp', 'cannot be read', 'mcp:is-error'],
  ['mcp:error', 'cannot be read', 'mcp:is-error'],
  ['dies', 'cannot be read', 'dies:10s'],
  ['dies:25d', 'cannot be read', 'dies:10s'],
  ['truncate:', 'cannot be read', 'truncate:5%'],
])('refuses %j and says how to write it', (text, message, hint) => {
  expect(parseFault(text)).toEqual({
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
});

it('reads every fault as its syntax shows it', () => {
  for (const [kind, { syntax }] of Object.entries(faultSyntax)) {
    for (const text of [syntax.replaceAll(/\[.*\]/gu, ''), syntax.replaceAll(/[[\]]/gu, '')])
      expect(parseFault(text)).toMatchObject({ effect: { kind } });
  }
});

it('reads a list and reports all problems at once', () => {
  const { faults, problems } = parseFaults(['never-hits', 'nope', 'drift', 'no-class']);
  expect(faults.map(({ text }) => text)).toEqual(['never-hits', 'no-class']);
  expect(problems).toHaveLength(2);
});
