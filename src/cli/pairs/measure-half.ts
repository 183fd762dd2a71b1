import { availableParallelism } from 'node:os';
import { chooseSettings } from '../../engine/choose-settings.ts';
import { engineNamed } from '../../engine/engines.ts';
import { HitgateError, exitCodes } from '../../errors.ts';
import { isLocalUrl } from '../../local-url.ts';
import type { PairSide } from '../../plan/pair-order.ts';
import { describeRun } from '../run/describe-run.ts';
import type { RunHeader } from '../run/journal.ts';
import { measureRuns, type Measured } from '../run/measure-runs.ts';
import type { OpenTarget } from '../run/open-target.ts';
import { singleRun } from '../run/single-run.ts';
import { counterScraper } from '../scrape-counters.ts';
import { findLoss, sideError } from './find-loss.ts';
import { openSide } from './open-side.ts';
import type { Measuring } from './pair-session.ts';
import type { PlannedSide } from './side.ts';

/** One measurement of a side that can be half of a pair, or why there is none: Ctrl-C, or a side that failed. */
export type Half =
  | { readonly measured: Measured; readonly cut?: undefined }
  | { readonly cut: 'interrupted' | HitgateError };

/** Opens a side, asks for its health, measures it once and closes it again. */
export async function measureHalf(measuring: Measuring, side: PairSide, pair: number): Promise<Half> {
  const { signal, order } = measuring;
  if (signal.aborted) return { cut: 'interrupted' };
  try {
    const half = await openAndMeasure(measuring, side, pair);
    return half.cut !== undefined && signal.aborted ? { cut: 'interrupted' } : half;
  } catch (error) {
    if (signal.aborted) return { cut: 'interrupted' };
    if (!(error instanceof HitgateError) || error.exitCode !== exitCodes.target) throw error;
    return { cut: sideError(error, { side, pair, pairs: order.length }) };
  }
}

async function openAndMeasure(measuring: Measuring, side: PairSide, pair: number): Promise<Half> {
  const { sides, order, headers, progress, secrets, options, cores, signal } = measuring;
  const { plan } = sides[side];
  progress.note(`pair ${pair} of ${order.length}, ${side}: ${firstStep(sides[side])}`);
  const target = await openSide(sides[side], { secrets, tls: options.tls, cores, signal });
  try {
    headers[side] ??= beginSide(measuring, side, target);
    const measured = await measureOpen(measuring, { side, pair, target });
    const loss = findLoss({ side, pair, pairs: order.length, plan, target, measured, header: headers[side] });
    if (loss !== undefined) return { cut: loss };
    return measured.snapshots.some(({ ended }) => ended === 'aborted') ? { cut: 'interrupted' } : { measured };
  } finally {
    await target.close();
  }
}

function firstStep({ source, plan }: PlannedSide): string {
  switch (source.kind) {
    case 'url':
      return `checking ${plan.scenario.target.url}`;
    case 'reference':
      return 'starting the reference target';
    case 'command':
      return `starting the command of ${source.flag}`;
  }
}

function beginSide(measuring: Measuring, side: PairSide, target: OpenTarget): RunHeader {
  const { sides, order, options, folder, startedMillis, calibration } = measuring;
  const { plan } = sides[side];
  const header = describeRun(
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
  folder.sides[side].journal({ kind: 'header', header });
  return header;
}

type OpenHalf = { readonly side: PairSide; readonly pair: number; readonly target: OpenTarget };

function measureOpen(measuring: Measuring, { side, pair, target }: OpenHalf): Promise<Measured> {
  const { sides, options, folder, secrets, progress, signal, order } = measuring;
  const { plan } = sides[side];
  measuring.settings ??= chooseSettings(plan, options, {
    cores: availableParallelism(),
    sharesTarget: sharesMachine(sides.before) || sharesMachine(sides.after),
  });
  const scrape = counterScraper(plan.scenario, { url: target.url, secrets, tls: options.tls, signal });
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
    ...(scrape === undefined ? {} : { scrape }),
  });
}

function sharesMachine({ source, plan }: PlannedSide): boolean {
  return source.kind === 'reference' || isLocalUrl(plan.scenario.target.url ?? '');
}
