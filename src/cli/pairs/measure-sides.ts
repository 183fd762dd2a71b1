import type { HitgateError } from '../../errors.ts';
import { orderPairs, otherSide, type PairSide } from '../../plan/pair-order.ts';
import type { RunReport } from '../../report/run-report.ts';
import { splitCores } from '../processor-cores.ts';
import { assembleReport } from '../run/assemble-report.ts';
import { calibrateMachine } from '../run/calibrate-machine.ts';
import { joinMeasured } from '../run/join-measured.ts';
import { measurePairs } from '../run/measure-pairs.ts';
import type { Measured } from '../run/measure-runs.ts';
import { measureHalf, type Half } from './measure-half.ts';
import type { Measuring, PairSession } from './pair-session.ts';
import type { PlannedSides } from './side.ts';
import type { SideReports } from './write-sides.ts';

/** What the whole pairs gave; reports are absent when there is none. */
export type MeasuredSides = {
  readonly reports?: SideReports;
  readonly pairs: number;
  /** Why there are fewer pairs than planned: Ctrl-C, or a side that failed. */
  readonly cut?: 'interrupted' | HitgateError;
};

/**
 * Measures both sides in interleaved pairs, each measurement with a warm-up of its own, on a side that was opened for it: what hitgate
 * starts is a fresh process each time, so that what differs from process to process shows as noise within the pairs and not as a difference
 * of the sides. Only whole pairs are kept.
 */
export async function measureSides(sides: PlannedSides, session: PairSession): Promise<MeasuredSides> {
  const { options, signal, progress, folder } = session;
  const { environment, pairs } = options;
  const order = orderPairs(pairs, sides.before.plan.scenario.workload.seed);
  const measuring: Measuring = {
    ...session,
    sides,
    order,
    calibration: options.calibration
      ? await calibrateMachine({ clock: environment.clock, signal, progress })
      : undefined,
    cores: options.pin ? splitCores() : undefined,
    headers: {},
    settings: undefined,
  };
  const halves = await measurePairs(
    order.map((first) => [first, otherSide(first)] as const),
    {
      measure: async (side, pair) => {
        const half = await measureHalf(measuring, side, pair);
        if (half.cut === undefined && side !== order[pair - 1]) folder.keepPair();
        return half;
      },
      endsWith: ({ cut }: Half) => cut !== undefined || signal.aborted,
    },
  );
  const measuredOf = (wanted: PairSide): readonly Measured[] =>
    halves.flatMap(({ side, result }) => (side === wanted && result.cut === undefined ? [result.measured] : []));
  const cut = halves.at(-1)?.result.cut;
  return conclude(measuring, { before: measuredOf('before'), after: measuredOf('after'), cut });
}

type Halves = Readonly<Record<PairSide, readonly Measured[]>> & { readonly cut: MeasuredSides['cut'] | undefined };

function conclude(measuring: Measuring, { before, after, cut }: Halves): MeasuredSides {
  const pairs = Math.min(before.length, after.length);
  const reports = {
    before: reportOf('before', before.slice(0, pairs), measuring),
    after: reportOf('after', after.slice(0, pairs), measuring),
  };
  const why = cut ?? (pairs < measuring.order.length ? 'interrupted' : undefined);
  return {
    pairs,
    ...(reports.before === undefined || reports.after === undefined
      ? {}
      : { reports: { before: reports.before, after: reports.after } }),
    ...(why === undefined ? {} : { cut: why }),
  };
}

/** The report of a side on its whole pairs; undefined when there is none. */
function reportOf(
  side: PairSide,
  measured: readonly Measured[],
  { headers, order, folder, options }: Measuring,
): RunReport | undefined {
  const header = headers[side];
  const { length: pairs } = measured;
  if (header === undefined || pairs === 0) return undefined;
  return assembleReport(
    { ...header, pairs: { id: folder.id, side, order: order.slice(0, pairs) } },
    joinMeasured(measured),
    { endedMillis: options.environment.clock.wallMillis(), aborted: pairs < order.length },
  );
}
