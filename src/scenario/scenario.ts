import type { BaselineClaim } from './compared-metric.ts';
import type { ScheduledFault } from './fault.ts';
import type { Actions } from './hook.ts';
import type { MetricMapping } from './metric-mapping.ts';
import type { Probes } from './probes/probes.ts';
import type { Rollout } from './rollout.ts';
import type { Threshold } from './threshold.ts';
import type { Trigger } from './trigger.ts';

/** A scenario after parsing: every default filled in, every duration in microseconds, every preset resolved. */
export type Scenario = {
  readonly name: string;
  readonly description: string;
  /** Path of the scenario file as given, for messages. */
  readonly file: string;
  readonly target: Target;
  readonly workload: Workload;
  readonly warmup: Warmup;
  readonly load: Load;
  readonly runs: number;
  /**
   * True when each run ends as soon as every gate is decided (`--until-decided`); the length of the load is then the longest that is
   * measured. Absent: a run lasts as long as its load.
   */
  readonly untilDecided?: true;
  /**
   * How many tests of gates, of this run and of others, are to be right together with 95 %: where looking may end a run, so many times the evidence
   * decides. Absent: each is for itself.
   */
  readonly jointTests?: number;
  readonly thresholds: readonly Threshold[];
  readonly checks: Checks;
  readonly baseline?: ComparedBaseline;
  /** Absent means the plan's names (`mappingOf`). */
  readonly metrics?: MetricMapping;
  /** Absent means the plan's (`triggersOf`). */
  readonly triggers?: readonly Trigger[];
  /** Absent: nothing is done and nobody is told. */
  readonly actions?: Actions;
  /** What is broken while the measured phase goes on, in time and one after another; absent: nothing. */
  readonly faults?: readonly ScheduledFault[];
  /** Functional checks of the service, made by `hitgate probe`, and by `run` before and after the load; absent: none. */
  readonly probes?: Probes;
  /** Absent: how it is rolled out is not said. */
  readonly rollout?: Rollout;
};

/** The stored run that a run is compared with, by how much each figure may be worse, and what the change is said to bring. */
export type ComparedBaseline = {
  readonly name: string;
  readonly margins: Readonly<Record<string, number>>;
  /** Absent in a report of hitgate 0.1. */
  readonly claims?: readonly BaselineClaim[];
};

/** What judging a reply needs of a scenario. */
export type JudgedScenario = Pick<Scenario, 'target' | 'checks'>;

/** A value of JSON that a rule can compare with. */
export type Scalar = string | number | boolean | null;

/** What is asked, and how the answer is read. `url` undefined means: start the reference target and stop it afterwards. */
export type Target = {
  readonly preset: 'doc-rag' | 'fact-api' | 'generic';
  readonly url?: string;
  readonly tls?: TargetTls;
  readonly timeoutMicros: number;
  readonly request: RequestTemplate;
  readonly classify: Classification;
  readonly success: SuccessRule;
  readonly health?: HealthRule;
  /** JSON path of the answer (what `sameAnswerOnHit` digests). */
  readonly answerPath: string;
  /** JSON path of the array of citations, each with a `source`. */
  readonly citationsPath: string;
  /** JSON path of the agreement, and the number that means everybody agrees (100 or 1). */
  readonly consensus: { readonly path: string; readonly scale: 1 | 100 };
};

/**
 * How the TLS of the target is checked, and what is shown to it. `ca`, `cert` and `key` are paths of PEM files; what is
 * in them, and the passphrase, are never stored in a Scenario.
 */
export type TargetTls = {
  /** The authorities that are trusted, in place of the public ones. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keyPassphraseEnv?: string;
  readonly serverName?: string;
  /** True when any certificate is accepted. */
  readonly insecure: boolean;
};

/**
 * A request with places for the query: `{{question}}`, `{{doc_id}}`, `{{id}}`, `{{class}}` in `path`, in header values
 * and in any string of `body`. A string that is exactly one place takes the JSON-escaped text; in `path` it is URL-encoded.
 */
export type RequestTemplate = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers whose value comes from the environment by name; the value itself is never stored in a Scenario. */
  readonly secretHeaders: Readonly<Record<string, { readonly env: string; readonly prefix: string }>>;
  readonly body?: unknown;
};

/** Where the cache class of an answer is read. Anything but a listed value is `unknown`. Header names are lower-case. */
export type Classification =
  | { readonly from: 'json'; readonly path: string; readonly hit: readonly Scalar[]; readonly miss: readonly Scalar[] }
  | {
      readonly from: 'header';
      readonly name: string;
      readonly hit: readonly string[];
      readonly miss: readonly string[];
    }
  | {
      readonly from: 'server-timing';
      readonly metric: string;
      readonly hit: readonly string[];
      readonly miss: readonly string[];
    };

/** An answer is a success when its status lies in a range and every body rule holds (a body rule needs a JSON body). */
export type SuccessRule = {
  readonly status: readonly (readonly [from: number, to: number])[];
  readonly body: readonly BodyRule[];
};

/** One condition on a JSON body at a dotted path ('a.b.0.c'). */
export type BodyRule =
  | { readonly path: string; readonly equals: Scalar }
  | { readonly path: string; readonly not: Scalar }
  | { readonly path: string; readonly present: boolean };

/** What a healthy target says before any load is sent. */
export type HealthRule = { readonly path: string; readonly body: readonly BodyRule[] };

/** Which questions are asked, and in which order. */
export type Workload = {
  /** Path of the corpus (JSONL), resolved against the scenario file. */
  readonly queries: string;
  readonly popularity: Popularity;
  /** Relative weights of corpus classes; empty means: the popularity is over the whole corpus. */
  readonly mix: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly sequence: 'shared' | 'per-user';
  readonly thinkTime: ThinkTime;
  /** The cache that the prediction assumes in the target. */
  readonly cache: CacheModel;
};

/** How often each query is asked. */
export type Popularity =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'zipf'; readonly exponent: number }
  | { readonly kind: 'hotspot'; readonly hotQueries: number; readonly hotTraffic: number }
  | { readonly kind: 'weighted' }
  | { readonly kind: 'sequential' }
  | { readonly kind: 'replay'; readonly file: string; readonly speed: number }
  | { readonly kind: 'hit-rate'; readonly rate: number };

/** Pause of a user between an answer and its next request; microseconds. */
export type ThinkTime =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly micros: number }
  | { readonly kind: 'uniform'; readonly minMicros: number; readonly maxMicros: number }
  | { readonly kind: 'exponential'; readonly meanMicros: number };

/** The model cache: `ttlMicros` undefined means entries never expire; `capacity` undefined means unbounded. */
export type CacheModel = { readonly capacity?: number; readonly ttlMicros?: number };

/** What happens before the measured phase. Nothing of it enters a figure of the verdict. */
export type Warmup =
  | { readonly kind: 'none' }
  | { readonly kind: 'prefill' }
  | { readonly kind: 'duration'; readonly micros: number }
  | { readonly kind: 'until-steady'; readonly maxMicros: number };

/** The measured load, by k6's executors. Rates are per second after normalising `timeUnit`. */
export type Load =
  | (LoadCommon & { readonly executor: 'constant-vus'; readonly vus: number; readonly durationMicros: number })
  | (LoadCommon & {
      readonly executor: 'ramping-vus';
      readonly startVUs: number;
      readonly stages: readonly Stage[];
      readonly gracefulRampDownMicros: number;
    })
  | (LoadCommon & {
      readonly executor: 'shared-iterations';
      readonly vus: number;
      readonly iterations: number;
      readonly maxDurationMicros: number;
    })
  | (LoadCommon & {
      readonly executor: 'per-vu-iterations';
      readonly vus: number;
      readonly iterations: number;
      readonly maxDurationMicros: number;
    })
  | (LoadCommon &
      OpenLoad & {
        readonly executor: 'constant-arrival-rate';
        readonly ratePerSecond: number;
        readonly durationMicros: number;
      })
  | (LoadCommon &
      OpenLoad & {
        readonly executor: 'ramping-arrival-rate';
        readonly startRatePerSecond: number;
        readonly stages: readonly Stage[];
      })
  | (LoadCommon & OpenLoad & { readonly executor: 'replay'; readonly maxDurationMicros: number });

type LoadCommon = { readonly gracefulStopMicros: number };
type OpenLoad = { readonly preAllocatedVUs: number; readonly maxVUs: number; readonly arrivals: 'even' | 'poisson' };

/** A linear ramp to `target` (users, or requests per second) over `durationMicros`. */
export type Stage = { readonly durationMicros: number; readonly target: number };

/** Checks of every successful answer under load. Absent means: not checked. */
export type Checks = {
  readonly citations: boolean;
  readonly sameAnswerOnHit: boolean;
  readonly consensus?: { readonly atLeast: number };
};

/** The names under which the checks are counted, reported and gated (`checks{check:…}`). */
export const checkNames = {
  citations: 'citations',
  consensus: 'consensus',
  sameAnswerOnHit: 'same-answer-on-hit',
} as const;

/** Whether requests start when they are due (open) or when a user is free (closed); decides which clock the SLA reads. */
export function loadModel(load: Load): 'open' | 'closed' {
  switch (load.executor) {
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
    case 'replay':
      return 'open';
    case 'constant-vus':
    case 'ramping-vus':
    case 'shared-iterations':
    case 'per-vu-iterations':
      return 'closed';
  }
}
