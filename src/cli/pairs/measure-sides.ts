import { availableParallelism } from 'node:os';
import { chooseSettings, type EngineSettings } from '../../engine/choose-settings.ts';
import { engineNamed } from '../../engine/engines.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import { HitgateError, exitCodes } from '../../errors.ts';
import { isLocalUrl } from '../../local-url.ts';
import { orderPairs, otherSide, type PairSide } from '../../plan/pair-order.ts';
import type { Calibration, Pace } from '../../recorder/snapshot.ts';
import type { RunReport } from '../../report/run-report.ts';
import type { CliEnvironment } from '../environment.ts';
import type { CoreSplit } from '../processor-cores.ts';
import { splitCores } from '../processor-cores.ts';
import type { Progress } from '../progress.ts';
import { assembleReport } from '../run/assemble-report.ts';
import { calibrateMachine } from '../run/calibrate-machine.ts';
import { describeRun } from '../run/describe-run.ts';
import type { RunHeader } from '../run/journal.ts';
import { joinMeasured } from '../run/join-measured.ts';
import { measurePairs, type PairHalf } from '../run/measure-pairs.ts';
import { measureRuns, type Measured } from '../run/measure-runs.ts';
import type { OpenTarget } from '../run/open-target.ts';
import { singleRun } from '../run/single-run.ts';
import { findLoss, sideError } from './find-loss.ts';
import { openSide } from './open-side.ts';
import type { PairFolder } from './pair-folder.ts';
import type { PlannedSide } from './side.ts';

/** Both sides of a comparison. */
export type PlannedSides = Readonly<Record<PairSide, PlannedSide>>;

/** How pairs are measured. */
export type PairOptions = {
  readonly environment: CliEnvironment;
  readonly tls: TlsSettings | undefined;
  readonly pairs: number;
  readonly calibration: boolean;
  readonly pin: boolean;
  readonly workers?: number;
  readonly pace?: Pace;
};

/** What a comparison is measured into and watched by. */
export type PairSession = {
  readonly options: PairOptions;
  readonly secrets: Readonly<Record<string, string>>;
  readonly folder: PairFolder;
  readonly startedMillis: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** What the whole pairs gave; reports are absent when there is none. */
export type MeasuredSides = {
  readonly reports?: Readonly<Record<PairSide, RunReport>>;
  readonly pairs: number;
  /** Why there are fewer pairs than planned: Ctrl-C, or a side that failed. */
  readonly cut?: 'interrupted' | HitgateError;
};

/** One measurement of a side, or why there is none. */
type Half = { readonly measured: Measured; readonly cut?: undefined } | { readonly cut: 'interrupted' | HitgateError };

type Measuring = PairSession & {
  readonly sides: PlannedSides;
  readonly order: readonly PairSide[];
  readonly calibration: Calibration | undefined;
  readonly cores: CoreSplit | undefined;
  /** Of each side once it was opened. */
  readonly headers: Partial<Record<PairSide, RunHeader>>;
  /** Of all measurements, chosen before the first one. */
  settings: EngineSettings | undefined;
};

/**
 * Measures both sides in interleaved pairs, each measurement with a warm-up of its own, on a side that was opened for it: what hitgate
 * starts is a fresh process each time, so that what differs from process to process shows as noise within the pairs and not as a difference
 * of the sides. Only whole pairs are kept.
 */
export async function measureSides(sides: PlannedSides, session: PairSession): Promise<MeasuredSides> {
  const { options, signal, progress } = session;
  const { environment, pairs } = options;
  const { scenario } = sides.before.plan;
  const order = orderPairs(pairs, scenario.workload.seed);
  const calibration = options.calibration
    ? await calibrateMachine({ clock: environment.clock, signal, progress })
    : undefined;
  const measuring: Measuring = {
    ...session,
    sides,
    order,
    calibration,
    cores: options.pin ? splitCores() : undefined,
    headers: {},
    settings: undefined,
  };
  const halves = await measurePairs(
    order.map((first) => [first, otherSide(first)] as const),
    {
      measure: (side, pair) => measureHalf(measuring, side, pair),
      endsWith: ({ cut }: Half) => cut !== undefined || signal.aborted,
    },
  );
  return conclude(measuring, halves);
}

async function measureHalf(measuring: Measuring, side: PairSide, pair: number): Promise<Half> {
  const { signal, sides, order, headers } = measuring;
  if (signal.aborted) return { cut: 'interrupted' };
  const place = { side, pair, pairs: order.length };
  let half: Half;
  try {
    const target = await openHalf(measuring, side, pair);
    try {
      const measured = await measureOpen(measuring, { side, pair, target });
      const loss = findLoss({ ...place, plan: sides[side].plan, target, measured, header: headers[side] });
      half = loss === undefined ? { measured } : { cut: loss };
    } finally {
      await target.close();
    }
  } catch (error) {
    if (signal.aborted) return { cut: 'interrupted' };
    if (!(error instanceof HitgateError) || error.exitCode !== exitCodes.target) throw error;
    return { cut: sideError(error, place) };
  }
  if (signal.aborted && half.cut !== undefined) return { cut: 'interrupted' };
  if (half.cut === undefined && half.measured.snapshots.some(({ ended }) => ended === 'aborted'))
    return { cut: 'interrupted' };
  if (half.cut === undefined && order[pair - 1] !== side) measuring.folder.keepPair();
  return half;
}

function openHalf(
  { sides, secrets, options, cores, signal, progress, order }: Measuring,
  side: PairSide,
  pair: number,
) {
  const { source, plan } = sides[side];
  const step = source.kind === 'url' ? `checking ${plan.scenario.target.url}` : 'starting it';
  progress.note(`pair ${pair} of ${order.length}, ${side}: ${step}`);
  return openSide(sides[side], { secrets, tls: options.tls, cores, signal });
}

type OpenHalf = { readonly side: PairSide; readonly pair: number; readonly target: OpenTarget };

function measureOpen(measuring: Measuring, { side, pair, target }: OpenHalf): Promise<Measured> {
  const { sides, options, folder, secrets, progress, signal, order } = measuring;
  const { plan } = sides[side];
  measuring.settings ??= chooseSettings(plan, options, {
    cores: availableParallelism(),
    sharesTarget: Object.values(sides).some(({ source, plan: { scenario } }) =>
      source.kind === 'url' ? isLocalUrl(scenario.target.url ?? '') : true,
    ),
  });
  if (measuring.headers[side] === undefined) {
    const header = describeSide(measuring, side, target);
    measuring.headers[side] = header;
    folder.sides[side].journal({ kind: 'header', header });
  }
  return measureRuns(singleRun(plan), {
    engine: engineNamed('hitgate').run,
    environment: options.environment,
    target,
    secrets,
    settings: measuring.settings,
    tls: options.tls,
    progress,
    signal,
    label: `pair ${pair}/${order.length} ${side}`,
    onSlice: (_, slice) => folder.takeSlice(side, pair, slice),
  });
}

function describeSide(
  { sides, options, folder, startedMillis, calibration, order }: Measuring,
  side: PairSide,
  target: OpenTarget,
) {
  const { plan } = sides[side];
  return describeRun(
    { ...plan, scenario: { ...plan.scenario, runs: order.length } },
    {
      engine: engineNamed('hitgate'),
      environment: options.environment,
      id: `${folder.id}/${side}`,
      startedMillis,
      target: target.identity,
      calibration,
      pairs: { id: folder.id, side, order },
    },
  );
}

function conclude(
  { headers, order, options, signal }: Measuring,
  halves: readonly PairHalf<PairSide, Half>[],
): MeasuredSides {
  const parts = (side: PairSide): Measured[] =>
    halves.flatMap((half) => (half.side === side && half.result.cut === undefined ? [half.result.measured] : []));
  const [before, after] = [parts('before'), parts('after')];
  const pairs = Math.min(before.length, after.length);
  const cut = halves.at(-1)?.result.cut ?? (signal.aborted && pairs < order.length ? 'interrupted' : undefined);
  const reportOf = (side: PairSide, measured: readonly Measured[]): RunReport | undefined => {
    const header = headers[side];
    if (header === undefined || pairs === 0) return undefined;
    return assembleReport(
      { ...header, pairs: { id: header.id.replace(/\/[^/]*$/u, ''), side, order: order.slice(0, pairs) } },
      joinMeasured(measured.slice(0, pairs)),
      { endedMillis: options.environment.clock.wallMillis(), aborted: pairs < order.length },
    );
  };
  const reports = { before: reportOf('before', before), after: reportOf('after', after) };
  return {
    ...(reports.before === undefined || reports.after === undefined
      ? {}
      : { reports: { before: reports.before, after: reports.after } }),
    pairs,
    ...(cut === undefined ? {} : { cut }),
  };
}
