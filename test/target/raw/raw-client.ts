import { connect } from 'node:net';

/** The bytes of a query as a client writes it. */
export function queryBytes(question: string, docId = 'doc_1'): string {
  const body = JSON.stringify({ doc_id: docId, question });
  return `POST /query HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A reply as it came: its head without its end, and its body; 100 Continue is one without a body. */
export type RawReply = { readonly head: string; readonly body: string };

/** A connection that writes what it is told and reads replies with a length. */
export type RawClient = {
  readonly write: (text: string) => void;
  /** Ends the writing side. */
  readonly end: () => void;
  /** The next reply; rejects when the connection is closed first. */
  readonly reply: () => Promise<RawReply>;
  /** Everything that was not read by `reply`, once the connection is closed. */
  readonly closed: Promise<string>;
};

/** Connects to a port of this machine. */
export function rawClient(port: number): RawClient {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  let bytes: Buffer = Buffer.alloc(0);
  let isClosed = false;
  let onChange = nothing;
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    onChange();
  });
  socket.on('error', () => undefined);
  socket.on('end', () => socket.end());
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => {
      isClosed = true;
      onChange();
      resolve(bytes.toString());
    });
  });
  const take = (): RawReply | undefined => {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const head = bytes.toString('latin1', 0, end);
    const length = head.startsWith('HTTP/1.1 1') ? 0 : Number(/^content-length: (\d+)$/imu.exec(head)?.[1]);
    const bodyEnd = end + 4 + length;
    if (!(bytes.length >= bodyEnd)) return undefined;
    const body = bytes.toString('utf8', end + 4, bodyEnd);
    bytes = bytes.subarray(bodyEnd);
    return { head, body };
  };
  const reply = (): Promise<RawReply> =>
    new Promise((resolve, reject) => {
      onChange = () => {
        const found = take();
        if (found !== undefined) resolve(found);
        else if (isClosed) reject(new Error('The connection was closed before the reply'));
      };
      onChange();
    });
  return { write: (text) => void socket.write(text), end: () => void socket.end(), reply, closed };
}

function nothing(): void {}
