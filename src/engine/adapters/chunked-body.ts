import { chunkLineLimit, headLimit, bodyLimit } from './response-limits.ts';
import { tokenBytes } from './token-bytes.ts';
import type { BodyBuffer } from './body-buffer.ts';

type State =
  | 'size'
  | 'extension'
  | 'size-end'
  | 'data'
  | 'data-cr'
  | 'data-lf'
  | 'trailer-name'
  | 'trailer-value'
  | 'trailer-lf'
  | 'last-lf';

const carriageReturn = 13;
const lineFeed = 10;
const tab = 9;
const colon = 58;

/**
 * An incremental reader of a chunked body (RFC 9112, section 7.1): extensions and trailers are skipped, not read; but a
 * trailer must be a field, or the end of the body could be taken from where there is none.
 */
export class ChunkedBody {
  /** Position behind the last byte that was taken by `push`. */
  position = 0;
  private state: State = 'size';
  private remaining = 0;
  private digits = 0;
  private total = 0;
  private lineLength = 0;
  private trailerBytes = 0;

  start(): void {
    this.state = 'size';
    this.remaining = 0;
    this.digits = 0;
    this.total = 0;
    this.trailerBytes = 0;
  }

  /** Takes bytes[from, end); data goes to `body` unless it is undefined. Says whether the body is complete. */
  push(bytes: Buffer, from: number, end: number, body: BodyBuffer | undefined): 'more' | 'done' | 'malformed' {
    this.position = from;
    while (this.position < end) {
      if (this.state === 'data') {
        this.takeData(bytes, end, body);
        continue;
      }
      const byte = bytes[this.position++] ?? 0;
      const progress = this.takeByte(byte);
      if (progress !== 'more') return progress;
    }
    return 'more';
  }

  private takeData(bytes: Buffer, end: number, body: BodyBuffer | undefined): void {
    const stop = Math.min(end, this.position + this.remaining);
    body?.append(bytes, this.position, stop);
    this.remaining -= stop - this.position;
    this.position = stop;
    if (this.remaining === 0) this.state = 'data-cr';
  }

  private takeByte(byte: number): 'more' | 'done' | 'malformed' {
    switch (this.state) {
      case 'size':
        return this.takeSize(byte);
      case 'extension':
        if (++this.lineLength > chunkLineLimit || isControl(byte)) return 'malformed';
        if (byte === carriageReturn) this.state = 'size-end';
        return 'more';
      case 'size-end':
        return this.endSize(byte);
      case 'data-cr':
        this.state = 'data-lf';
        return byte === carriageReturn ? 'more' : 'malformed';
      case 'data-lf':
        this.state = 'size';
        this.digits = 0;
        return byte === lineFeed ? 'more' : 'malformed';
      case 'trailer-name':
      case 'trailer-value':
      case 'trailer-lf':
        return this.takeTrailer(byte);
      case 'last-lf':
        return byte === lineFeed ? 'done' : 'malformed';
      case 'data':
        return 'more';
    }
  }

  private takeSize(byte: number): 'more' | 'malformed' {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.remaining = this.digits === 0 ? digit : this.remaining * 16 + digit;
      return ++this.digits > chunkLineLimit || this.remaining > bodyLimit ? 'malformed' : 'more';
    }
    if (this.digits === 0) return 'malformed';
    this.lineLength = 0;
    if (byte === carriageReturn) this.state = 'size-end';
    else if (byte === 59 || byte === 32 || byte === tab) this.state = 'extension';
    else return 'malformed';
    return 'more';
  }

  private endSize(byte: number): 'more' | 'malformed' {
    this.total += this.remaining;
    this.lineLength = 0;
    this.state = this.remaining === 0 ? 'trailer-name' : 'data';
    return byte === lineFeed && this.total <= bodyLimit ? 'more' : 'malformed';
  }

  private takeTrailer(byte: number): 'more' | 'malformed' {
    if (++this.trailerBytes > headLimit) return 'malformed';
    if (this.state === 'trailer-name') return this.takeTrailerName(byte);
    if (this.state === 'trailer-value') {
      if (byte === carriageReturn) this.state = 'trailer-lf';
      return isControl(byte) ? 'malformed' : 'more';
    }
    this.state = 'trailer-name';
    this.lineLength = 0;
    return byte === lineFeed ? 'more' : 'malformed';
  }

  /** `lineLength` counts the bytes of the name so far: a CR in place of a name starts the end of the body. */
  private takeTrailerName(byte: number): 'more' | 'malformed' {
    if (byte === carriageReturn && this.lineLength === 0) this.state = 'last-lf';
    else if (byte === colon && this.lineLength > 0) this.state = 'trailer-value';
    else if (tokenBytes[byte] !== 1) return 'malformed';
    this.lineLength++;
    return 'more';
  }
}

/** Any control character but the tab and the CR, which ends a line. */
function isControl(byte: number): boolean {
  return (byte < 32 && byte !== tab && byte !== carriageReturn) || byte === 127;
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
