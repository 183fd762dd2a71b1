import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { keepAliveMillis } from '../http/keep-alive.ts';
import { garbage, type ReplyPort } from '../http/reply-port.ts';

const keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveMillis / 1_000}\r\n\r\n`;

/** The reply to one query of a raw connection: head and body are one text, so that they leave in one write. */
export class RawReply implements ReplyPort {
  readonly #socket: Socket;
  readonly #onReady: () => void;
  /** What is to be written in this reply's turn; undefined until then. */
  bytes: string | Buffer | undefined;
  /** How `bytes` are encoded when they are a text. */
  encoding: 'latin1' | 'utf8' = 'latin1';
  /** Whether the connection ends with this reply. */
  isLast = false;

  /** `onReady` is called when `bytes` are there. */
  constructor(socket: Socket, onReady: () => void) {
    this.#socket = socket;
    this.#onReady = onReady;
  }

  get isGone(): boolean {
    return !this.#socket.writable;
  }

  sendJson(status: number, body: string): void {
    const length = Buffer.byteLength(body);
    if (length !== body.length) this.encoding = 'utf8';
    this.#send(jsonHead(status, length) + body);
  }

  sendEmpty(status: number): void {
    this.#send(`${statusLine(status)}Content-Length: 0\r\n${keepAlive}`);
  }

  sendHalf(body: string): void {
    const bytes = Buffer.from(body);
    this.isLast = true;
    this.#send(Buffer.concat([Buffer.from(jsonHead(200, bytes.length)), bytes.subarray(0, bytes.length / 2)]));
  }

  sendGarbage(): void {
    this.#socket.end(garbage);
  }

  drop(): void {
    this.#socket.destroy();
  }

  #send(bytes: string | Buffer): void {
    this.bytes = bytes;
    this.#onReady();
  }
}

function jsonHead(status: number, length: number): string {
  return `${statusLine(status)}Content-Type: application/json\r\nContent-Length: ${length}\r\n${keepAlive}`;
}

function statusLine(status: number): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
}
