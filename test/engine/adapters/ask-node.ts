import { Agent, request, type ClientRequestArgs } from 'node:http';
import { Duplex } from 'node:stream';
import type { Scanned } from './scan.ts';

/**
 * What Node's own HTTP client makes of a reply whose bytes come in these pieces: the client's public interface over a
 * stream in place of a socket, so that each piece is parsed by itself. A reply that ends in any error is 'failed'.
 */
export async function askNode(pieces: readonly Buffer[], head = false): Promise<Scanned> {
  const stream = new PiecewiseStream(pieces);
  const agent = new OneStreamAgent(stream);
  const seen: { status?: number; wanted?: string | undefined; failed: boolean; ended: boolean } = {
    failed: false,
    ended: false,
  };
  const body: Buffer[] = [];
  const fail = (): void => void (seen.failed = true);
  const outgoing = request({ agent, method: head ? 'HEAD' : 'GET' }, (incoming) => {
    const wanted = incoming.headers['x-cache'];
    seen.status = incoming.statusCode ?? 0;
    seen.wanted = Array.isArray(wanted) ? wanted.join(', ') : wanted;
    incoming.on('data', (piece: Buffer) => body.push(piece));
    incoming.on('error', fail);
    incoming.on('end', () => (seen.ended = incoming.complete));
  });
  outgoing.on('error', fail);
  outgoing.on('upgrade', fail);
  outgoing.end();
  await stream.finished;
  stream.destroy();
  agent.destroy();
  if (seen.failed || !seen.ended) return { result: 'failed' };
  const { status = 0, wanted } = seen;
  return { result: 'done', status, body: Buffer.concat(body).toString('latin1'), keepAlive: agent.keeps, wanted };
}

/** A stream whose peer answers the first write with its pieces, one by one, and ends after Node has dealt with them. */
class PiecewiseStream extends Duplex {
  readonly finished: Promise<void>;
  private readonly pieces: readonly Buffer[];
  private asked = false;
  private finish: () => void = () => undefined;

  constructor(pieces: readonly Buffer[]) {
    super({ emitClose: true });
    this.pieces = pieces;
    this.finished = new Promise((resolve) => (this.finish = resolve));
    this.on('error', () => undefined);
  }

  override _read(): void {
    // All bytes are pushed when they come.
  }

  override _write(_bytes: unknown, _encoding: unknown, done: () => void): void {
    done();
    if (!this.asked) setImmediate(() => this.answer());
    this.asked = true;
  }

  private answer(): void {
    for (const piece of this.pieces) if (piece.length > 0 && !this.destroyed) this.push(piece);
    setImmediate(() => {
      if (!this.destroyed) this.push(null);
      setImmediate(this.finish);
    });
  }
}

/** An agent that hands out one stream, and notes whether the client would have kept it for another request. */
class OneStreamAgent extends Agent {
  keeps = false;
  private readonly stream: Duplex;

  constructor(stream: Duplex) {
    super({ keepAlive: true });
    this.stream = stream;
  }

  override createConnection(_options: ClientRequestArgs): Duplex {
    return this.stream;
  }

  override keepSocketAlive(): boolean {
    this.keeps = true;
    return false;
  }
}
