/**
 * The part of autocannon 9.0.0 that is used here; its published types are behind its version 9. Members that are not in its
 * documentation are marked: the version is pinned because of them.
 */
declare module 'autocannon' {
  import type { Socket } from 'node:net';

  namespace autocannon {
    /** What a request is built from. autocannon writes into it: its headers are copied, its bytes are kept. */
    type Request = {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: Buffer;
    };

    /** The head of a reply: names and values of headers in turn. */
    type Head = { readonly statusCode: number; readonly headers: readonly string[]; readonly shouldKeepAlive: boolean };

    /** One connection that sends a request, waits for the reply and sends the next. */
    type Client = {
      on(event: 'request' | 'timeout' | 'done', listener: () => void): Client;
      on(event: 'headers', listener: (head: Head) => void): Client;
      on(event: 'body', listener: (part: Buffer) => void): Client;
      on(event: 'response', listener: (status: number, bytes: number, millis: number) => void): Client;
      on(event: 'connError', listener: (error: NodeJS.ErrnoException) => void): Client;
      setRequests(requests: readonly Request[]): void;
      destroy(): void;
      /** Undocumented: its time-out in milliseconds, read once after `setupClient`. */
      timeout: number;
      /** Undocumented: true once it was destroyed. */
      readonly destroyed: boolean;
      /** Undocumented: its socket; a new one after each connect. */
      readonly conn: Socket;
      /** Undocumented: its parser of replies, one for all its connections. */
      readonly parser: {
        readonly hadError: boolean;
        reinitialize(type: 'RESPONSE'): void;
        /** Where it is in the bytes that it was given, and their end. */
        offset: number;
        readonly end: number;
      };
      /** Undocumented: requests that wait for a reply, with their start. */
      readonly pipelinedRequests: { clear(): void };
      /** Undocumented: closes the connection, connects and sends the next request. */
      _resetConnection(): void;
      /** Undocumented methods of the prototype, which an own property hides. */
      _connect?: () => void;
      _doRequest?: () => void;
    };

    type Options = {
      readonly url: string;
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly requests?: readonly Request[];
      readonly connections?: number;
      readonly pipelining?: number;
      /** Seconds. */
      readonly duration?: number;
      readonly amount?: number;
      /** Seconds, at least 1. */
      readonly timeout?: number;
      /** Milliseconds. */
      readonly sampleInt?: number;
      readonly workers?: number;
      readonly connectionRate?: undefined;
      readonly overallRate?: undefined;
      readonly reconnectRate?: number;
      readonly idReplacement?: boolean;
      readonly forever?: boolean;
      readonly json?: boolean;
      readonly debug?: boolean;
      readonly excludeErrorStats?: boolean;
      /** Undocumented: leaves out the summary of its own figures. */
      readonly skipAggregateResult?: boolean;
      readonly setupClient?: (client: Client) => void;
    };

    type Result = {
      readonly '2xx': number;
      readonly non2xx: number;
      readonly errors: number;
      readonly timeouts: number;
    };

    /** A load that goes on; it resolves when all connections are closed. */
    type Instance = PromiseLike<Result> & { stop(): void };
  }

  function autocannon(options: autocannon.Options): autocannon.Instance;
  export = autocannon;
}
