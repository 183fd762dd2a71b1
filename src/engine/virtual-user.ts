import { failureCode, type FailureKind, type OutcomeCode } from '../recorder/sample.ts';
import { Connection, type ConnectionOwner } from './adapters/connection.ts';
import { numberOf } from './share.ts';
import type { Traffic } from './traffic.ts';

/**
 * One virtual user: a connection of its own and at most one request outstanding, from `begin` until it has ended with
 * exactly one sample.
 *
 * Connections are opened before a phase starts. When one is needed again (the server closed it, or the last request
 * failed), connecting is part of the response time (end − due) and not of the service time (end − sent). The time-out
 * counts from `begin`, so connecting is within it.
 */
export class VirtualUser implements ConnectionOwner {
  /** Its place among the users of this thread. */
  readonly id: number;
  /** Its number among the users of all threads. */
  readonly number: number;
  /** True from `begin` until the end, whether the request was sent or waits for a connection. */
  outstanding = false;
  /** Requests that this user has begun in this phase. */
  begun = 0;
  /** Refused or reset in a row. */
  lost = 0;
  /** Whether the latest of these was refused. */
  wasRefused = false;
  /** Called once the connection is open or could not be opened. */
  onSettled: (() => void) | undefined = undefined;
  private readonly traffic: Traffic;
  private readonly connection: Connection;
  private index = 0;
  private query = 0;
  private dueMicros = 0;
  private sentMicros = 0;
  private deadlineMicros = 0;

  constructor(id: number, traffic: Traffic) {
    this.id = id;
    this.number = numberOf(traffic.share, id);
    this.traffic = traffic;
    this.connection = new Connection(traffic.connections, this);
  }

  /** Whether a request could be sent at once. */
  get isConnected(): boolean {
    return this.connection.isReady;
  }

  /** Opens the connection ahead of the first request. */
  connect(): void {
    this.connection.open();
  }

  /** Starts a request that was due at `dueMicros`; only when none is outstanding. */
  begin(index: number, query: number, dueMicros: number): void {
    this.outstanding = true;
    this.begun++;
    this.index = index;
    this.query = query;
    this.dueMicros = dueMicros;
    this.sentMicros = 0;
    const now = this.traffic.clock.nowMicros();
    this.traffic.begun(now);
    this.deadlineMicros = now + this.traffic.timeoutMicros;
    if (this.connection.isReady) this.send(now);
    else this.connection.open();
  }

  /** Ends the outstanding request when its deadline has passed. @returns its deadline, or Infinity when it has none. */
  expire(nowMicros: number): number {
    if (!this.outstanding) return Infinity;
    if (nowMicros < this.deadlineMicros) return this.deadlineMicros;
    this.giveUp('timeout', nowMicros);
    return Infinity;
  }

  /** Ends the outstanding request, if there is one, because the run does. */
  interrupt(nowMicros: number): void {
    if (this.outstanding) this.giveUp('interrupted', nowMicros);
  }

  /** Closes the connection; nothing is outstanding. */
  close(): void {
    this.connection.close();
  }

  opened(): void {
    this.settle();
    if (this.outstanding) this.send(this.traffic.clock.nowMicros());
  }

  replied(atMicros: number): void {
    const { scanner } = this.connection;
    const { status } = scanner.head;
    if (atMicros > this.deadlineMicros) {
      this.connection.close();
      this.end(timeoutCode, status, atMicros);
      return;
    }
    this.end(this.traffic.reader.judge(scanner, this.query), status, atMicros, this.traffic.reader.checks);
  }

  failed(kind: FailureKind, atMicros: number): void {
    this.settle();
    if (this.outstanding) this.end(failureCode(kind), this.partialStatus(), atMicros);
  }

  /**
   * Connects again at once, so that the next request finds a connection; but only when this one has served, because a
   * server that closes every connection would otherwise be hammered.
   */
  idleClosed(): void {
    if (this.outstanding || (this.connection.served > 0 && !this.traffic.closed)) this.connection.open();
  }

  private settle(): void {
    const { onSettled } = this;
    this.onSettled = undefined;
    onSettled?.();
  }

  /** The time is taken before the write: on the loopback the write itself delivers the bytes. */
  private send(nowMicros: number): void {
    const bytes = this.traffic.bytes.of(this.query);
    this.sentMicros = nowMicros;
    this.connection.send(bytes, nowMicros);
  }

  private giveUp(kind: FailureKind, nowMicros: number): void {
    const status = this.partialStatus();
    this.connection.close();
    this.end(failureCode(kind), status, nowMicros);
  }

  /** Status of a reply whose body is not whole; 0 when its head is not, or nothing was sent. */
  private partialStatus(): number {
    const { scanner } = this.connection;
    return this.sentMicros > 0 && scanner.inBody ? scanner.head.status : 0;
  }

  private end(outcome: OutcomeCode, status: number, endMicros: number, checks = 0): void {
    this.outstanding = false;
    const { traffic, connection } = this;
    const { sample } = traffic;
    sample.index = this.index;
    sample.user = this.number;
    sample.query = this.query;
    sample.dueMicros = this.dueMicros;
    sample.sentMicros = this.sentMicros > 0 ? this.sentMicros : endMicros;
    sample.firstByteMicros =
      this.sentMicros > 0 && connection.firstByteMicros > 0 ? connection.firstByteMicros : endMicros;
    sample.endMicros = endMicros;
    sample.outcome = outcome;
    sample.status = status;
    sample.checks = checks;
    traffic.ended(this, endMicros);
  }
}

const timeoutCode = failureCode('timeout');
