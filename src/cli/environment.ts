import type { Clock } from '../clock.ts';

/** A text sink: a stream in the real process, an array in a test. */
export type TextSink = {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: number;
};

/** The process as one value: what the command line may know of argv, environment, folder, streams, clock and signals. */
export type CliEnvironment = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly clock: Clock;
  /**
   * Calls `handler` at the first SIGINT, SIGTERM or SIGHUP (a closed terminal); the returned function stops listening. A second SIGINT or
   * SIGTERM ends the process.
   */
  readonly onInterrupt: (handler: () => void) => () => void;
};

/** How a text is to look where it is read. */
export type Looks = {
  readonly color: boolean;
  /** In columns. */
  readonly width: number;
};

/** How a text is to look on standard output. */
export function looksOf(environment: CliEnvironment): Looks {
  return { color: wantsColor(environment), width: environment.stdout.columns };
}

/** Whether to colour standard output: NO_COLOR and FORCE_COLOR first, then whether a person is reading. */
function wantsColor({ env, stdout }: CliEnvironment): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stdout.isTerminal;
}
