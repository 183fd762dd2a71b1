import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOpenMetrics, type Scrape } from '../cli/metrics-port/read-open-metrics.ts';
import { hitgate, onlyReport, scratchFolder, startHitgate, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  scratch = await scratchFolder();
});
afterAll(() => scratch.remove());

function pause(): Promise<'on'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('on'), 100);
  });
}

/** Scrapes until the process has ended; what could not be read any more is left out. */
async function scrapeUntil(url: string, ended: Promise<unknown>): Promise<Scrape[]> {
  const scrapes: Scrape[] = [];
  while ((await Promise.race([ended, pause()])) === 'on') {
    const text = await fetch(url)
      .then((reply) => reply.text())
      .catch(() => undefined);
    if (text !== undefined) scrapes.push(readOpenMetrics(text));
  }
  return scrapes;
}

describe('--metrics-port', { timeout: 120_000 }, () => {
  it('shows what the report says in the end, second by second', async () => {
    const file = await writeScenario(scratch.path, {
      thresholds: { 'http_req_duration{cache:hit}': ['p(95)<500'] },
    });
    const running = startHitgate([
      'run',
      file,
      '--out',
      `${scratch.path}/reports`,
      '--runs',
      '2',
      '--metrics-port',
      '0',
    ]);
    await running.printed('/metrics');
    const url = /http:\S+\/metrics/u.exec(running.output())?.[0] ?? '';
    const scrapes = await scrapeUntil(url, running.finished);
    const { code } = await running.finished;
    // A machine that is busy with something else makes it INVALID.
    expect([0, 3, 4]).toContain(code);

    const { runs } = await onlyReport(`${scratch.path}/reports`);
    const [first] = runs;
    const during = scrapes.filter((scrape) => (scrape.get('hitgate_run') ?? 0) === 2);
    const afterFirst = during.find((scrape) => scrape.get('hitgate_phase{phase="warmup"}') === 1);
    expect(afterFirst?.get('hitgate_requests_total{phase="measure"}')).toBe(first?.measure.requests);
    expect(afterFirst?.get('hitgate_cache_hits_total{phase="measure"}')).toBe(first?.measure.classes.hit.count);
    expect(afterFirst?.get('hitgate_cache_misses_total{phase="measure"}')).toBe(first?.measure.classes.miss.count);
    const [counter] = first?.measure.overLimit ?? [];
    expect(afterFirst?.get('hitgate_cache_latency_seconds_bucket{phase="measure",le="0.5"}')).toBe(
      (counter?.count ?? 0) - (counter?.over ?? 0),
    );

    // Each scrape is the sum of some first seconds of the report.
    let sum = 0;
    const sums = new Set([0]);
    for (const { counts, failed } of runs.flatMap(({ measure }) => measure.slices)) {
      sum += counts[0] + counts[1] + counts[2] + failed;
      sums.add(sum);
    }
    const seen = scrapes.map((scrape) => scrape.get('hitgate_requests_total{phase="measure"}') ?? 0);
    expect(seen.filter((value) => !sums.has(value))).toStrictEqual([]);
    expect(new Set(seen).size).toBeGreaterThan(2);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('refuses a port in use before anything is sent', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end('{"status":"healthy"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = String(typeof address === 'object' ? address?.port : undefined);
    const file = await writeScenario(scratch.path, {});
    const argv = ['run', file, '--target', `http://127.0.0.1:${port}`, '--metrics-port', port, '--out', scratch.path];
    const { code, stderr } = await hitgate(argv);
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`the port ${port} of 127.0.0.1 is in use`);
    expect(requests).toBe(0);
  });
});
