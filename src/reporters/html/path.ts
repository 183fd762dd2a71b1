/** A place on paper. */
export type Point = readonly [x: number, y: number];

/**
 * The `d` of a path through the points in order, broken where one is undefined; a point between two gaps becomes a dot. '' for no
 * point. One decimal, which is less than a line is wide.
 */
export function linePath(points: readonly (Point | undefined)[]): string {
  return runsOf(points)
    .map((run) => {
      const [first] = run;
      const text = run.map(([x, y]) => `${decimal(x)},${decimal(y)}`).join(',');
      return run.length === 1 && first !== undefined ? `M${text}h.01` : `M${text}`;
    })
    .join('');
}

/** A coordinate as it is written. */
export function decimal(value: number): number {
  return Number(value.toFixed(1));
}

function runsOf(points: readonly (Point | undefined)[]): Point[][] {
  const runs: Point[][] = [];
  let open: Point[] | undefined;
  for (const point of points) {
    if (point === undefined) open = undefined;
    else if (open === undefined) runs.push((open = [point]));
    else open.push(point);
  }
  return runs;
}
