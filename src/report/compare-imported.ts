import { exitCodes, HitgateError } from '../errors.ts';
import type { ImportedEntry, MeanFigure } from '../importers/imported-baseline.ts';
import type { Difference } from '../judge/comparison/comparison.ts';
import { entriesOf, originOf, trafficOf, type ComparableSide } from './comparable-side.ts';
import { compareDistributions, isDistribution, pair, type DistributionFigure } from './compare-distributions.ts';
import { compareMeans, pairMeans } from './compare-means.ts';
import type { ImportedComparison, ImportedGroup } from './imported-comparison.ts';

/** Both sides of one thing. */
type Sides<Side> = { readonly before: Side; readonly after: Side };
type Distribution = ImportedEntry & { readonly figure: DistributionFigure };
const unknown = 'unknown';
type Mean = ImportedEntry & { readonly figure: MeanFigure };

/**
 * Puts an imported baseline beside another one or beside a run, like with like: means of the same benchmark and statistic, latencies of
 * the same class and kind. It describes and gives no verdict.
 * @throws HitgateError [E_NOT_ALIKE], exit 2, when the sides have nothing alike, with the reason.
 */
export function compareImported(before: ComparableSide, after: ComparableSide): ImportedComparison {
  const entries = { before: entriesOf(before), after: entriesOf(after) };
  const means = { before: entries.before.filter(isMean), after: entries.after.filter(isMean) };
  const latencies = {
    before: entries.before.filter(hasDistribution),
    after: entries.after.filter(hasDistribution),
  };
  const groups = [...meanGroups(means), ...latencyGroups(latencies)];
  const leftOut = [
    ...meansLeftOut(means, groups, { before, after }),
    ...latenciesLeftOut(latencies, { before, after }),
  ];
  if (groups.length === 0) throw notAlike({ before, after }, leftOut);
  return {
    kind: 'imported-comparison',
    label: 'descriptive: nothing is decided here',
    before: { name: before.name, origin: originOf(before) },
    after: { name: after.name, origin: originOf(after) },
    groups: [...groups, ...trafficGroup({ before, after })],
    leftOut,
    notes: [...methodNotes(groups), ...unknownNotes({ before, after }), ...ownNotes(before), ...ownNotes(after)],
    differences: differencesOf({ before, after }),
  };
}

function isMean(entry: ImportedEntry): entry is Mean {
  return entry.figure.kind === 'mean';
}

function hasDistribution(entry: ImportedEntry): entry is Distribution {
  return isDistribution(entry.figure);
}

function meanGroups({ before, after }: Sides<readonly Mean[]>): ImportedGroup[] {
  const names = [...new Set(before.map(({ name }) => name))];
  return names.flatMap((name) => {
    const own = (side: readonly Mean[]): MeanFigure[] =>
      side.filter((entry) => entry.name === name).map(({ figure }) => figure);
    const figures = pairMeans(own(before), own(after)).map(([one, other]) => compareMeans(one, other));
    return figures.length === 0 ? [] : [{ name, figures }];
  });
}

function latencyGroups({ before, after }: Sides<readonly Distribution[]>): ImportedGroup[] {
  return before.flatMap((entry): ImportedGroup[] => {
    const other = partnerOf(entry, after);
    if (other === undefined) return [];
    const figures = compareDistributions(entry.figure, other.figure);
    if (!figures.some(({ unit }) => unit === 'micros')) return [];
    const latency = entry.latency ?? other.latency;
    return [
      {
        name: entry.name,
        ...(entry.cacheClass === undefined ? {} : { cacheClass: entry.cacheClass }),
        ...(latency === undefined ? {} : { latency }),
        figures,
      },
    ];
  });
}

/** The same class and latency; one that does not say its latency goes with service time, as long as there is one. */
function partnerOf(entry: Distribution, others: readonly Distribution[]): Distribution | undefined {
  const alike = others.filter((other) => isSameThing(entry, other));
  if (entry.latency === undefined) return alike.find(({ latency }) => latency === 'service') ?? alike[0];
  const exact = alike.find(({ latency }) => latency === entry.latency);
  if (exact !== undefined) return exact;
  return entry.latency === 'service' ? alike.find(({ latency }) => latency === undefined) : undefined;
}

function isSameThing(one: ImportedEntry, other: ImportedEntry): boolean {
  if (one.cacheClass === undefined && other.cacheClass === undefined) return one.name === other.name;
  return one.cacheClass !== undefined && one.cacheClass === other.cacheClass;
}

function meansLeftOut(
  means: Sides<readonly Mean[]>,
  groups: readonly ImportedGroup[],
  sides: Sides<ComparableSide>,
): string[] {
  const compared = new Set(groups.map(({ name }) => name));
  return (['before', 'after'] as const).flatMap((which) => {
    const names = [...new Set(means[which].map(({ name }) => name))].filter((name) => !compared.has(name));
    if (names.length === 0) return [];
    const other = which === 'before' ? 'after' : 'before';
    const held = `${sides[which].name} has ${listed(names)} as ${names.length === 1 ? 'a mean' : 'means'}`;
    return means[other].length > 0
      ? [`${held}, which ${sides[other].name} does not have`]
      : [
          `${held}, and ${sides[other].name} has latencies of single requests: a mean of batches says nothing about a percentile, so they are not compared`,
        ];
  });
}

function latenciesLeftOut(latencies: Sides<readonly Distribution[]>, sides: Sides<ComparableSide>): string[] {
  return (['before', 'after'] as const).flatMap((which) => {
    const other = which === 'before' ? 'after' : 'before';
    if (sides[which].kind === 'run') return [];
    return latencies[which]
      .filter(
        (entry) =>
          !latencies[other].some(
            (each) => partnerOf(each, [entry]) !== undefined || partnerOf(entry, [each]) !== undefined,
          ),
      )
      .map(
        (entry) =>
          `${sides[which].name} has ${wordsOf(entry)}, of which ${sides[other].name} has nothing alike${classAdvice(entry)}`,
      );
  });
}

function wordsOf({ name, cacheClass, latency }: ImportedEntry): string {
  const time = latency === undefined ? 'latencies' : `${latency} times`;
  return cacheClass === undefined ? `${time} of ${name}` : `${time} of the class ${cacheClass}`;
}

function classAdvice({ cacheClass }: ImportedEntry): string {
  return cacheClass === undefined ? ' (say which class it is by importing it with --class)' : '';
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function notAlike({ before, after }: Sides<ComparableSide>, reasons: readonly string[]): HitgateError {
  const why = reasons.length === 0 ? 'they have no figure in common' : reasons.join('; ');
  return new HitgateError(`${before.name} and ${after.name} cannot be compared: ${why}`, {
    code: 'E_NOT_ALIKE',
    exitCode: exitCodes.usage,
    hint: 'compare means with means of the same benchmark, and latencies with latencies of the same class: import k6, wrk, autocannon or HDR files for those, with --class where the file does not say it',
  });
}

function trafficGroup(sides: Sides<ComparableSide>): ImportedGroup[] {
  const before = trafficOf(sides.before);
  const after = trafficOf(sides.after);
  const share = ({ requests, failures }: typeof before): number | undefined =>
    requests === undefined || failures === undefined || requests === 0 ? undefined : failures / requests;
  const figures = [
    ...pair('throughput', 'per second', before.requestsPerSecond, after.requestsPerSecond),
    ...pair('error rate', 'share', share(before), share(after)),
  ];
  return figures.length === 0 ? [] : [{ name: 'requests', figures }];
}

function methodNotes(groups: readonly ImportedGroup[]): string[] {
  const withInterval = groups.filter(({ figures }) =>
    figures.some(({ changeInterval }) => changeInterval !== undefined),
  );
  const distributions = withInterval.some(({ figures }) => figures.some(({ name }) => /^p\d/u.test(name)));
  const means = withInterval.some(({ figures }) => figures.every(({ name }) => !/^p\d/u.test(name)));
  return [
    ...(distributions
      ? [
          'intervals of percentiles are suggestive: they take the samples of each side as independent, which under load they are not, and know nothing of the variation from run to run',
        ]
      : []),
    ...(means
      ? [
          'intervals of means are suggestive: they come from both sides’ own intervals (at 95 % where the source does not say), which know nothing of the variation from run to run',
        ]
      : []),
  ];
}

function ownNotes(side: ComparableSide): string[] {
  return side.kind === 'run' ? [] : side.baseline.notes.map((note) => `${side.name}: ${note}`);
}

function differencesOf(sides: Sides<ComparableSide>): Difference[] {
  const left = circumstancesOf(sides.before);
  const right = circumstancesOf(sides.after);
  return Object.keys(left).flatMap((what) => {
    const difference = { what, before: left[what] ?? unknown, after: right[what] ?? unknown };
    return difference.before === difference.after ? [] : [difference];
  });
}

function unknownNotes(sides: Sides<ComparableSide>): string[] {
  const left = circumstancesOf(sides.before);
  const right = circumstancesOf(sides.after);
  const names = Object.keys(left).filter((what) => left[what] === unknown && right[what] === unknown);
  return names.length === 0 ? [] : [`neither side says its ${names.join(', ')}: they may differ`];
}

function circumstancesOf(side: ComparableSide): Readonly<Record<string, string>> {
  if (side.kind === 'run') {
    const { hitgateVersion, target, plan, machine } = side.report;
    return {
      'measured by': `hitgate ${hitgateVersion}`,
      target: target.reference ? 'reference target' : target.url,
      machine: machine.cpuModel,
      'request sequence': plan.digest.slice(0, 12),
    };
  }
  const { tool, toolVersion, target } = side.baseline.source;
  return {
    'measured by': toolVersion === undefined ? tool : `${tool} ${toolVersion}`,
    target: target ?? unknown,
    machine: unknown,
    'request sequence': unknown,
  };
}
