import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { hlogHeader, hlogLines } from '../../reporters/hlog.ts';
import type { CliEnvironment } from '../environment.ts';
import { packageVersion } from '../version.ts';

/** The text of a `latency.hlog` that grows while it is measured. */
export type LatencyLog = { readonly header: string; readonly linesOf: (slice: ClosedSlice) => string };

/** The log of what was started at a wall-clock time; its times count from then. */
export function latencyLog({ clock }: Pick<CliEnvironment, 'clock'>, startedMillis: number): LatencyLog {
  const originMicros = clock.nowMicros() - (clock.wallMillis() - startedMillis) * 1000;
  return {
    header: hlogHeader({ hitgateVersion: packageVersion(), wallMillis: startedMillis }),
    linesOf: (slice) => hlogLines(slice, originMicros),
  };
}
