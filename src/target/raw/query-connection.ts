import type { Socket } from 'node:net';
import { deliverReply, type Asking } from '../http/deliver-reply.ts';
import { keepAliveMillis } from '../http/keep-alive.ts';
import { readQuery } from '../http/read-query.ts';
import type { TargetContext } from '../http/target-context.ts';
import type { QueryFinder } from './query-finder.ts';
import { RawReply } from './raw-reply.ts';

/** What all connections share. */
export type QueryConnectionOptions = {
  readonly context: TargetContext;
  readonly finder: QueryFinder;
  /** Gives a socket to `node:http`, for good; what it is to read first was put back. */
  readonly handOver: (socket: Socket) => void;
};

/**
 * A connection as long as it brings nothing but plain queries, each whole in one read. That saves a third of what a query costs
 * through `node:http`, so turns of the event loop are short and little time passes between the arrival of a query and its being read.
 * With the first bytes that are anything else, the connection is handed over, once the queries before them are answered.
 *
 * Queries that come before earlier ones are answered are asked at once, and answered in their order.
 */
export class QueryConnection {
  readonly #socket: Socket;
  readonly #context: TargetContext;
  readonly #finder: QueryFinder;
  readonly #handOver: (socket: Socket) => void;
  /** Replies that were not written yet, in the order of their queries. */
  readonly #replies: RawReply[] = [];
  /** What is to be handed over. */
  #rest: Buffer | undefined;

  constructor(socket: Socket, { context, finder, handOver }: QueryConnectionOptions) {
    this.#socket = socket;
    this.#context = context;
    this.#finder = finder;
    this.#handOver = handOver;
    socket.on('data', this.#read).on('drain', this.#resume).on('end', this.#end).on('error', ignore);
  }

  readonly #read = (bytes: Buffer): void => {
    const arrivedMicros = this.#context.arrivals.readMicros();
    let from = 0;
    while (from < bytes.length) {
      const end = this.#ask(bytes, from, arrivedMicros);
      if (end === undefined) {
        this.#leave(bytes.subarray(from));
        return;
      }
      from = end;
    }
  };

  /** Asks the query that begins at `from` and returns where it ends; undefined when there is none. */
  #ask(bytes: Buffer, from: number, arrivedMicros: number): number | undefined {
    const request = this.#finder.find(bytes, from);
    if (request === undefined) return undefined;
    const reading = readQuery(bytes.toString('utf8', request.bodyStart, request.bodyEnd));
    if (reading.kind !== 'query') return undefined;
    const { service, nowMicros, pump } = this.#context;
    const port = new RawReply(this.#socket, this.#write);
    const asking: Asking = { form: reading.form, arrivedMicros, port };
    this.#replies.push(port);
    service.submit(reading.query, nowMicros(), (reply) => deliverReply(reply, asking, this.#context));
    pump.wake();
    return request.bodyEnd;
  }

  /** Writes the replies whose turn it is. A client that does not read what it asked for is not read either. */
  readonly #write = (): void => {
    const socket = this.#socket;
    for (let next = this.#replies[0]; next?.bytes !== undefined; next = this.#replies[0]) {
      this.#replies.shift();
      socket.write(next.bytes, next.encoding, next.isLast ? () => void socket.destroy() : undefined);
    }
    if (socket.timeout === undefined) socket.setTimeout(keepAliveMillis, this.#idle);
    if (socket.writableNeedDrain) socket.pause();
    if (this.#rest !== undefined) this.#leave(this.#rest);
  };

  readonly #resume = (): void => {
    if (this.#rest === undefined) this.#socket.resume();
  };

  #leave(rest: Buffer): void {
    const socket = this.#socket;
    if (this.#replies.length > 0) {
      this.#rest = rest;
      socket.pause();
      return;
    }
    if (!socket.readable) return;
    socket.off('data', this.#read).off('drain', this.#resume).off('end', this.#end).off('error', ignore);
    socket.setTimeout(0, this.#idle);
    socket.unshift(rest);
    this.#handOver(socket);
    socket.resume();
  }

  /** A client that stops to write has gone away, as `node:http` has it. */
  readonly #end = (): void => {
    this.#socket.end();
  };

  readonly #idle = (): void => {
    if (this.#replies.length === 0) this.#socket.destroy();
  };
}

/** An error of a socket is followed by its end, and a query that it leaves behind is counted as abandoned. */
function ignore(): void {}
