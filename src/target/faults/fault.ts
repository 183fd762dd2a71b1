/** Faults that strike a share of queries (`failing-fact`: of their round trips), chosen by the seed and the number of the request. */
export type ShareKind = 'lost-connections' | 'truncate' | 'malformed' | 'failing-fact' | FlawKind;

/** Those that replace no reply: they flaw the answer, its class, or what the service counts. */
export type FlawKind =
  | 'wrong-answers'
  | 'no-citations'
  | 'wrong-citations'
  | 'low-consensus'
  | 'fewer-hits'
  | 'miscounted-hits';

/** Faults without a figure. */
export type PlainKind =
  | 'unhealthy'
  | 'never-hits'
  | 'success-false'
  | 'no-class'
  | 'loose-keys'
  | 'cached-failures'
  | 'fact-down'
  | 'split-brain'
  | 'stale-after-invalidation';

/** How MCP answers wrongly; queries over HTTP stay as they are. */
export type McpFlaw = 'rpc-error' | 'is-error' | 'lost-sessions' | 'endless-list';

/** What a fault does. Times are microseconds from when it takes effect. */
export type FaultEffect =
  /** From `afterMicros` on no query is answered any more. */
  | { readonly kind: 'frozen'; readonly afterMicros: number }
  /** At the end of every period, replies are held for a while. */
  | { readonly kind: 'freeze'; readonly window: Window }
  /** One class takes so much longer, or longer by a share of its delay. */
  | { readonly kind: 'slow-hits' | 'slow-misses'; readonly addMicros: number }
  | { readonly kind: 'slow-hits' | 'slow-misses'; readonly addShare: number }
  /** Every round trip to FACT takes so much longer. */
  | { readonly kind: 'slow-fact'; readonly addMicros: number }
  /** What this replica stores is found by the others so much later. */
  | { readonly kind: 'late-fill'; readonly delayMicros: number }
  /** A share of queries fails: always, or within windows. */
  | { readonly kind: 'error-burst'; readonly share: number; readonly window?: Window }
  /** Every delay grows by so much in each second. */
  | { readonly kind: 'drift'; readonly microsPerSecond: number }
  | { readonly kind: 'pool-exhaustion'; readonly poolSize: number }
  /** From `afterMicros` on every lookup misses. */
  | { readonly kind: 'hit-rate-collapse'; readonly afterMicros: number }
  | { readonly kind: ShareKind; readonly share: number }
  | { readonly kind: PlainKind }
  | { readonly kind: 'mcp'; readonly flaw: McpFlaw }
  /** The process exits. */
  | { readonly kind: 'dies'; readonly afterMicros: number };

/** The n-th window (n ≥ 1) begins n periods after the fault took effect and lasts for `lastsMicros`. */
export type Window = { readonly lastsMicros: number; readonly everyMicros: number };

/** A fault as it was asked for (`text`), and what it does. */
export type Fault = { readonly text: string; readonly effect: FaultEffect };

/** The name of a fault. */
export type FaultKind = FaultEffect['kind'];
