import process from 'node:process';

/** The system's monotonic clock in microseconds: all threads read the same. */
export function monotonicMicros(): number {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1e6 + nanos / 1e3;
}
