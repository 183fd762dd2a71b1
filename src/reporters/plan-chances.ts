import { lowPower, wantedPower, type GateChance, type NeededLength } from '../plan/gate-chances.ts';
import type { GateNeeds } from '../plan/gate-needs.ts';
import type { Replication } from '../plan/replication.ts';
import { formatCount, formatDuration, formatShare } from '../units.ts';
import { wrap } from './visible-text.ts';

const indent = 4;

/** The chances of a gate below its needs: at the planned length, and the length that gives 90 % where that is too short or not known. */
export function chanceLines({ least }: GateNeeds, width: number): string[] {
  if (least === undefined) return [];
  const { planned, chances, population, deff } = least;
  const lacking = chances.filter(({ power }) => power === undefined || power < lowPower);
  const correlated = deff === undefined || deff === 1 ? '' : ` (deff ${deff.toFixed(1)})`;
  const foreseen = planned === undefined ? '' : `${formatCount(planned)} foreseen${correlated}`;
  const passing = chances.flatMap((chance) => (chance.power === undefined ? [] : [sayPower(chance, chance.power)]));
  return [
    ...(planned === undefined
      ? []
      : [passing.length === 0 ? foreseen : `${foreseen}: chance to pass ${passing.join(', ')}`]),
    ...neededLines(lacking, population, width),
  ].map((line) => ' '.repeat(indent) + line);
}

/** What gives 90 %: on one line where it fits, without breaking a number. */
function neededLines(chances: readonly GateChance[], population: string, width: number): string[] {
  const start = `${chanceWords(wantedPower)} chance`;
  const full = chances.map((chance) => `${sayTruth(chance)}: ${sayNeeded(chance, population)}`);
  const [first, ...others] = full;
  if (first === undefined) return [];
  const joined = [
    `${start} ${first}`,
    ...others.map((text) => text.replace(' break it', '').replace(' requests', '')),
  ].join('; ');
  return joined.length <= width - indent ? [joined] : full.map((text) => `${start} ${text}`);
}

/** What several runs ask of a quantile, or what one run hides. */
export function replicationLines({ planned, runs, margins }: Replication, width: number): string[] {
  const words = margins.map(({ deviation, margin, gate }) => {
    const as = gate === undefined ? '' : `, as ${gate} did in the stored run`;
    return `by ${percent(margin)}, if runs differ by ${percent(deviation)}${as}`;
  });
  const start = planned > 1 ? `Over ${planned} runs` : `One run hides how runs differ. Over ${runs} (--runs ${runs})`;
  const text = `${start} a quantile passes with a ${chanceWords(wantedPower)} chance when it keeps its limit ${words.join('; ')}.`;
  return wrap(text, width - 2, Infinity).map((line) => `  ${line}`);
}

function sayPower(chance: GateChance, power: number): string {
  return `${chanceWords(power)} ${sayTruth(chance)}`;
}

/** A chance rounded down, so that 79.96 % does not look like enough. */
function chanceWords(power: number): string {
  if (power > 0.99) return '> 99 %';
  return power < 0.01 ? '< 1 %' : `${Math.floor(power * 100 + 1e-9)} %`;
}

function sayTruth({ trueShare, rate, assumed }: GateChance): string {
  if (rate === undefined) return `if ${percent(trueShare)} break it`;
  return assumed === 'hit rate' ? `at ${formatShare(rate)}` : `at ${percent(rate)}`;
}

function sayNeeded({ needed }: GateChance, population: string): string {
  if (needed === undefined) return 'no practical number';
  const { samples, requests } = needed;
  const length = lengthWords(needed);
  if (requests === undefined || requests === samples) return `${about(samples)} ${population}${length}`;
  return `${about(samples)}, in ${about(requests)} requests${length}`;
}

function lengthWords({ microsPerRun, ratePerSecond }: NeededLength): string {
  if (microsPerRun !== undefined) return `, ${formatDuration(microsPerRun)} a run`;
  return ratePerSecond === undefined ? '' : ` (${rateWords(ratePerSecond)}/s)`;
}

/** Three significant digits, rounded up: what is needed is an estimate. */
function about(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 2);
  return formatCount(Math.ceil(count / unit - 1e-9) * unit);
}

function rateWords(perSecond: number): string {
  return perSecond < 10 ? String(Number(perSecond.toPrecision(2))) : about(perSecond);
}

/** '4 %', '0.4 %', '12.1 %'. */
function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
