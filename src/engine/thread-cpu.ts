import { readFileSync } from 'node:fs';

const nanosPerMicro = 1_000;

/**
 * CPU time that the calling thread has used so far, in microseconds, from Linux's /proc; undefined where the system does not
 * keep it. (Node 20 tells that of the whole process only.)
 */
export function readThreadCpuMicros(read: (file: string) => string = readText): number | undefined {
  try {
    const [nanos] = read('/proc/thread-self/schedstat').split(' ');
    const micros = Number(nanos) / nanosPerMicro;
    return micros > 0 ? micros : undefined;
  } catch {
    return undefined;
  }
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
