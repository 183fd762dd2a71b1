import process from 'node:process';
import type { Clock } from '../clock.ts';
import { exitCodes } from '../errors.ts';
import type { CliEnvironment, TextSink } from './environment.ts';

/** Node's monotonic clock, with microseconds to three decimals. */
const nodeClock: Clock = {
  name: 'performance.now',
  nowMicros: () => performance.now() * 1000,
  wallMillis: () => Date.now(),
};

/** The real process as a `CliEnvironment`. */
export function nodeEnvironment(): CliEnvironment {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    clock: nodeClock,
    onInterrupt,
  };
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns ?? 100;
    },
  };
}

function onInterrupt(handler: () => void): () => void {
  let interrupted = false;
  const listener = (): void => {
    if (interrupted) process.exit(exitCodes.interrupted);
    interrupted = true;
    handler();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
