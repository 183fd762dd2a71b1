import { microsPerMilli } from '../units.ts';
import { AnswerCache } from './answers/answer-cache.ts';
import { prepareAnswer, type CitationsSent, type PreparedAnswer } from './answers/render-answer.ts';
import { isInShare } from './answers/text-hash.ts';
import { Chance, type Purpose } from './chance.ts';
import { ConnectionPool } from './connection-pool.ts';
import { ActiveFaults, type Damage } from './faults/active-faults.ts';
import type { Fault } from './faults/fault.ts';
import { forgetAnswers, shareAnswer } from './replicas/share-answers.ts';
import { fallbackMs, profileCosts, type ReferenceTargetOptions } from './options.ts';

/** A question to the service. The key of its answer is the exact text of both, in its own name space. */
export type ServiceQuery = {
  readonly docId: string;
  readonly question: string;
  /** False asks the service not to read or fill its cache. */
  readonly useCache: boolean;
  /** Keys of different name spaces never meet. */
  readonly keySpace: string;
};

/** What becomes of a query when its delay is over. `damage` undefined: the answer is sent as it is. */
export type ServiceReply = {
  readonly answer: PreparedAnswer;
  /** Which class the reply states; undefined when it says nothing. */
  readonly statedHit: boolean | undefined;
  readonly isWrong: boolean;
  readonly citations: CitationsSent;
  /** Whether the nodes agree by half only. */
  readonly isDoubted: boolean;
  /** Whether the service's own counter of hits leaves it out. */
  readonly isMiscounted: boolean;
  readonly damage: Damage | undefined;
};

/** An answer that is on its way into the cache, and when it gets there. */
type Flight = { readonly answer: PreparedAnswer; readonly landsMicros: number };

type Job = {
  readonly query: ServiceQuery;
  readonly deliver: (reply: ServiceReply) => void;
  reply: ServiceReply | undefined;
  /** Where the answer is to be stored when the query ends. */
  storeUnder: string | undefined;
};

/**
 * The service behind the sockets: cache, pool of connections to the imaginary FACT, delays and faults. It reads no clock
 * and starts no timer: whoever drives it passes the time, and calls `advance` when `nextReplyMicros` has come.
 *
 * A query looks its answer up when it gets a connection and stores it when it ends, as the real one does. So queries for
 * the same new text that overlap all miss; with `singleFlight` the later ones wait for the first one's answer.
 */
export class QueryService {
  /** Its cache. */
  readonly answers: AnswerCache<PreparedAnswer>;
  readonly #options: ReferenceTargetOptions;
  /** Those that share their answers with it; empty when it is alone. */
  #replicas: readonly QueryService[] = [];
  readonly #flights = new Map<string, Flight>();
  readonly #pool: ConnectionPool<Job>;
  readonly #chance: Chance;
  #faults: ActiveFaults;
  #started = 0;

  constructor(options: ReferenceTargetOptions, nowMicros: number) {
    this.#options = options;
    this.answers = new AnswerCache({ capacity: options.capacity, ttlMicros: options.ttlMs * microsPerMilli });
    this.#chance = new Chance(options.seed);
    this.#faults = this.#activate(options.faults, nowMicros);
    this.#pool = new ConnectionPool<Job>({
      sizeAt: (atMicros) => this.#poolSize(atMicros),
      begin: (job, startMicros) => this.#begin(job, startMicros),
      end: ({ storeUnder, reply }, releaseMicros) => {
        if (storeUnder !== undefined && reply !== undefined) this.#store(storeUnder, reply.answer, releaseMicros);
      },
    });
  }

  /** The faults in use. */
  get faults(): ActiveFaults {
    return this.#faults;
  }

  /** Answers in the cache. */
  get cached(): number {
    return this.answers.size;
  }

  /** Connections in use, and queries that wait for one. */
  get load(): { readonly busy: number; readonly waiting: number } {
    return { busy: this.#pool.busy, waiting: this.#pool.waiting };
  }

  /** When the next reply may go; Infinity when nothing is outstanding or everything is frozen. */
  get nextReplyMicros(): number {
    return this.#faults.heldUntil(this.#pool.nextMicros);
  }

  /** Replaces all faults; the new ones take effect after the fault delay. */
  setFaults(faults: readonly Fault[], nowMicros: number): void {
    this.#faults = this.#activate(faults, nowMicros);
  }

  /** Says who shares answers with it: all replicas in their order, itself included. */
  join(replicas: readonly QueryService[]): void {
    this.#replicas = replicas;
  }

  /** Forgets one answer, or all without a key, here and on the other replicas. */
  invalidate(key: string | undefined, nowMicros: number): void {
    forgetAnswers(this.#replicas.length === 0 ? [this] : this.#replicas, key, nowMicros);
  }

  /** Takes a query; `deliver` is called by a later `advance`, once, or never when the service is frozen. */
  submit(query: ServiceQuery, nowMicros: number, deliver: (reply: ServiceReply) => void): void {
    this.#pool.submit({ query, deliver, reply: undefined, storeUnder: undefined }, nowMicros);
  }

  /** Delivers replies that may go until `untilMicros`, at most `limit` of them, in the order in which they are due. */
  advance(untilMicros: number, limit: number): void {
    for (let delivered = 0; delivered < limit; delivered += 1) {
      const releaseMicros = this.nextReplyMicros;
      if (releaseMicros > untilMicros) return;
      const job = this.#pool.complete(releaseMicros);
      if (job?.reply === undefined) return;
      job.deliver(job.reply);
    }
  }

  #activate(faults: readonly Fault[], nowMicros: number): ActiveFaults {
    return new ActiveFaults(faults, nowMicros + this.#options.faultDelayMs * microsPerMilli);
  }

  /** Decides the whole fate of a query at the moment at which it gets a connection; returns its delay. */
  #begin(job: Job, startMicros: number): number {
    const { query } = job;
    const asked = this.#faults.has('loose-keys', startMicros) ? query.question.trim().toLowerCase() : query.question;
    const key = keyOf(query.keySpace, query.docId, asked);
    const request = this.#started++;
    const draw = (purpose: Purpose): number => this.#chance.uniform(request, purpose);
    const mayHit = query.useCache && this.#mayHit(startMicros, draw);
    const flight = mayHit && this.#options.singleFlight ? this.#flights.get(key) : undefined;
    const cached = mayHit ? (flight?.answer ?? this.answers.get(key, startMicros)) : undefined;
    const isAway = this.#faults.failsAtFact(this.#costs(cached !== undefined).roundTrips, startMicros, draw);
    const found = isAway ? undefined : cached;
    const isHit = found !== undefined;
    const text = `${query.docId}\u0000${query.question}`;
    const isUncacheable = !isHit && isInShare(text, this.#options.uncacheableShare, 'uncacheable');
    const isFailing = !isHit && isInShare(text, this.#options.failingShare, 'failing');
    job.reply = {
      answer:
        found ?? prepareAnswer(query.docId, query.question, { isUncacheable, edition: this.#edition(startMicros) }),
      statedHit: this.#faults.has('no-class', startMicros) ? undefined : isHit,
      isWrong: isHit && this.#faults.strikes('wrong-answers', startMicros, draw),
      citations: this.#citations(isHit, startMicros, draw),
      isDoubted: this.#faults.strikes('low-consensus', startMicros, draw),
      isMiscounted: isHit && this.#faults.strikes('miscounted-hits', startMicros, draw),
      damage:
        this.#faults.damage(startMicros, draw) ??
        (isFailing || (isAway && !this.#options.fallback) ? 'error' : undefined),
    };
    if (isAway) return this.#delayWithoutFact(startMicros, draw('jitter'));
    const isKept = !isServiceFailure(job.reply.damage) || this.#faults.has('cached-failures', startMicros);
    const delayMicros = this.#delayMicros(isHit, startMicros, draw('jitter'));
    if (flight !== undefined) return Math.max(0, flight.landsMicros - startMicros) + delayMicros;
    if (!isHit && query.useCache && !isUncacheable && isKept) {
      job.storeUnder = key;
      if (this.#options.singleFlight)
        this.#flights.set(key, { answer: job.reply.answer, landsMicros: startMicros + delayMicros });
    }
    return delayMicros;
  }

  #store(key: string, answer: PreparedAnswer, nowMicros: number): void {
    this.answers.set(key, answer, nowMicros);
    if (this.#options.singleFlight) this.#flights.delete(key);
    if (this.#replicas.length > 1) shareAnswer(this, this.#replicas, { key, answer, nowMicros });
  }

  /** What tells the answers of a replica that is split from the others from theirs. */
  #edition(atMicros: number): string | undefined {
    if (!this.#faults.has('split-brain', atMicros)) return undefined;
    return `replica ${this.#replicas.indexOf(this) + 1}`;
  }

  #citations(isHit: boolean, startMicros: number, draw: (purpose: Purpose) => number): CitationsSent {
    if (this.#faults.strikes('no-citations', startMicros, draw)) return 'none';
    return isHit && this.#faults.strikes('wrong-citations', startMicros, draw) ? 'wrong' : 'right';
  }

  #mayHit(startMicros: number, draw: (purpose: Purpose) => number): boolean {
    return !this.#faults.neverHits(startMicros) && !this.#faults.strikes('fewer-hits', startMicros, draw);
  }

  #delayMicros(isHit: boolean, startMicros: number, luck: number): number {
    const { roundTripMs } = this.#options;
    const { roundTrips, baseMs } = this.#costs(isHit);
    const delayMicros = (roundTrips * roundTripMs + baseMs) * microsPerMilli * this.#spread(luck);
    const slowMicros = this.#faults.slowFactMicros(roundTrips, startMicros);
    return delayMicros + slowMicros + this.#faults.addedMicros(isHit, startMicros, delayMicros);
  }

  /** Of a query that FACT fails: that of the fallback's answer or, for an error, of a miss. */
  #delayWithoutFact(startMicros: number, luck: number): number {
    if (!this.#options.fallback) return this.#delayMicros(false, startMicros, luck);
    const delayMicros = fallbackMs * microsPerMilli * this.#spread(luck);
    return delayMicros + this.#faults.addedMicros(false, startMicros, delayMicros);
  }

  /** A query that is answered without FACT waits for no connection to it. */
  #poolSize(atMicros: number): number {
    const { poolSize, fallback } = this.#options;
    return fallback && this.#faults.has('fact-down', atMicros) ? Infinity : this.#faults.poolSize(poolSize, atMicros);
  }

  #costs(isHit: boolean): (typeof profileCosts)[ReferenceTargetOptions['profile']]['hit'] {
    return profileCosts[this.#options.profile][isHit ? 'hit' : 'miss'];
  }

  #spread(luck: number): number {
    return 1 + this.#options.jitter * (2 * luck - 1);
  }
}

/** What the answer to a query is stored under. */
export function keyOf(keySpace: string, docId: string, question: string): string {
  return `${keySpace}\u0000${docId}\u0000${question}`;
}

/** Whether the service itself failed, so that it has no answer to store; a connection that fails later is not its fault. */
function isServiceFailure(damage: Damage | undefined): boolean {
  return damage === 'error' || damage === 'success-false';
}
