/** A load with its throughput and its mean latency. */
export type KneePoint = { readonly load: number; readonly ratePerSecond: number; readonly meanMicros: number };

/** Where throughput stops paying for its latency. */
export type Knee = {
  /** The tried load with the greatest power. */
  readonly load: number;
  /** The tried loads beside it: the knee lies between them. Absent where `load` is the least or the greatest that was tried, so that it was not seen. */
  readonly between?: readonly [number, number];
};

/**
 * The knee by power, throughput over mean latency, which is greatest where one more request costs as much latency as it brings throughput (Kleinrock,
 * Power and deterministic rules of thumb for probabilistic problems in computer communications, ICC 1979). It looks at tried loads only; at equal
 * power the lesser load. Undefined with fewer than three loads. Of several points of one load the last counts.
 */
export function findKnee(points: readonly KneePoint[]): Knee | undefined {
  const byLoad = new Map(points.filter(({ meanMicros }) => meanMicros > 0).map((point) => [point.load, point]));
  const sorted = [...byLoad.values()].toSorted((one, other) => one.load - other.load);
  if (sorted.length < 3) return undefined;
  const powers = sorted.map(powerOf);
  const index = powers.indexOf(Math.max(...powers));
  const [before, at, after] = [sorted[index - 1], sorted[index], sorted[index + 1]];
  if (at === undefined) return undefined;
  return before === undefined || after === undefined
    ? { load: at.load }
    : { load: at.load, between: [before.load, after.load] };
}

/** Power in requests a second and second: throughput over mean latency. */
function powerOf({ ratePerSecond, meanMicros }: Omit<KneePoint, 'load'>): number {
  return (ratePerSecond / meanMicros) * 1_000_000;
}
