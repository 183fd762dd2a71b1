import type { Share } from '../share.ts';
import type { RequestStarter } from '../request-starter.ts';
import type { Traffic } from '../traffic.ts';
import type { VirtualUser } from '../virtual-user.ts';

/** What an executor works with. */
export type ExecutorScope = {
  readonly traffic: Traffic;
  readonly starter: RequestStarter;
  /** Which part of the load is of this thread. */
  readonly share: Share;
  /** Pause before request `index` of a user, by its number among those of all threads, in microseconds. */
  readonly thinkMicros: (user: number, index: number) => number;
  /** Asked to call `fire` at a time. */
  readonly pacer: { readonly wakeAt: (dueMicros: number) => void };
};

/** Decides when which user starts the next request of a phase. */
export type Executor = {
  /** Users of this thread whose connections are opened before the phase starts. */
  readonly users: number;
  /** The phase starts now; time counts from here. */
  readonly begin: (startMicros: number) => void;
  /** Starts all that is due. Returns when it wants to be called again; Infinity when only the end of a request matters. */
  readonly fire: (nowMicros: number) => number;
  /** A request has ended; its user is free. */
  readonly freed: (user: VirtualUser, endMicros: number) => void;
  /** No request will be started at or after this time. */
  readonly endMicros: number;
  /** No request will be started any more, whatever the time. */
  readonly isExhausted: boolean;
  /** When the last request could start, now that the phase has ended: its planned end, or its last start. */
  readonly lastStartMicros: number;
  /** From when on users in flight are observed: when all users have started. */
  readonly observeFromMicros: number;
  /** Starts nothing that is due at or after this time; Infinity changes nothing. */
  readonly stopAt: (atMicros: number) => void;
};
