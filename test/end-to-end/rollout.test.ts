import { readFileSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parseRollout, type RolloutRecord } from '../../src/report/rollout-record.ts';
import { hitgate, onlyRun, scratchFolder, startHitgate, writeScenario, type Running } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
const started: Running[] = [];
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
});
afterEach(async () => {
  for (const target of started.splice(0)) {
    target.signal('SIGTERM');
    await target.finished;
  }
  await scratch.remove();
});

const longTest = 240_000;

async function startTarget(...flags: readonly string[]): Promise<string> {
  const target = startHitgate(['target', '--json', ...flags]);
  started.push(target);
  await target.printed('}\n');
  const url = /"url":"(?<url>[^"]+)"/u.exec(target.output())?.groups?.['url'];
  if (url === undefined) throw new Error(`Expected an address, got ${target.output()}`);
  return url;
}

const gates = { http_req_failed: ['rate<0.05'], cache_hit_rate: ['rate>0.5'] };
/** As wide as a busy machine needs; what is found in these tests is far beyond. */
const margins = {
  'med{cache:hit}': 1,
  'p(95){cache:hit}': 1,
  'med{cache:miss}': 1,
  'p(95){cache:miss}': 1,
  cache_hit_rate: 0.3,
  http_req_failed: 0.2,
  http_reqs: 0.9,
};

type Written = {
  readonly canary: readonly string[];
  readonly thresholds?: Readonly<Record<string, readonly string[]>>;
  readonly rollback?: unknown;
  readonly actions?: Readonly<Record<string, unknown>>;
  readonly rollout?: Readonly<Record<string, unknown>>;
};

/** A scenario between two reference targets, whose commands write down that they were run. */
async function writeRollout({ canary, thresholds = gates, rollback, actions, rollout }: Written): Promise<string> {
  const queries = path.join(scratch.path, 'queries.jsonl');
  const corpus = await readFile('fixtures/queries/compliance.jsonl', 'utf8');
  await writeFile(queries, corpus.split('\n').slice(0, 20).join('\n'));
  return writeScenario(scratch.path, {
    name: 'release',
    workload: {
      queries,
      popularity: { kind: 'hit-rate', rate: 0.7 },
      thinkTime: { kind: 'constant', duration: '10ms' },
      seed: 7,
    },
    phases: { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 40, duration: '4s' } },
    thresholds,
    baseline: { name: 'stable', margins },
    actions: { rollback: rollback ?? 'echo back >> log', ...actions },
    rollout: {
      stable: await startTarget(),
      canary: await startTarget('--seed', '2', ...canary),
      stages: [
        { share: 0.1, hold: '4s' },
        { share: 1, hold: '4s' },
      ],
      setShare: 'echo $HITGATE_HOOK_SHARE >> log',
      pairs: 5,
      pairDuration: '2s',
      maxHolds: 3,
      ...rollout,
    },
  });
}

function rollOut(file: string, ...flags: readonly string[]): Running {
  return startHitgate(['rollout', file, '--out', out, '--no-calibration', ...flags], { cwd: scratch.path });
}

async function stored(): Promise<RolloutRecord> {
  const file = path.join(await onlyRun(out), 'rollout.json');
  return parseRollout(await readFile(file, 'utf8'), file);
}

/** What the commands wrote down, in their order. */
async function log(): Promise<string[]> {
  const text = await readFile(path.join(scratch.path, 'log'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

/** Resolves when a file is there. */
async function written(name: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await readdir(scratch.path)).includes(name)) return;
    await sleep(100);
  }
  throw new Error(`Expected ${name} within a minute`);
}

/** Printed text without its line breaks. */
function flat(text: string): string {
  return text.replaceAll(/\s+/gu, ' ');
}

/** The share of 1 that `setShare` wrote down; 0 before it did. */
function shareNow(): number {
  try {
    return Number(readFileSync(path.join(scratch.path, 'share'), 'utf8')) / 100;
  } catch {
    return 0;
  }
}

/** One URL that gives the canary the share of requests, in per cent, that a file in the scratch folder holds; none without one. */
async function startSplitter({
  stable,
  canary,
}: {
  readonly stable: string;
  readonly canary: string;
}): Promise<string> {
  let count = 0;
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, reply) => {
    const share = shareNow();
    count += 1;
    const isCanary = Math.floor(count * share) > Math.floor((count - 1) * share);
    const { method, url, headers } = incoming;
    const { hostname, port } = new URL(isCanary ? canary : stable);
    const outgoing = request({ hostname, port, path: url, method, headers, agent }, (answer) => {
      reply.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(reply);
    });
    outgoing.on('error', () => reply.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    agent.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  return `http://127.0.0.1:${address.port}`;
}

describe('hitgate rollout where one URL splits the traffic', () => {
  const setShare = 'echo $HITGATE_HOOK_SHARE > share; echo $HITGATE_HOOK_SHARE >> log';

  it.each<[string, readonly string[], number, readonly string[], RegExp]>([
    [
      'completes with a healthy canary',
      [],
      0,
      ['0', '100'],
      /COMPLETED release: SLA PASS; (?:NO REGRESSION|IMPROVED)/u,
    ],
    [
      'rolls back from a canary that fails half of its queries',
      ['--fault', 'error-burst:50%'],
      1,
      ['0', '100', 'back', '0'],
      /ROLLED BACK release: the canary fails its SLA: http_req_failed: rate<0\.05.* it says version \S+, as before/u,
    ],
  ])(
    '%s',
    async (_, flags, wanted, commands, words) => {
      const url = await startSplitter({ stable: await startTarget(), canary: await startTarget(...flags) });
      const stages = [{ share: 1, hold: '10s' }];
      const file = await writeRollout({
        canary: [],
        rollout: { stable: undefined, canary: undefined, stages, setShare },
      });
      const { code, stdout } = await rollOut(file, '--target', url, '--vus', '8').finished;
      expect(flat(stdout)).toMatch(words);
      expect(code).toBe(wanted);
      expect(await log()).toEqual(commands);
    },
    longTest,
  );
});

describe('hitgate rollout', () => {
  it(
    'takes a healthy canary through its stages, and keeps all of it',
    async () => {
      const file = await writeRollout({ canary: [] });
      const { code, stdout, stderr } = await rollOut(file).finished;
      expect(stdout).toMatch(/ 10 % {2}set .*\n(?:.*\n)* {2}100 % {2}passed .*\nCOMPLETED/u);
      expect(code).toBe(0);
      expect(stdout.split('\n').length).toBeLessThan(40);
      expect(stderr).toContain('stable and canary both say version');
      expect(await log()).toEqual(['10', '100']);
      const record = await stored();
      expect(record).toMatchObject({ status: 'completed', exitCode: 0, current: { share: 1, step: 'none' } });
      const folder = await onlyRun(out);
      const markdown = await readFile(path.join(folder, 'rollout.md'), 'utf8');
      expect(markdown).toContain('# Rollout of release: COMPLETED');
      for (const run of record.history.flatMap(({ runs }) => runs))
        expect(await readdir(path.join(out, run))).not.toEqual([]);
      expect((await hitgate(['report', folder])).stderr).toContain('holds a rollout');
      expect((await hitgate(['report', 'latest', '--out', out])).stderr).toContain('There is no run');
      const again = await rollOut(file, '--resume').finished;
      expect(again.code).toBe(2);
      expect(again.stderr).toContain('There is no unfinished rollout of release');
    },
    longTest,
  );

  it.each<[string, string, Written['thresholds'], RegExp]>([
    [
      'fails half of its queries, by the gate on failures',
      'error-burst:50%',
      gates,
      /the canary fails its SLA: http_req_failed: rate<0\.05/u,
    ],
    [
      'is slow where it hits, by the comparison of hits',
      'slow-hits:400ms',
      gates,
      /against stable REGRESSED: (?:med|p\(95\))\{cache:hit\}/u,
    ],
    [
      'never hits, which no gate asks for, as a comparison without data is no pass',
      'never-hits',
      { http_req_failed: ['rate<0.05'] },
      /against stable (?:NO DATA: (?:med|p\(95\))\{cache:hit\}|REGRESSED: cache_hit_rate)/u,
    ],
  ])(
    'rolls back at a tenth of the load a canary that %s',
    async (_, fault, thresholds, reason) => {
      const file = await writeRollout({
        canary: ['--fault', fault],
        ...(thresholds === undefined ? {} : { thresholds }),
      });
      const { code, stdout } = await rollOut(file).finished;
      expect(flat(stdout)).toMatch(reason);
      expect(code).toBe(1);
      expect(await log()).toEqual(['10', 'back', '0']);
      const record = await stored();
      expect(record).toMatchObject({
        status: 'rolled back',
        exitCode: 1,
        rollback: { status: 'done', verified: true },
      });
      expect(record.rollback?.verifiedBy).toMatch(
        /the share set to 0 %; .* is healthy; it says version .*, as before; 20 of 20 requests answered at .*; the canary got no request for 3 s/u,
      );
    },
    longTest,
  );

  it(
    'says loudly that the rollback failed, with its code and its last words but no secret, and can try again',
    async () => {
      const run =
        'echo cannot reach the cluster with $DEPLOY_TOKEN; if [ -e fixed ]; then echo back >> log; else exit 3; fi';
      const file = await writeRollout({ canary: ['--fault', 'error-burst:90%'], rollback: { run, timeout: '20s' } });
      const secret = 'hunter2-hunter2';
      const options = { cwd: scratch.path, env: { DEPLOY_TOKEN: secret } };
      const argv = ['rollout', file, '--out', out, '--no-calibration'];
      const failed = await hitgate(argv, options);
      expect(failed.code).toBe(7);
      expect(flat(failed.stdout)).toContain('ROLLBACK FAILED release: the canary fails its SLA: http_req_failed');
      expect(failed.stdout).toContain('NOBODY KNOWS WHICH RELEASE GETS THE TRAFFIC');
      expect(failed.stdout).toContain('it         ended with code 3, after');
      expect(failed.stdout).toContain('it said    cannot reach the cluster with [masked]');
      const refused = await hitgate(argv, options);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('is unfinished (rollback failed, the canary has an unknown share)');
      expect((await hitgate([...argv, '--resume'], options)).code).toBe(2);
      await writeFile(path.join(scratch.path, 'fixed'), '');
      const again = await hitgate([...argv, '--roll-back'], options);
      expect(again.code).toBe(0);
      expect(again.stdout).toContain('ROLLED BACK');
      const folder = await onlyRun(out);
      const texts = await Promise.all(
        ['rollout.json', 'rollout.md'].map((name) => readFile(path.join(folder, name), 'utf8')),
      );
      for (const text of [...texts, failed.stdout, failed.stderr, again.stdout]) expect(text).not.toContain(secret);
    },
    longTest,
  );

  it(
    'rolls back when the command that sets the share hangs, which is bounded',
    async () => {
      const setShare = { run: 'if [ $HITGATE_HOOK_SHARE = 10 ]; then sleep 600; fi', timeout: '5s' };
      const file = await writeRollout({ canary: [], rollout: { setShare } });
      const { code, stdout } = await rollOut(file).finished;
      expect(code).toBe(5);
      expect(flat(stdout)).toContain('the command that sets the share to 10 % was ended after 5 s, its time-out');
      expect(await log()).toEqual(['back']);
      expect((await stored()).history.flatMap(({ runs }) => runs)).toEqual([]);
    },
    longTest,
  );

  it(
    'is interrupted at a stage, never begins anew by itself, and goes back when asked to',
    async () => {
      const file = await writeRollout({ canary: [] });
      const running = rollOut(file);
      await running.printed('the canary has 10 % of the load');
      await sleep(2_000);
      const meanwhile = await rollOut(file).finished;
      expect(meanwhile.code).toBe(2);
      expect(meanwhile.stderr).toContain('A rollout of release is under way: process');
      running.signal('SIGINT');
      const { code, stdout } = await running.finished;
      expect(code).toBe(130);
      expect(stdout).toContain('interrupted: the canary keeps 10 %');
      expect(await stored()).toMatchObject({ status: 'interrupted', exitCode: 130, current: { share: 0.1 } });
      const refused = await rollOut(file).finished;
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('is unfinished (interrupted, the canary has 10 %)');
      expect(await log()).toEqual(['10']);
      const back = await rollOut(file, '--roll-back').finished;
      expect(back.code).toBe(0);
      expect(await log()).toEqual(['10', 'back', '0']);
      expect(await stored()).toMatchObject({ status: 'rolled back', exitCode: 0 });
    },
    longTest,
  );

  it(
    'is killed while the share is set, says that nobody knows it, and resumes at the beginning of its stage',
    async () => {
      const setShare = 'echo $HITGATE_HOOK_SHARE >> log; if [ -e once ]; then exit 0; fi; echo > once; sleep 5';
      const file = await writeRollout({ canary: [], rollout: { setShare, stages: [{ share: 1, hold: '4s' }] } });
      const running = rollOut(file);
      await written('once');
      running.signal('SIGKILL');
      await running.finished;
      expect(await stored()).toMatchObject({ status: 'running', current: { step: 'set share', share: null } });
      const refused = await rollOut(file).finished;
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('is unfinished (cut off, the canary has an unknown share)');
      const { code, stdout } = await rollOut(file, '--resume').finished;
      expect(stdout).toContain('resumed at 100 %, as it was cut off');
      expect(stdout).toContain('COMPLETED');
      expect(code).toBe(0);
      expect(await log()).toEqual(['100', '100']);
    },
    longTest,
  );

  it(
    'comes to the end of a rollback, Ctrl-C or not',
    async () => {
      const rollback = 'echo > going; sleep 3; echo back >> log';
      const file = await writeRollout({ canary: ['--fault', 'error-burst:90%'], rollback });
      const running = rollOut(file);
      await written('going');
      running.signal('SIGINT');
      const { code, stderr } = await running.finished;
      expect(stderr).toContain('rolling back, which Ctrl-C does not end');
      expect(code).toBe(1);
      expect(await log()).toEqual(['10', 'back', '0']);
      expect(await stored()).toMatchObject({ status: 'rolled back', rollback: { verified: true } });
    },
    longTest,
  );

  it('says what it would do in a dry run, and does nothing', async () => {
    const file = await writeRollout({ canary: [] });
    const { code, stdout } = await rollOut(file, '--dry-run').finished;
    expect(code).toBe(0);
    expect(stdout).toContain('run   HITGATE_HOOK_SHARE=10 echo $HITGATE_HOOK_SHARE >> log   (at most 1 m)');
    expect(stdout).toContain('send  4 users to the canary and 36 users to stable; judge the canary by the SLA');
    expect(stdout.split('\n').length).toBeLessThan(40);
    expect(await log()).toEqual([]);
    expect((await readdir(scratch.path)).toSorted()).toEqual(['queries.jsonl', 'scenario.json']);
  });

  it(
    'tries the way back before it is needed',
    async () => {
      const { code, stdout } = await rollOut(await writeRollout({ canary: [] }), '--test-rollback').finished;
      expect(stdout).toContain('ROLLBACK TESTED');
      expect(code).toBe(0);
      expect(await log()).toEqual(['10', 'back', '0']);
      expect(await stored()).toMatchObject({ drill: true, status: 'rolled back', rollback: { verified: true } });
    },
    longTest,
  );

  it('begins nothing when a release is not healthy', async () => {
    const file = await writeRollout({ canary: ['--fault', 'unhealthy'], rollout: { setShare: undefined } });
    const { code, stderr } = await rollOut(file).finished;
    expect(code).toBe(5);
    expect(stderr).toContain('The target is not healthy');
    expect((await readdir(out)).filter((name) => name.startsWith('2'))).toEqual([]);
  });
});
