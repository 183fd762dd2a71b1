import type { OnReadOpts, Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import type { TurnClock } from '../../turn-clock.ts';
import type { FailureKind } from '../../recorder/sample.ts';
import { openSocket } from './open-socket.ts';
import { ResponseScanner, type ScannerOptions } from './response-scanner.ts';
import { isOwnError } from './own-errors.ts';
import type { TargetAddress } from './target-address.ts';
import type { TlsClient } from './tls-client.ts';

/** Who owns a connection: told of everything by a direct call, at the clock's time of the event. */
export type ConnectionOwner = {
  /** A request can be sent. */
  readonly opened: () => void;
  /** The whole reply is in `connection.scanner`, whose body must be read before this returns. */
  readonly replied: (atMicros: number) => void;
  /** The connection is closed: it could not be opened, or the outstanding request has failed. */
  readonly failed: (kind: FailureKind, atMicros: number) => void;
  /** The peer closed the connection while nothing was outstanding: no failure. */
  readonly idleClosed: () => void;
};

/** What all connections of a run share. */
export type ConnectionShared = {
  readonly clock: Clock;
  /** The clock of reads: what is read in one turn of the event loop was readable when the turn began. */
  readonly turn: TurnClock;
  readonly target: TargetAddress;
  /** What TLS connections share; undefined for a target without TLS. */
  readonly tls: TlsClient | undefined;
  /** The addresses of the target; a refused connection moves `addressIndex` on to the next one. */
  readonly addresses: readonly string[];
  addressIndex: number;
  /** Connections that could not be opened for a reason of this machine, by error code; see `isOwnError`. */
  readonly socketErrors: Record<string, number>;
  readonly scanner: ScannerOptions;
  /** One read buffer for all: a read is handed over and consumed before the next read starts. */
  readonly readBuffer: Buffer;
};

type State = 'closed' | 'connecting' | 'idle' | 'waiting';

/**
 * One keep-alive connection of one user, with at most one request outstanding. It is closed after a failure, a reply
 * that says so, and bytes that nobody asked for, so that no late byte can be taken for the next reply; `open` opens it
 * again. Events of a socket that was given up are ignored.
 *
 * Whatever keeps a connection from being opened (refused, unreachable, no such name, no port left, a certificate that is
 * not trusted) is 'refused', but for a peer that resets it or closes it at once. Reasons that lie in this machine are counted
 * apart as well, because they say nothing of the target.
 *
 * The clock of reads is that of the event loop's turn: when several replies are readable at once, the time that the
 * generator takes for the earlier ones is not added to the later ones. A reply that arrives while a turn goes on is read in
 * the next one; the generator's utilisation bounds that error.
 */
export class Connection {
  readonly scanner: ResponseScanner;
  /** When the first byte of the reply was read; 0 when there was none yet. */
  firstByteMicros = 0;
  /** Replies read since the connection was opened. */
  served = 0;
  private readonly shared: ConnectionShared;
  private readonly owner: ConnectionOwner;
  private socket: Socket | undefined = undefined;
  private state: State = 'closed';
  /** No reply is read before its request was sent, even when a turn of the event loop polls twice. */
  private sentMicros = 0;

  constructor(shared: ConnectionShared, owner: ConnectionOwner) {
    this.shared = shared;
    this.owner = owner;
    this.scanner = new ResponseScanner(shared.scanner);
  }

  get isClosed(): boolean {
    return this.state === 'closed';
  }

  get isReady(): boolean {
    return this.state === 'idle';
  }

  /** Starts to connect unless that was done already; `opened` or `failed` follows, never before this returns. */
  open(): void {
    if (this.state !== 'closed') return;
    this.state = 'connecting';
    this.served = 0;
    const socket = this.createSocket();
    this.socket = socket;
    socket.on(this.shared.target.secure ? 'secureConnect' : 'connect', () => this.onConnect(socket));
    socket.on('error', (error: NodeJS.ErrnoException) => this.onLost(socket, error.code));
    socket.on('end', () => this.onLost(socket, 'end'));
    socket.on('close', () => this.onLost(socket, 'end'));
  }

  /** Hands a request's bytes to the socket; only when ready. */
  send(bytes: Buffer, nowMicros: number): void {
    this.sentMicros = nowMicros;
    this.scanner.start();
    this.firstByteMicros = 0;
    this.state = 'waiting';
    this.socket?.write(bytes);
  }

  /** Closes at once and tells nobody. */
  close(): void {
    const { socket } = this;
    this.state = 'closed';
    this.socket = undefined;
    socket?.destroy();
  }

  private createSocket(): Socket {
    const { target, tls, addresses, addressIndex, readBuffer } = this.shared;
    const host = addresses[addressIndex % addresses.length] ?? target.hostname;
    let opened: Socket | undefined;
    const onread: OnReadOpts = {
      buffer: readBuffer,
      callback: (count) => {
        if (opened !== undefined && opened === this.socket) this.onRead(count);
        return true;
      },
    };
    opened = openSocket({ target, host, tls, onread });
    return opened;
  }

  private onConnect(socket: Socket): void {
    if (socket !== this.socket || this.state !== 'connecting') return;
    this.state = 'idle';
    this.owner.opened();
  }

  private onRead(count: number): void {
    const now = Math.max(this.shared.turn.readMicros(), this.sentMicros);
    if (this.state !== 'waiting') {
      this.close();
      this.owner.idleClosed();
      return;
    }
    if (this.firstByteMicros === 0) this.firstByteMicros = now;
    const progress = this.scanner.push(this.shared.readBuffer, 0, count);
    if (progress === 'more') return;
    if (progress === 'done') this.finish(now);
    else this.fail('malformed', now);
  }

  private finish(now: number): void {
    this.served++;
    if (this.scanner.head.keepAlive) this.state = 'idle';
    else this.close();
    this.owner.replied(now);
  }

  private fail(kind: FailureKind, now: number): void {
    this.close();
    this.owner.failed(kind, now);
  }

  /** `reason` is an error's code, or 'end' when the peer closed in order. */
  private onLost(socket: Socket, reason: string | undefined): void {
    if (socket !== this.socket) return;
    const now = this.shared.clock.nowMicros();
    switch (this.state) {
      case 'connecting':
        this.shared.addressIndex++;
        this.countOwnError(reason);
        this.fail(reason === 'ECONNRESET' || reason === 'end' ? 'reset' : 'refused', now);
        return;
      case 'waiting':
        this.loseReply(reason, now);
        return;
      case 'idle':
        this.close();
        this.owner.idleClosed();
        return;
      case 'closed':
        return;
    }
  }

  private countOwnError(reason: string | undefined): void {
    if (reason === undefined || !isOwnError(reason)) return;
    const { socketErrors } = this.shared;
    socketErrors[reason] = (socketErrors[reason] ?? 0) + 1;
  }

  private loseReply(reason: string | undefined, now: number): void {
    if (reason !== 'end') {
      this.fail(this.scanner.inBody ? 'truncated' : 'reset', now);
      return;
    }
    const ending = this.scanner.close();
    if (ending === 'done') this.finish(now);
    else this.fail(ending, now);
  }
}
