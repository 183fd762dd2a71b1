import { describe, expect, it } from 'vitest';
import { AnswerReader } from '../../src/engine/answer-reader.ts';
import { calibrate } from '../../src/engine/calibrate.ts';
import { driveEcho } from '../../src/engine/drive-echo.ts';
import { echoExchange, echoScenario } from '../../src/engine/echo-exchange.ts';
import { readThreadCpuMicros } from '../../src/engine/thread-cpu.ts';
import { ResponseScanner } from '../../src/engine/adapters/response-scanner.ts';
import { outcomeCodes } from '../../src/recorder/sample.ts';
import { freePort } from '../free-port.ts';
import { miss, startServer } from './test-server.ts';

const clock = { name: 'performance.now', nowMicros: () => performance.now() * 1_000, wallMillis: () => 0 };
const never = new AbortController().signal;

describe('a calibration', () => {
  it('has a floor above 0 whose p99 is no less than its p50, and a clock step below it', async () => {
    const found = await calibrate({ clock, signal: never });
    if (found === undefined) throw new Error('expected a calibration');
    for (const { p50Micros, p99Micros, count } of [found.roundTrip, found.tenUsers]) {
      expect(count).toBeGreaterThan(100);
      expect(p50Micros).toBeGreaterThan(0);
      expect(p99Micros).toBeGreaterThanOrEqual(p50Micros);
    }
    expect(found.clockStepMicros).toBeGreaterThan(0);
    expect(found.clockStepMicros).toBeLessThan(found.roundTrip.p50Micros);
  });

  it('that is aborted before or while it goes on has no figures', async () => {
    expect(await calibrate({ clock, signal: AbortSignal.abort() })).toBeUndefined();
    expect(await calibrate({ clock, signal: AbortSignal.timeout(60) })).toBeUndefined();
  });
});

describe('the load on an echo', () => {
  const load = { clock, signal: never, request: echoExchange().request, users: 1, millis: 30 };

  it('fails when nothing listens', async () => {
    await expect(driveEcho({ ...load, port: await freePort() })).rejects.toThrow('was lost: refused');
  });

  it('fails when something else answers, or closes the connection', async () => {
    const long = { ...load, millis: 20_000 };
    const other = await startServer((_, socket) => void socket.write(miss));
    await expect(driveEcho({ ...long, port: other.port })).rejects.toThrow('answered something else');
    await other.close();
    const closing = await startServer((_, socket) => void socket.end());
    await expect(driveEcho({ ...long, port: closing.port })).rejects.toThrow('was lost: reset');
    await closing.close();
  });

  it('exchanges a reply of about 850 bytes, which is a hit that holds every check', () => {
    const { reply } = echoExchange();
    const reader = new AnswerReader(echoScenario, 1);
    const scanner = new ResponseScanner({ keepBody: reader.needsBody, head: false });
    scanner.start();
    expect(reply.length).toBeGreaterThan(800);
    expect(reply.length).toBeLessThan(1_100);
    expect(scanner.push(reply, 0, reply.length)).toBe('done');
    expect(reader.judge(scanner, 0)).toBe(outcomeCodes.hit);
    expect(reader.checks & 0b1111).toBe(0b1111);
  });
});

describe('the CPU time of a thread', () => {
  it.each([
    ['is in microseconds', '230678 12 1\n', 230.678],
    ['is not known where the system keeps none', '0 0 0\n', undefined],
    ['is not known from another text', 'none', undefined],
  ])('%s', (_, text, expected) => {
    expect(readThreadCpuMicros(() => text)).toBe(expected);
  });

  it('is not known where there is no such file', () => {
    expect(
      readThreadCpuMicros(() => {
        throw new Error('ENOENT');
      }),
    ).toBeUndefined();
  });
});
