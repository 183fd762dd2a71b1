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

/** What a stream says when nobody reads it any more: a pipe whose reader ended, a terminal that was closed. */
const unreadErrors: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!unreadErrors.has(error.code)) throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns ?? 100;
    },
  };
}

const interruptSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function onInterrupt(handler: () => void): () => void {
  let interrupted = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (!interrupted) {
      interrupted = true;
      handler();
    } else if (signal !== 'SIGHUP') {
      // A terminal that is closed may say so more than once, by its shell and by itself: that is no wish to end at once.
      process.exit(exitCodes.interrupted);
    }
  };
  for (const signal of interruptSignals) process.on(signal, listener);
  return () => {
    for (const signal of interruptSignals) process.off(signal, listener);
  };
}
