import { afterEach, describe, expect, it } from 'vitest';
import { openMetricsPort, type MetricsPort } from '../../../src/cli/metrics-port/metrics-port.ts';
import { exitCodes } from '../../../src/errors.ts';
import { freePort } from '../../free-port.ts';

const open: MetricsPort[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((port) => port.close()));
});

async function opened(port = 0): Promise<MetricsPort> {
  const metrics = await openMetricsPort(port);
  open.push(metrics);
  return metrics;
}

describe('the metrics port', () => {
  it('shows the figures as OpenMetrics, and nothing before there are any', async () => {
    const port = await opened();
    const before = await fetch(port.url);
    expect(before.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(await before.text()).toBe('# EOF\n');
    port.show({ enterPhase: () => undefined, take: () => undefined, render: () => Promise.resolve('a 1\n# EOF\n') });
    expect(await (await fetch(port.url)).text()).toBe('a 1\n# EOF\n');
  });

  it('is on the loopback address', async () => {
    expect(new URL((await opened()).url).hostname).toBe('127.0.0.1');
  });

  it.each([
    ['/', 'GET', 404],
    ['/metrics', 'POST', 405],
  ])('answers %s by %s with %i', async (path, method, status) => {
    const { url } = await opened();
    expect((await fetch(new URL(path, url), { method })).status).toBe(status);
  });

  it('refuses a port that is in use with exit code 2 and a hint', async () => {
    const { url } = await opened();
    const port = Number(new URL(url).port);
    await expect(openMetricsPort(port)).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message: `--metrics-port: the port ${port} of 127.0.0.1 is in use`,
      hint: expect.stringContaining('choose another port'),
    });
  });

  it('is free again when it was closed, whoever is still connected', async () => {
    const number = await freePort();
    const port = await opened(number);
    await fetch(port.url);
    await port.close();
    open.length = 0;
    expect((await opened(number)).url).toBe(port.url);
  });
});
