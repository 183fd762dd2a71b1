import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusSource } from '../../../src/cli/watch/prometheus-source.ts';
import { readingOf, type Look } from '../../../src/watch/reading.ts';
import { freePort } from '../../free-port.ts';
import { planWatch } from '../../watch/build-look.ts';

function hasPrometheus(): boolean {
  try {
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Each scrape sees a hundred requests more: ten failed, eighty of the others hits, and of those four slower than 23 ms. */
function exposition(scrapes: number): string {
  const counter = (name: string, step: number) => `# TYPE ${name} untyped\n${name} ${step * scrapes}\n`;
  const buckets = [
    ['0.01', 0],
    ['0.023', 76],
    ['0.05', 80],
    ['+Inf', 80],
  ] as const;
  return [
    counter('fact_requests', 100),
    counter('fact_errors', 10),
    counter('fact_cache_hits', 80),
    '# TYPE fact_cache_latency histogram\n',
    ...buckets.map(([le, step]) => `fact_cache_latency_bucket{le="${le}"} ${step * scrapes}\n`),
    `fact_cache_latency_sum ${scrapes}\nfact_cache_latency_count ${80 * scrapes}\n`,
  ].join('');
}

const isInstalled = hasPrometheus();

describe.runIf(isInstalled)('a real Prometheus', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hitgate-prometheus-'));
  let scrapes = 0;
  const service = createServer((_, response) => {
    scrapes += 1;
    response.end(exposition(scrapes));
  });
  let prometheus: ChildProcess;
  let url = '';

  beforeAll(async () => {
    const port = await listen(service);
    const config = `scrape_configs: [{ job_name: fact, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }]`;
    writeFileSync(path.join(folder, 'prometheus.yml'), config);
    const own = await freePort();
    url = `http://127.0.0.1:${own}`;
    prometheus = spawn(
      'prometheus',
      ['--config.file', 'prometheus.yml', '--storage.tsdb.path', 'data', '--web.listen-address', `127.0.0.1:${own}`],
      { cwd: folder, stdio: 'ignore' },
    );
  });
  afterAll(async () => {
    service.close();
    service.closeAllConnections();
    const ended = once(prometheus, 'exit');
    prometheus.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Looks, for at most 30 s, until it sees what is waited for. */
  async function lookUntil(isSeen: (look: Pick<Look, 'readings'>) => boolean): Promise<Pick<Look, 'readings'>> {
    const source = createPrometheusSource({ url, watch: planWatch(), intervalMicros: 15_000_000, secrets: [] });
    const { signal } = new AbortController();
    let look = await source.read(0, signal);
    for (let attempt = 0; attempt < 150 && !isSeen(look); attempt += 1) {
      await sleep(200);
      look = await source.read(0, signal);
    }
    return look;
  }

  it('says every figure of the plan as the service counted it', async () => {
    const look = await lookUntil(({ readings }) => readings.every(({ value }) => value !== undefined));
    expect(readingOf(look, { kind: 'hit rate' }).value).toBeCloseTo(80 / 90, 9);
    expect(readingOf(look, { kind: 'error rate' }).value).toBeCloseTo(0.1, 9);
    expect(readingOf(look, { kind: 'up' }).value).toBe(1);
    // 76 of 80 are up to 23 ms: the p95 is the bound, in milliseconds.
    const p95 = readingOf(look, { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 });
    expect(p95.value).toBeCloseTo(23, 6);
  });

  it('says that the service is down when it cannot be scraped', async () => {
    service.close();
    service.closeAllConnections();
    const look = await lookUntil((seen) => readingOf(seen, { kind: 'up' }).value === 0);
    expect(readingOf(look, { kind: 'up' }).value).toBe(0);
  });
});
