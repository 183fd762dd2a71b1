import type { Socket } from 'node:net';
import type autocannon from 'autocannon';
import type { Clock } from '../../clock.ts';
import { failureCode, type FailureKind, type OutcomeCode, type Sample } from '../../recorder/sample.ts';
import { microsPerMilli } from '../../units.ts';
import type { AnswerReader } from '../answer-reader.ts';
import { backoffOf } from '../executors/closed-loop.ts';
import {
  connectAgain,
  connectAgainAfterReply,
  forgetLastConnection,
  foundNoHttp,
  holdBackConnect,
} from './client-internals.ts';
import type { SequenceUser } from './client-sequence.ts';
import type { ClientReply } from './client-reply.ts';
import type { ClientRequests } from './client-requests.ts';

/** What the users of a phase share. */
export type ClientScope = {
  readonly clock: Clock;
  readonly reader: AnswerReader;
  readonly requests: ClientRequests;
  readonly timeoutMicros: number;
  /** The one sample that is filled anew for every request. */
  readonly sample: Sample;
  /** Starts the user's next request through its `begin`; false when it has none left, or the phase is over. */
  readonly startNext: (user: ClientUser, dueMicros: number) => boolean;
  /** Whether a request could be started at a time. */
  readonly mayStart: (user: ClientUser, atMicros: number) => boolean;
  /** A request has ended; its sample is filled. */
  readonly ended: () => void;
  /** The user's client is closed for good. */
  readonly closed: () => void;
  /** Takes what was thrown within an event of a client. */
  readonly onCrash: (error: unknown) => void;
};

const timeoutCode = failureCode('timeout');
const resetCode = failureCode('reset');

/**
 * One client of autocannon, seen as a virtual user: it decides by itself when to send, and is told with each `request` event what to
 * send, which it writes right after. Every request ends with exactly one sample.
 *
 * Two faults of the client are kept out of the figures, because both would put the time of one request into another: what it
 * remembers of a lost connection is cleared before the next one is used, and a reply that says `Connection: close` is followed by a new
 * connection instead of a request on the closing one. It also pauses before connecting again to a target that refuses.
 */
export class ClientUser implements SequenceUser {
  readonly id: number;
  begun = 0;
  /** Connections refused or reset in a row. */
  lost = 0;
  wasRefused = false;
  outstanding = false;
  private readonly client: autocannon.Client;
  private readonly scope: ClientScope;
  private readonly reply: ClientReply;
  private socket: Socket | undefined = undefined;
  /** When the connection opened; 0 while it has not. */
  private openedMicros = 0;
  private firstByteMicros = 0;
  private writtenMicros = 0;
  private nextDueMicros: number;
  private dueMicros = 0;
  private index = 0;
  private query = 0;
  private isFirstOfConnection = false;
  private pause: NodeJS.Timeout | undefined = undefined;

  /** Takes over a client that has not connected yet. */
  constructor(
    id: number,
    client: autocannon.Client,
    { reply, ...scope }: ClientScope & { readonly reply: ClientReply },
  ) {
    this.id = id;
    this.client = client;
    this.scope = scope;
    this.reply = reply;
    this.nextDueMicros = scope.clock.nowMicros();
    client.on('request', () => this.guard(() => this.onRequest()));
    client.on('headers', (head) => reply.takeHead(head));
    client.on('body', (part) => reply.takePart(part));
    client.on('response', (_, __, millis) => this.guard(() => this.onResponse(millis)));
    client.on('connError', (error) => this.guard(() => this.onConnectionError(error)));
    client.on('done', () => this.onDone());
  }

  /** Gives the client its next request, which it writes as soon as this returns. */
  begin(index: number, query: number, dueMicros: number): void {
    const { scope } = this;
    this.outstanding = true;
    this.begun++;
    this.index = index;
    this.query = query;
    this.dueMicros = dueMicros;
    this.firstByteMicros = 0;
    this.reply.clear();
    this.client.setRequests([scope.requests.of(query)]);
    this.writtenMicros = scope.clock.nowMicros();
  }

  /** Ends the outstanding request, if there is one, because the phase does, and closes the client. */
  stop(): void {
    if (this.outstanding) this.fail('interrupted', this.scope.clock.nowMicros());
    if (!this.client.destroyed) this.client.destroy();
  }

  /**
   * The client is about to write a request. When one is outstanding still, the client has given up its connection: every
   * other way to lose one was told before, so this is its time-out, whose own event comes only later.
   */
  private onRequest(): void {
    if (this.outstanding) this.fail('timeout', this.scope.clock.nowMicros());
    const { client } = this;
    this.isFirstOfConnection = client.conn !== this.socket;
    if (this.isFirstOfConnection) this.useConnection(client.conn);
    if (!this.scope.startNext(this, this.nextDueMicros)) client.destroy();
  }

  /** Requests and half a reply of the connection before would be taken for this one's. */
  private useConnection(socket: Socket): void {
    const { client, scope } = this;
    this.socket = socket;
    this.openedMicros = 0;
    forgetLastConnection(client);
    socket.once('connect', () => {
      if (socket === this.socket) this.openedMicros = scope.clock.nowMicros();
    });
    socket.prependListener('data', () => {
      if (socket === this.socket && this.firstByteMicros === 0) this.firstByteMicros = scope.clock.nowMicros();
    });
    socket.on('data', () => this.guard(() => this.afterRead(socket)));
    socket.prependListener('end', () => this.guard(() => this.onEnd(socket)));
  }

  /** The client ignores what its parser finds wrong; it would wait for its time-out. */
  private afterRead(socket: Socket): void {
    if (socket !== this.socket || !foundNoHttp(this.client)) return;
    if (this.outstanding) this.fail('malformed', this.scope.clock.nowMicros());
    connectAgain(this.client);
  }

  private onResponse(millis: number): void {
    if (!this.outstanding) return;
    const { scope, reply } = this;
    const now = scope.clock.nowMicros();
    const { status } = reply.head;
    const sent = this.sentMicros(now, millis);
    if (status < 200) {
      this.end({ outcome: failureCode('malformed'), status: 0, checks: 0 }, sent, now);
    } else if (now - sent > scope.timeoutMicros) {
      this.end({ outcome: timeoutCode, status, checks: 0 }, sent, now);
    } else {
      reply.finish();
      const outcome = scope.reader.judge(reply, this.query);
      this.end({ outcome, status, checks: scope.reader.checks }, sent, now);
    }
    if (status < 200 || !reply.keepsAlive) connectAgainAfterReply(this.client);
  }

  /**
   * When the request was written, from the client's own time for it, which ends with this event. The client starts its clock before it
   * connects: there the request was written when the connection opened, and a user's first one was due then, as if it had
   * been connected ahead.
   */
  private sentMicros(nowMicros: number, millis: number): number {
    const opened = this.isFirstOfConnection ? this.openedMicros : 0;
    if (opened > 0 && this.begun === 1) this.dueMicros = opened;
    return Math.min(nowMicros, Math.max(nowMicros - millis * microsPerMilli, opened, this.dueMicros));
  }

  private onConnectionError({ code }: NodeJS.ErrnoException): void {
    if (this.outstanding) this.fail(this.lossKind(code), this.scope.clock.nowMicros());
    this.afterLoss();
  }

  /** The client connects again when the peer closes, and never says so. A late error of the old socket would make it do so twice. */
  private onEnd(socket: Socket): void {
    socket.removeAllListeners('error');
    socket.on('error', () => undefined);
    if (socket !== this.socket) return;
    if (this.outstanding) this.fail(this.lossKind('ECONNRESET'), this.scope.clock.nowMicros());
    this.afterLoss();
  }

  private lossKind(code: string | undefined): FailureKind {
    if (this.openedMicros === 0) return code === 'ECONNRESET' ? 'reset' : 'refused';
    return this.reply.inBody ? 'truncated' : 'reset';
  }

  /** The client connects right after this, unless it is closed or has to wait. */
  private afterLoss(): void {
    const { client, scope } = this;
    if (!scope.mayStart(this, this.nextDueMicros)) client.destroy();
    else if (backoffOf(this) > 0) this.holdBack();
  }

  private holdBack(): void {
    const { client, scope, socket } = this;
    holdBackConnect(client, (connect) => {
      const millis = Math.max(0, this.nextDueMicros - scope.clock.nowMicros()) / microsPerMilli;
      this.pause = setTimeout(() => {
        if (!client.destroyed && this.socket === socket) this.guard(connect);
      }, millis);
    });
  }

  private onDone(): void {
    clearTimeout(this.pause);
    this.scope.closed();
  }

  private fail(kind: FailureKind, endMicros: number): void {
    const wasWritten = this.openedMicros > 0;
    const sent = wasWritten ? Math.max(this.writtenMicros, this.openedMicros, this.dueMicros) : endMicros;
    const status = wasWritten && this.reply.inBody && kind !== 'malformed' ? this.reply.head.status : 0;
    this.end({ outcome: failureCode(kind), status, checks: 0 }, Math.min(sent, endMicros), endMicros);
  }

  private end(
    { outcome, status, checks }: { readonly outcome: OutcomeCode; readonly status: number; readonly checks: number },
    sentMicros: number,
    endMicros: number,
  ): void {
    const { sample } = this.scope;
    this.outstanding = false;
    this.noteLoss(outcome);
    this.nextDueMicros = endMicros + backoffOf(this);
    sample.index = this.index;
    sample.user = this.id;
    sample.query = this.query;
    sample.dueMicros = Math.min(this.dueMicros, sentMicros);
    sample.sentMicros = sentMicros;
    sample.firstByteMicros = this.firstByteMicros > 0 ? Math.max(this.firstByteMicros, sentMicros) : endMicros;
    sample.endMicros = endMicros;
    sample.outcome = outcome;
    sample.status = status;
    sample.checks = checks;
    this.scope.ended();
  }

  private noteLoss(outcome: OutcomeCode): void {
    if (outcome === failureCode('interrupted')) return;
    this.wasRefused = outcome === failureCode('refused');
    this.lost = this.wasRefused || outcome === resetCode ? this.lost + 1 : 0;
  }

  private guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.scope.onCrash(error);
    }
  }
}
