import type { Clock } from '../clock.ts';
import { createHistogram, type Histogram } from '../recorder/histogram.ts';
import { startAlarm } from './adapters/alarm.ts';
import { pause } from './pause.ts';

const wakeUps = 120;
const gapMicros = 1_000;
const longestMillis = 300;

/** How late the alarm rings that wakes the engine in an open load: 120 times, 1 ms apart, fewer when `signal` aborts. */
export async function measureWakeUps({ nowMicros }: Clock, signal: AbortSignal): Promise<Histogram> {
  const lateness = createHistogram();
  const alarm = await startAlarm();
  const done = new AbortController();
  let due = nowMicros() + gapMicros;
  alarm.onRing = () => {
    const now = nowMicros();
    lateness.record(Math.max(0, now - due));
    if (lateness.count >= wakeUps) {
      done.abort();
      return;
    }
    due = Math.max(due + gapMicros, now);
    alarm.ringIn(due - now);
  };
  alarm.ringIn(gapMicros);
  await pause(longestMillis, AbortSignal.any([signal, done.signal]));
  await alarm.close();
  return lateness;
}
