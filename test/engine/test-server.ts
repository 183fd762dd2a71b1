import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A request as a test server saw it. */
type Seen = {
  readonly head: string;
  readonly body: string;
  readonly connection: number;
  readonly number: number;
};

/** Answers one request; `number` counts the requests of the server from 0. */
export type Answer = (seen: Seen, socket: Socket) => void;

export type TestServer = {
  readonly url: string;
  readonly port: number;
  readonly seen: Seen[];
  readonly connections: () => number;
  readonly open: () => number;
  readonly dropAll: () => void;
  readonly close: () => Promise<void>;
};

/** Where a test server listens, 127.0.0.1 and any port when nothing is said, and its TLS when it has one. */
type ServerSetup = ListenOptions & { readonly tls?: TlsOptions };

/** The socket under each TLS one, by the address of its peer. */
const rawSockets = new Map<string, Socket>();

/** Resets a connection, whether it is a plain or a TLS one. */
export function reset(socket: Socket): void {
  (rawSockets.get(peerOf(socket)) ?? socket).resetAndDestroy();
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? 0} ${socket.localPort ?? 0}`;
}

/** A real server on the loopback that reads whole requests and lets a test answer with any bytes it likes. */
export async function startServer(answer: Answer, { tls, ...where }: ServerSetup = {}): Promise<TestServer> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const onConnection = (socket: Socket): void => {
    const connection = connections++;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      for (;;) {
        const request = takeRequest(text);
        if (request === undefined) return;
        text = request.rest;
        const entry = { head: request.head, body: request.body, connection, number: seen.length };
        seen.push(entry);
        answer(entry, socket);
      }
    });
  };
  const server = tls === undefined ? createServer(onConnection) : createTlsServer(tls, onConnection);
  const handshakes = new Set<Socket>();
  if (tls !== undefined) server.on('connection', (raw: Socket) => noteRaw(raw, handshakes));
  await listen(server, where);
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : 0;
  const dropAll = (): void => {
    for (const socket of [...sockets, ...handshakes]) socket.destroy();
  };
  return {
    url: urlOf(tls === undefined ? 'http' : 'https', where, bound),
    port: bound,
    seen,
    connections: () => connections,
    open: () => sockets.size,
    dropAll,
    close: async () => {
      dropAll();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

function noteRaw(raw: Socket, open: Set<Socket>): void {
  const peer = peerOf(raw);
  rawSockets.set(peer, raw);
  open.add(raw);
  raw.on('close', () => {
    rawSockets.delete(peer);
    open.delete(raw);
  });
}

function urlOf(scheme: string, { path, host = '127.0.0.1' }: ListenOptions, port: number): string {
  if (path !== undefined) return `${scheme}+unix://${encodeURIComponent(path)}`;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function listen(server: Server, where: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const address = where.path === undefined ? { host: '127.0.0.1', port: 0, ...where } : where;
    server.listen(address, resolve);
  });
}

/** Calls back once what was written just now has come to a client in this process: after the next poll of the event loop. */
export function onceRead(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

function takeRequest(text: string): { head: string; body: string; rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/content-length: (\d+)/iu.exec(head)?.[1] ?? '0');
  const whole = Buffer.from(text.slice(end + 4));
  if (whole.length < length) return undefined;
  return { head, body: whole.subarray(0, length).toString(), rest: whole.subarray(length).toString() };
}

/** A reply with a JSON body. */
export function reply(body: unknown, extra = ''): string {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${extra}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

export const hit = reply({ cache_hit: true, answer: 'a' });
export const miss = reply({ cache_hit: false, answer: 'a' });
