import type { Clock } from '../clock.ts';
import { createHistogram, type Histogram } from '../recorder/histogram.ts';
import { TurnClock } from '../turn-clock.ts';
import { parseTargetUrl } from './adapters/target-address.ts';
import { AnswerReader } from './answer-reader.ts';
import { CalibrationUser, type CalibrationScope } from './calibration-user.ts';
import { echoScenario } from './echo-exchange.ts';
import { pause } from './pause.ts';
import { readThreadCpuMicros } from './thread-cpu.ts';

/** A closed load of some users, without a pause, on an echo. */
export type EchoLoad = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly port: number;
  readonly request: Buffer;
  readonly users: number;
  readonly millis: number;
  /** On a machine that is slow the load goes on until there are so many, for half a second more at most. */
  readonly leastRoundTrips?: number;
};

/** The round trips of a load, and the CPU time of this thread for each; undefined where the system tells no thread's. */
export type EchoFigures = { readonly roundTrips: Histogram; readonly cpuMicros: number | undefined };

const openingMillis = 1_000;
const extensionMillis = 20;
const mostExtensions = 25;
const readBufferBytes = 65_536;

/**
 * Opens the connections, lets the users go on for the time given or until `signal` aborts, and closes them.
 * @throws Error when a connection is not taken within a second, is lost, or answers something else.
 */
export async function driveEcho(load: EchoLoad): Promise<EchoFigures> {
  const { signal } = load;
  const roundTrips = createHistogram();
  const done = new AbortController();
  const opening = new AbortController();
  const scope: CalibrationScope = {
    ...shareOf(load),
    request: load.request,
    onRoundTrip: (micros) => roundTrips.record(micros),
    onOpened: () => {
      if (users.every(({ isConnected }) => isConnected)) opening.abort();
    },
    onFault: (error) => done.abort(error),
  };
  const users = Array.from({ length: load.users }, () => new CalibrationUser(scope));
  const ending = AbortSignal.any([signal, done.signal]);
  try {
    for (const user of users) user.connect();
    await pause(openingMillis, AbortSignal.any([ending, opening.signal]));
    done.signal.throwIfAborted();
    if (signal.aborted) return { roundTrips, cpuMicros: undefined };
    if (!opening.signal.aborted) throw new Error('The echo did not take the connections in time');
    const before = readThreadCpuMicros();
    for (const user of users) user.send();
    await pause(load.millis, ending);
    for (let more = 0; more < mostExtensions && roundTrips.count < (load.leastRoundTrips ?? 0); more++)
      await pause(extensionMillis, ending);
    const after = readThreadCpuMicros();
    done.signal.throwIfAborted();
    return { roundTrips, cpuMicros: share(before, after, roundTrips.count) };
  } finally {
    for (const user of users) user.close();
  }
}

function share(before: number | undefined, after: number | undefined, count: number): number | undefined {
  return before === undefined || after === undefined || count === 0 ? undefined : (after - before) / count;
}

function shareOf({ clock, port }: EchoLoad): Pick<CalibrationScope, 'connections' | 'reader'> {
  const reader = new AnswerReader(echoScenario, 1);
  const target = parseTargetUrl(`http://127.0.0.1:${port}`);
  const connections = {
    clock,
    turn: new TurnClock(clock.nowMicros, setImmediate),
    target,
    tls: undefined,
    addresses: [target.hostname],
    addressIndex: 0,
    socketErrors: {},
    scanner: { keepBody: reader.needsBody, head: false },
    readBuffer: Buffer.allocUnsafeSlow(readBufferBytes),
  };
  return { connections, reader };
}
