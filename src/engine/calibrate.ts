import type { Clock } from '../clock.ts';
import type { Histogram } from '../recorder/histogram.ts';
import type { Calibration, MeasuredPair } from '../recorder/snapshot.ts';
import { startEcho } from './adapters/echo.ts';
import { echoExchange } from './echo-exchange.ts';
import { driveEcho } from './drive-echo.ts';
import { measureWakeUps } from './measure-wake-ups.ts';

/** What a calibration needs: the clock of the run, and what ends it early. */
export type CalibrationOptions = { readonly clock: Clock; readonly signal: AbortSignal };

const warmUpMillis = 40;
const oneUserMillis = 70;
const tenUsersMillis = 60;
const clockReadings = 2_000;
/** A p99 is told when at least one value lies beyond it. */
const leastCount = 101;

/**
 * Measures this machine's floor in about 0.3 s and the start of two threads: one user and then ten, without a pause, on the engine's
 * own connections, scanner and reader, against an echo on the loopback; then the alarm that paces an open load.
 * Undefined when `signal` aborts. @throws Error when it cannot be measured (no loopback, no thread, an echo that hangs).
 */
export async function calibrate({ clock, signal }: CalibrationOptions): Promise<Calibration | undefined> {
  const exchange = echoExchange();
  const echo = await startEcho({ reply: exchange.reply, requestBytes: exchange.request.length });
  try {
    const load = { clock, signal, port: echo.port, request: exchange.request };
    await driveEcho({ ...load, users: 1, millis: warmUpMillis });
    const one = await driveEcho({ ...load, users: 1, millis: oneUserMillis, leastRoundTrips: leastCount });
    const ten = await driveEcho({ ...load, users: 10, millis: tenUsersMillis, leastRoundTrips: leastCount });
    const lateness = await measureWakeUps(clock, signal);
    if (signal.aborted) return undefined;
    const wakeUp = pairOf(lateness);
    const roundTrip = pairOf(one.roundTrips);
    const tenUsers = pairOf(ten.roundTrips);
    if (roundTrip === undefined || tenUsers === undefined) throw new Error('Too few round trips to tell a p99');
    return {
      roundTrip,
      tenUsers,
      clockStepMicros: leastStep(clock),
      ...(ten.cpuMicros === undefined ? {} : { cpuMicros: ten.cpuMicros }),
      ...(wakeUp === undefined ? {} : { wakeUp }),
    };
  } finally {
    await echo.close();
  }
}

function pairOf(histogram: Histogram): MeasuredPair | undefined {
  const { count } = histogram;
  if (count < leastCount) return undefined;
  const [p50Micros = 0, p99Micros = 0] = histogram.valuesAtQuantiles([0.5, 0.99]) ?? [];
  return { p50Micros, p99Micros, count };
}

function leastStep({ nowMicros }: Clock): number {
  let least = Infinity;
  for (let reading = 0, last = nowMicros(); reading < clockReadings; reading++) {
    const now = nowMicros();
    if (now > last) least = Math.min(least, now - last);
    last = now;
  }
  return least === Infinity ? 0 : least;
}
