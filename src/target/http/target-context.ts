import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerCache } from '../answers/answer-cache.ts';
import type { McpSessions } from '../mcp/mcp-sessions.ts';
import type { ReferenceTargetOptions } from '../options.ts';
import type { QueryService } from '../query-service.ts';
import type { ReplyPump } from '../reply-pump.ts';
import type { ServiceCounters } from '../service-counters.ts';
import type { TurnClock } from '../../turn-clock.ts';
import type { Truth } from '../truth.ts';

/** What every route of the reference target shares. */
export type TargetContext = {
  readonly options: ReferenceTargetOptions;
  readonly service: QueryService;
  readonly truth: Truth;
  /** What `GET /metrics` tells of queries. */
  readonly counters: ServiceCounters;
  readonly pump: ReplyPump;
  /** Entries of the cache wire protocol; not the answers of the query service. */
  readonly wireCache: AnswerCache<{ readonly type: string; readonly body: string }>;
  readonly sessions: McpSessions;
  /** When requests arrived. */
  readonly arrivals: TurnClock;
  readonly nowMicros: () => number;
  /** To be called when the faults changed. */
  readonly onFaults: () => void;
};

/** One request with what was noted when it arrived. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path without its query string. */
  readonly path: string;
  readonly arrivedMicros: number;
};

/** Answers one request. */
export type Route = (exchange: Exchange, context: TargetContext) => void;
