import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { post } from '../target/start-target.ts';
import { hitgate, scratchFolder, startHitgate } from './run-hitgate.ts';

const answer = 'coherence: same answer';
const citations = 'coherence: same citations';
const seen = 'coherence: fill seen';
const invalidation = 'coherence: invalidation';
const stampede = 'coherence: stampede';

type Replicas = { readonly urls: readonly string[]; readonly stop: () => Promise<void> };

/** Three replicas as a process of their own; a hit takes 42 ms and a miss 288 ms, in which requests at once are on their way together. */
async function startReplicas(...flags: readonly string[]): Promise<Replicas> {
  const running = startHitgate(['target', '--json', '--replicas', '3', '--round-trip', '20ms', ...flags]);
  await running.printed('\n');
  const { urls }: { urls: readonly string[] } = JSON.parse(running.output());
  const stop = async (): Promise<void> => {
    running.signal('SIGINT');
    await running.finished;
  };
  return { urls, stop };
}

type Statuses = Readonly<Record<string, string>>;

/** What `hitgate probe` finds out about replicas, by the name of the result. */
async function probe(
  urls: readonly string[],
  changes: object = {},
): Promise<{ code: number | null; found: Statuses; stdout: string }> {
  const scratch = await scratchFolder();
  try {
    const file = path.join(scratch.path, 'scenario.json');
    const coherence = {
      replicas: urls,
      seenWithin: '2s',
      invalidate: { method: 'DELETE', path: '/cache/answers/{{doc_id}}/{{question}}' },
      stampede: { requests: 12, atMostMisses: 3 },
      ...changes,
    };
    const scenario = {
      name: 'coherence',
      target: { preset: 'doc-rag', url: urls[0], timeout: '5s' },
      probes: { coherence },
      workload: {
        queries: path.resolve('fixtures/queries/compliance.jsonl'),
        popularity: { kind: 'hit-rate', rate: 0.9 },
      },
      phases: { measure: { executor: 'constant-vus', vus: 1, duration: '1s' } },
      thresholds: { http_req_failed: ['rate<0.01'] },
    };
    await writeFile(file, JSON.stringify(scenario));
    const { code, stdout, stderr } = await hitgate(['probe', file, '--format', 'json']);
    if (!stdout.startsWith('{')) throw new Error(`Expected a record, got ${stdout}${stderr}`);
    const { results }: { results: { name: string; status: string }[] } = JSON.parse(stdout);
    return { code, stdout, found: Object.fromEntries(results.map(({ name, status }) => [name, status])) };
  } finally {
    await scratch.remove();
  }
}

/** The statuses of all results: a pass but for those that are named. */
function allBut(others: Statuses): Statuses {
  const passed = { [answer]: 'pass', [citations]: 'pass', [seen]: 'pass', [invalidation]: 'pass', [stampede]: 'pass' };
  return { ...passed, ...others };
}

const together = ['--single-flight', 'on'];
const longTest = 120_000;

it.each<[what: string, flags: readonly string[], others: Statuses]>([
  ['healthy replicas', together, {}],
  ['split brains', [...together, '--fault', 'split-brain'], { [answer]: 'fail', [seen]: 'fail' }],
  ['late fills', [...together, '--fault', 'late-fill:20s'], { [seen]: 'fail' }],
  ['what was invalidated', [...together, '--fault', 'stale-after-invalidation'], { [invalidation]: 'fail' }],
  ['a stampede', [], { [stampede]: 'fail' }],
  [
    'no class',
    [...together, '--fault', 'no-class'],
    { [seen]: 'no-data', [invalidation]: 'no-data', [stampede]: 'no-data' },
  ],
  [
    'a cache that is off',
    [...together, '--fault', 'never-hits'],
    { [seen]: 'no-data', [invalidation]: 'no-data', [stampede]: 'no-data' },
  ],
])('finds %s', { timeout: longTest }, async (_, flags, others) => {
  const replicas = await startReplicas(...flags);
  onTestFinished(replicas.stop);
  const { code, found } = await probe(replicas.urls);
  expect(found).toEqual(allBut(others));
  expect(code).toBe(Object.values(others).includes('fail') ? 1 : Object.keys(others).length > 0 ? 3 : 0);
});

describe('replicas that are well, but for one', { timeout: longTest }, () => {
  let replicas: Replicas | undefined;
  let urls: readonly string[] = [];

  beforeAll(async () => {
    replicas = await startReplicas(...together);
    ({ urls } = replicas);
  });
  afterEach(() => fetch(`${urls[2]}/faults`, { method: 'DELETE' }));
  afterAll(() => replicas?.stop());

  it.each<[fault: string, others: Statuses]>([
    ['split-brain', { [answer]: 'fail', [seen]: 'fail' }],
    ['late-fill:20s', { [seen]: 'fail' }],
    ['stale-after-invalidation', { [invalidation]: 'fail' }],
    ['wrong-answers:100%', { [answer]: 'fail' }],
    ['no-citations:100%', { [citations]: 'fail' }],
    [
      'frozen:0s',
      {
        [answer]: 'no-data',
        [citations]: 'no-data',
        [seen]: 'no-data',
        [invalidation]: 'no-data',
        [stampede]: 'no-data',
      },
    ],
  ])('finds %s on one replica of three', async (fault, others) => {
    await post(`${urls[2]}/faults`, { faults: [fault] });
    const { found } = await probe(urls);
    expect(found).toEqual(allBut(others));
  });

  it('never passes when a replica is down, and says which', async () => {
    const { code, found, stdout } = await probe([...urls.slice(0, 2), 'http://127.0.0.1:9']);
    expect(new Set(Object.values(found))).toEqual(new Set(['no-data']));
    expect(code).toBe(3);
    expect(stdout).toContain('http://127.0.0.1:9: ');
    expect(stdout).toContain('ECONNREFUSED');
  });

  it('has no data on an invalidation that nobody says how to make, or that fails', async () => {
    const without = await probe(urls, { invalidate: undefined, stampede: undefined });
    expect(without.found).toEqual({ [answer]: 'pass', [citations]: 'pass', [seen]: 'pass', [invalidation]: 'no-data' });
    const failing = await probe(urls, { invalidate: { method: 'DELETE', path: '/nothing' } });
    expect(failing.found).toEqual(allBut({ [invalidation]: 'no-data' }));
    expect(failing.stdout).toContain('answered HTTP 404');
  });

  it('invalidates with a command that is told the question', async () => {
    const code = 'fetch(process.argv[1] + encodeURIComponent(process.env.HITGATE_HOOK_QUESTION), { method: "DELETE" })';
    const command = `node -e '${code}' ${urls[1]}/cache/answers/$HITGATE_HOOK_DOC_ID/`;
    const { found } = await probe(urls, { invalidate: { command } });
    expect(found).toEqual(allBut({}));
  });
});
