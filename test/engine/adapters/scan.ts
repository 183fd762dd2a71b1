import { ResponseScanner } from '../../../src/engine/adapters/response-scanner.ts';

/** What a reply was read as; 'closed: …' when it ended with the connection. */
export type Scanned = {
  result: string;
  status?: number;
  body?: string;
  keepAlive?: boolean;
  wanted?: string | undefined;
};

/** Pushes the pieces one after the other, then closes when the reply is not whole. */
export function scan(pieces: readonly Buffer[], head = false): Scanned {
  const scanner = new ResponseScanner({ wantedHeader: 'x-cache', keepBody: true, head });
  scanner.start();
  let result = 'more';
  for (const [index, piece] of pieces.entries()) {
    result = scanner.push(piece, 0, piece.length);
    if (result === 'malformed') return { result };
    const surplus = pieces.slice(index + 1).some((later) => later.length > 0);
    if (result === 'done' && surplus) return { result: 'malformed' };
    if (result === 'done') break;
  }
  if (result === 'more') {
    result = `closed: ${scanner.close()}`;
    if (result !== 'closed: done') return { result };
  }
  return {
    result,
    status: scanner.head.status,
    body: scanner.body.toString('latin1', scanner.bodyStart, scanner.bodyEnd),
    keepAlive: scanner.head.keepAlive,
    wanted: scanner.head.wanted,
  };
}

/** Scans a reply that comes in one piece; each character is a byte. */
export function scanText(text: string, head = false): Scanned {
  return scan([Buffer.from(text, 'latin1')], head);
}
