/** Where the reply to one query goes. One of the ways to answer is taken, once; each returns when the bytes were handed over. */
export type ReplyPort = {
  /** Whether the client went away, so that nothing can be sent. */
  readonly isGone: boolean;
  /** A whole JSON text. */
  readonly sendJson: (status: number, body: string) => void;
  /** A status without a body. */
  readonly sendEmpty: (status: number) => void;
  /** Status 200 and the length of the whole body, but half of its bytes; then the connection is closed. */
  readonly sendHalf: (body: string) => void;
  /** Bytes that are no HTTP; then the connection is closed. */
  readonly sendGarbage: () => void;
  /** Closes the connection without a reply. */
  readonly drop: () => void;
};

/** What `sendGarbage` sends. */
export const garbage = 'This is no HTTP reply\r\n\r\n';
