/** Two classes of answers and a service that answers nothing for the first part of every period. Times are milliseconds. */
export type FrozenService = {
  readonly hitMillis: number;
  readonly missMillis: number;
  readonly missShare: number;
  readonly everyMillis: number;
  readonly freezeMillis: number;
};

const bisections = 60;

/**
 * The quantile that users of an open load see of a frozen service, in milliseconds. Arrivals are even, so the time at which an answer
 * of delay d falls due is uniform over the period: it comes after d, or, when it falls due at time t of the freeze F, after d + F − t.
 */
export function frozenQuantile(service: FrozenService, share: number): number {
  let low = 0;
  let high = service.missMillis + service.hitMillis + service.freezeMillis;
  for (let step = 0; step < bisections; step += 1) {
    const middle = (low + high) / 2;
    if (shareWithin(service, middle) >= share) high = middle;
    else low = middle;
  }
  return high;
}

function shareWithin(service: FrozenService, millis: number): number {
  const { hitMillis, missMillis, missShare } = service;
  return (
    (1 - missShare) * classWithin(service, millis - hitMillis) + missShare * classWithin(service, millis - missMillis)
  );
}

/** Share of a class whose wait over its own delay is at most this. */
function classWithin({ everyMillis, freezeMillis }: FrozenService, extraMillis: number): number {
  if (extraMillis < 0) return 0;
  return 1 - (freezeMillis - Math.min(freezeMillis, extraMillis)) / everyMillis;
}
