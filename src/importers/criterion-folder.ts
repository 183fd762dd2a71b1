import { createHistogram } from '../recorder/histogram.ts';
import { ImportProblems, importError, quote } from './import-problems.ts';
import type { ImportedEntry, MeanFigure } from './imported-baseline.ts';
import type { SourceFile } from './importer.ts';
import { JsonSource } from './json-source.ts';
import { scale } from './time-values.ts';

const title = 'target/criterion';
const microsPerNano = 1e-3;
/** Below this, hitgate's whole microseconds are too coarse for a histogram of single iterations. */
const leastHistogramNanos = 100_000;

/** The files of one benchmark's `new` folder. */
type BenchmarkFiles = {
  readonly folder: string;
  readonly estimates: SourceFile;
  readonly benchmark?: SourceFile;
  readonly sample?: SourceFile;
};

/** The paths of a criterion folder that are read. */
export function isCriterionFile(path: string): boolean {
  return /(?:^|\/)new\/(?:estimates|benchmark|sample)\.json$/u.test(path);
}

/**
 * A `target/criterion` folder: mean, median and slope of each benchmark with their intervals, and a histogram where every sample is
 * one iteration (a sample of several iterations is a mean of them, of which no percentile can be had).
 * @throws HitgateError [E_IMPORT] with the problems of all its files
 */
export function readCriterionFolder(folder: string, files: readonly SourceFile[]): ImportedEntry[] {
  const benchmarks = groupFiles(files);
  if (benchmarks.length === 0) {
    throw importError([
      {
        file: folder,
        message: 'Expected new/estimates.json of a benchmark in this folder, found none',
        hint: 'give target/criterion after cargo bench',
      },
    ]);
  }
  const all = new ImportProblems(folder);
  const firstFolder = new Map<string, string>();
  const entries = benchmarks.flatMap((benchmark) => {
    const problems = new ImportProblems(benchmark.estimates.path);
    const name = nameOf(benchmark, all);
    const before = firstFolder.get(name);
    if (before === undefined) firstFolder.set(name, benchmark.folder);
    else
      problems.add(
        { line: 1 },
        `${quote(name)} is also the benchmark of ${before}`,
        'remove the folder that is out of date, or import one of them',
      );
    const found = entriesOf(name, readEstimates(benchmark, problems), readSample(benchmark, all));
    all.addAll(problems);
    return found;
  });
  all.throwIfAny();
  return entries;
}

function entriesOf(name: string, means: readonly MeanFigure[], sample: Sample | undefined): ImportedEntry[] {
  if (sample === undefined) return means.map((figure) => ({ name, figure }));
  const { count: n, histogram } = sample;
  const counted = means.map((figure): ImportedEntry => ({ name, figure: Object.assign({}, figure, { n }) }));
  return histogram === undefined ? counted : counted.concat({ name, figure: histogram });
}

function groupFiles(files: readonly SourceFile[]): BenchmarkFiles[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files
    .filter(({ path }) => isCriterionFile(path) && path.endsWith('estimates.json'))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .map((estimates) => filesBeside(estimates, byPath));
}

function filesBeside(estimates: SourceFile, byPath: ReadonlyMap<string, SourceFile>): BenchmarkFiles {
  const folder = estimates.path.slice(0, -'/new/estimates.json'.length);
  const benchmark = byPath.get(`${folder}/new/benchmark.json`);
  const sample = byPath.get(`${folder}/new/sample.json`);
  return {
    folder,
    estimates,
    ...(benchmark === undefined ? {} : { benchmark }),
    ...(sample === undefined ? {} : { sample }),
  };
}

function nameOf({ folder, benchmark }: BenchmarkFiles, all: ImportProblems): string {
  if (benchmark === undefined) return folder.split('/').at(-1) ?? folder;
  return (
    withProblems(benchmark, all, (json) => {
      const name = json.textAt(['full_id']);
      if (name === undefined || name.trim() === '')
        json.fault(
          ['full_id'],
          'Expected full_id to be the id of the benchmark, got none',
          'run cargo bench again, so that criterion writes the file anew',
        );
      return name;
    }) ?? folder
  );
}

const statistics = ['mean', 'median', 'slope'] as const;

function readEstimates({ estimates }: BenchmarkFiles, problems: ImportProblems): MeanFigure[] {
  const json = openJson(estimates, problems);
  if (json === undefined) return [];
  return statistics.flatMap((statistic) => {
    // criterion 0.3 and before wrote the names with a capital.
    const capital = `${statistic[0]?.toUpperCase() ?? ''}${statistic.slice(1)}`;
    const key = json.get([capital]) === undefined ? statistic : capital;
    const given = json.get([key]);
    if (statistic === 'slope' && (given === null || given === undefined)) return [];
    const value = json.positive([key, 'point_estimate']);
    const low = json.positive([key, 'confidence_interval', 'lower_bound']);
    const high = json.positive([key, 'confidence_interval', 'upper_bound']);
    const confidence = json.positive([key, 'confidence_interval', 'confidence_level']);
    if (value === undefined || low === undefined || high === undefined || confidence === undefined) return [];
    if (confidence >= 1)
      json.fault(
        [key, 'confidence_interval', 'confidence_level'],
        `Expected a confidence below 1, got ${confidence}`,
        'run cargo bench again',
      );
    if (low > value || value > high)
      json.fault(
        [key],
        `Expected ${key} to lie in its interval, got ${value} in [${low}, ${high}]`,
        'run cargo bench again: this is no interval of a time',
      );
    return [
      {
        kind: 'mean' as const,
        statistic,
        micros: inMicros(value),
        interval: { low: inMicros(low), high: inMicros(high), confidence },
      },
    ];
  });
}

function inMicros(nanos: number): number {
  return scale(nanos, microsPerNano);
}

type Sample = { readonly count: number; readonly histogram?: Extract<ImportedEntry['figure'], { kind: 'histogram' }> };

function readSample({ sample }: BenchmarkFiles, all: ImportProblems): Sample | undefined {
  if (sample === undefined) return undefined;
  return withProblems(sample, all, (json) => {
    const iterations = numbersAt(json, 'iters');
    const times = numbersAt(json, 'times');
    if (iterations === undefined || times === undefined) return undefined;
    if (iterations.length !== times.length) {
      json.fault(
        ['times'],
        `Expected as many times as iters, got ${times.length} and ${iterations.length}`,
        'run cargo bench again: the file is damaged',
      );
      return undefined;
    }
    const single = iterations.every((count) => count === 1) && times.every((nanos) => nanos >= leastHistogramNanos);
    return single ? { count: times.length, histogram: histogramOf(times) } : { count: times.length };
  });
}

function numbersAt(json: JsonSource, key: string): number[] | undefined {
  const given = json.get([key]);
  if (!Array.isArray(given) || given.length === 0) {
    json.fault(
      [key],
      `Expected ${key} to be a list of numbers, got ${given === undefined ? 'nothing' : quote(JSON.stringify(given))}`,
      'run cargo bench again, with criterion 0.4 or later',
    );
    return undefined;
  }
  const numbers = given.flatMap((_, index) => json.positive([key, index]) ?? []);
  return numbers.length === given.length ? numbers : undefined;
}

function histogramOf(nanos: readonly number[]): NonNullable<Sample['histogram']> {
  const histogram = createHistogram();
  for (const each of nanos) histogram.record(each * microsPerNano);
  return { kind: 'histogram', count: histogram.count, encoded: histogram.encode() };
}

function withProblems<Result>(
  file: SourceFile,
  all: ImportProblems,
  read: (json: JsonSource) => Result,
): Result | undefined {
  const problems = new ImportProblems(file.path);
  const json = openJson(file, problems);
  const result = json === undefined ? undefined : read(json);
  all.addAll(problems);
  return result;
}

function openJson(file: SourceFile, problems: ImportProblems): JsonSource | undefined {
  try {
    return new JsonSource(file, title, problems);
  } catch (error) {
    problems.addThrown(error);
    return undefined;
  }
}
