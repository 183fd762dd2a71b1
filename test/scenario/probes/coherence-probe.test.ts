import { expect, it } from 'vitest';
import { maskCommands } from '../../../src/cli/hooks/mask-commands.ts';
import { longestCoherenceWait } from '../../../src/scenario/probes/coherence-probe.ts';
import { problemsOf, scenarioOf } from '../parse-text.ts';

const two = 'replicas: [http://a:1, http://b:1]';

function coherenceOf(written: string) {
  return scenarioOf(`probes: { coherence: { ${written} } }`).probes?.kinds.coherence;
}

function problems(written: string, others = ''): string[] {
  return problemsOf(`probes: { coherence: { ${written} }${others} }`).map(({ message }) => message);
}

it('asks three questions and gives a fill one second where nothing else is written', () => {
  expect(coherenceOf(two)).toEqual({ replicas: ['http://a:1', 'http://b:1'], asks: 3, seenWithinMicros: 1e6 });
});

it('takes everything that is written', () => {
  const request = 'invalidate: { method: POST, path: /flush, body: { q: "{{question}}" } }';
  expect(coherenceOf(`${two}, seenWithin: 250ms, ${request}, stampede: { requests: 50, atMostMisses: 2 }`)).toEqual({
    replicas: ['http://a:1', 'http://b:1'],
    asks: 3,
    seenWithinMicros: 250_000,
    invalidate: { kind: 'request', method: 'POST', path: '/flush', body: { q: '{{question}}' } },
    stampede: { requests: 50, atMostMisses: 2 },
  });
});

it.each([
  ['command: flush', 60e6],
  ['command: { run: flush, timeout: 5s }', 5e6],
])('takes the %s to invalidate', (written, timeoutMicros) => {
  const invalidate = { kind: 'command', command: { run: 'flush', timeoutMicros } };
  expect(coherenceOf(`${two}, invalidate: { ${written} }`)).toMatchObject({ invalidate });
});

const names = (count: number): string => Array.from({ length: count }, (_, place) => `http://r${place}:1`).join(', ');

it.each([
  ['no replicas', '', 'probes.coherence.replicas is missing'],
  ['one replica', 'replicas: [http://a:1]', 'probes.coherence.replicas must'],
  ['17 replicas', `replicas: [${names(17)}]`, 'probes.coherence.replicas must'],
  ['a replica twice', 'replicas: [http://a:1, http://b:1, "http://a:1/"]', 'must not name a replica twice'],
  ['a replica that is no URL', 'replicas: [http://a:1, b]', 'probes.coherence.replicas[1] must be a URL'],
  ['a bound of 0', `${two}, seenWithin: 0`, 'probes.coherence.seenWithin must be a duration longer than 0'],
  ['a bare text that invalidates', `${two}, invalidate: flush`, 'probes.coherence.invalidate must be'],
  ['a method alone', `${two}, invalidate: { method: DELETE }`, 'probes.coherence.invalidate'],
  ['one request at once', `${two}, stampede: { requests: 1, atMostMisses: 1 }`, 'probes.coherence.stampede'],
  ['201 requests at once', `${two}, stampede: { requests: 201, atMostMisses: 1 }`, 'probes.coherence.stampede'],
  ['no miss', `${two}, stampede: { requests: 5, atMostMisses: 0 }`, 'probes.coherence.stampede.atMostMisses'],
  ['as many misses as requests', `${two}, stampede: { requests: 5, atMostMisses: 5 }`, 'fewer misses than requests'],
  ['an unknown key', `${two}, seenwithin: 1s`, 'probes.coherence.seenwithin is not a key that is known here'],
])('refuses %s', (_, written, message) => {
  expect(problems(written).join('\n')).toContain(message);
});

it.each([
  ['one request less than may be misses is refused: as many', 'requests: 2, atMostMisses: 2', 1],
  ['one miss less than requests', 'requests: 2, atMostMisses: 1', 0],
  ['the most requests', 'requests: 200, atMostMisses: 199', 0],
])('bounds a stampede: %s', (_, written, count) => {
  expect(problems(`${two}, stampede: { ${written} }`)).toHaveLength(count);
});

it('waits for a fill of each replica, once for all questions and once for an invalidation', () => {
  expect(longestCoherenceWait(2, 1e6)).toBe(5.5e6);
});

it.each([
  ['5499ms', 1],
  ['5500ms', 1],
  ['5501ms', 0],
])('with a time-out of %s has %i problems when its waits take up to 5.5 s', (timeout, count) => {
  const found = problems(two, `, timeout: ${timeout}`);
  expect(found).toHaveLength(count);
  expect(found.join('')).toContain(
    count === 0 ? '' : 'probes.coherence.seenWithin makes the probe wait for up to 5.5 s',
  );
});

it('never shows in a message what may be a command with a secret', () => {
  expect(problems(`${two}, invalidate: "redis-cli -a hunter2"`).join('')).not.toContain('hunter2');
  expect(problems(`${two}, invalidate: { comand: "redis-cli -a hunter2" }`).join('')).not.toContain('hunter2');
});

it('goes into a report without the secrets in its command', () => {
  const scenario = scenarioOf(`probes: { coherence: { ${two}, invalidate: { command: flush hunter2 } } }`);
  const masked = maskCommands(scenario, ['hunter2']).probes;
  expect(JSON.stringify(masked)).not.toContain('hunter2');
  expect(masked?.kinds.coherence?.invalidate).toMatchObject({ kind: 'command', command: { run: 'flush [masked]' } });
  expect(masked).toMatchObject({
    timeoutMicros: 60e6,
    kinds: { coherence: { replicas: ['http://a:1', 'http://b:1'] } },
  });
});
