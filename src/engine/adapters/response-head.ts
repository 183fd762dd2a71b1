import { tokenBytes } from './token-bytes.ts';

const carriageReturn = 13;
const lineFeed = 10;
const space = 32;
const tab = 9;
const colon = 58;

const startOfReply = Buffer.from('HTTP/1.');
const connectionName = Buffer.from('connection');
const lengthName = Buffer.from('content-length');
const encodingName = Buffer.from('content-encoding');
const transferName = Buffer.from('transfer-encoding');
const keepAliveValue = Buffer.from('keep-alive');
const chunkedValue = Buffer.from('chunked');

/** What a reply's head says that matters for reading the reply and its class. One object per connection, reused. */
export class ResponseHead {
  status = 0;
  /** −1 when there is no content-length. */
  contentLength = -1;
  chunked = false;
  keepAlive = true;
  /** Lower-case value of content-encoding; undefined when absent. */
  contentEncoding: string | undefined = undefined;
  /** Value of the one wanted header; several lines of it are joined by ', '. */
  wanted: string | undefined = undefined;
  private readonly wantedName: Buffer | undefined;
  /** 'close' was an option of a Connection field, which no other option takes back (RFC 9112, section 9.3). */
  private closes = false;
  private nameEnd = 0;
  private valueStart = 0;
  private valueEnd = 0;

  /** @param wantedName lower-case name of the one other header to keep. */
  constructor(wantedName: string | undefined) {
    this.wantedName = wantedName === undefined ? undefined : Buffer.from(wantedName, 'latin1');
  }

  /**
   * Reads the head in bytes[start, end), which ends with an empty line. False when it is no valid HTTP/1.0 or 1.1 head
   * or frames its body in two ways; RFC 9112 calls that an error, and a guess could take one reply for another.
   * Lines end in CR LF, without folding.
   */
  parse(bytes: Buffer, start: number, end: number): boolean {
    this.contentLength = -1;
    this.chunked = false;
    this.closes = false;
    this.contentEncoding = undefined;
    this.wanted = undefined;
    let position = this.parseStatusLine(bytes, start, end);
    while (position > 0 && position < end) {
      if (bytes[position] === carriageReturn) return position + 2 === end && !(this.chunked && this.contentLength >= 0);
      position = this.parseField(bytes, position, end);
    }
    return false;
  }

  /** Returns the position behind the line, or −1. */
  private parseStatusLine(bytes: Buffer, start: number, end: number): number {
    if (!startsAsReply(bytes, start, end) || end - start < 14) return -1;
    const minor = byteAt(bytes, start + 7) - 48;
    const hundreds = byteAt(bytes, start + 9) - 48;
    const tens = byteAt(bytes, start + 10) - 48;
    const ones = byteAt(bytes, start + 11) - 48;
    if ((minor !== 0 && minor !== 1) || bytes[start + 8] !== space) return -1;
    if (hundreds < 1 || hundreds > 9 || !isDigit(tens) || !isDigit(ones)) return -1;
    const next = bytes[start + 12];
    if (next !== space && next !== carriageReturn) return -1;
    this.status = hundreds * 100 + tens * 10 + ones;
    this.keepAlive = minor === 1;
    const lineEnd = findLineEnd(bytes, start + 12, end);
    return lineEnd < 0 ? -1 : lineEnd + 2;
  }

  /** Returns the position behind the field's line, or −1. */
  private parseField(bytes: Buffer, start: number, end: number): number {
    let nameEnd = start;
    while (tokenBytes[byteAt(bytes, nameEnd)] === 1) nameEnd++;
    if (byteAt(bytes, nameEnd) !== colon || nameEnd === start) return -1;
    const lineEnd = findLineEnd(bytes, nameEnd + 1, end);
    if (lineEnd < 0) return -1;
    let valueStart = nameEnd + 1;
    let valueEnd = lineEnd;
    while (valueStart < valueEnd && isBlank(byteAt(bytes, valueStart))) valueStart++;
    while (valueEnd > valueStart && isBlank(byteAt(bytes, valueEnd - 1))) valueEnd--;
    this.nameEnd = nameEnd;
    this.valueStart = valueStart;
    this.valueEnd = valueEnd;
    this.takeWanted(bytes, start);
    return this.takeFraming(bytes, start) ? lineEnd + 2 : -1;
  }

  private takeWanted(bytes: Buffer, start: number): void {
    const { wantedName } = this;
    if (wantedName === undefined || !equalsIgnoringCase(bytes, start, this.nameEnd, wantedName)) return;
    const value = bytes.toString('latin1', this.valueStart, this.valueEnd);
    this.wanted = this.wanted === undefined ? value : `${this.wanted}, ${value}`;
  }

  /** The four headers that matter have names of different lengths, so that one comparison at most is made. */
  private takeFraming(bytes: Buffer, start: number): boolean {
    const { nameEnd, valueStart, valueEnd } = this;
    switch (nameEnd - start) {
      case connectionName.length:
        if (equalsIgnoringCase(bytes, start, nameEnd, connectionName)) this.takeConnection(bytes, valueStart, valueEnd);
        return true;
      case lengthName.length:
        if (!equalsIgnoringCase(bytes, start, nameEnd, lengthName)) return true;
        return this.takeContentLength(bytes, valueStart, valueEnd);
      case encodingName.length:
        if (equalsIgnoringCase(bytes, start, nameEnd, encodingName)) this.takeEncoding(bytes, valueStart, valueEnd);
        return true;
      case transferName.length:
        if (!equalsIgnoringCase(bytes, start, nameEnd, transferName)) return true;
        if (this.chunked || !equalsIgnoringCase(bytes, valueStart, valueEnd, chunkedValue)) return false;
        this.chunked = true;
        return true;
      default:
        return true;
    }
  }

  private takeEncoding(bytes: Buffer, start: number, end: number): void {
    const value = bytes.toString('latin1', start, end).toLowerCase();
    this.contentEncoding = this.contentEncoding === undefined ? value : `${this.contentEncoding}, ${value}`;
  }

  private takeConnection(bytes: Buffer, start: number, end: number): void {
    if (equalsIgnoringCase(bytes, start, end, keepAliveValue)) {
      this.keepAlive = !this.closes;
      return;
    }
    for (const option of bytes.toString('latin1', start, end).toLowerCase().split(',')) {
      if (option.trim() === 'close') this.closes = true;
      if (option.trim() === 'keep-alive') this.keepAlive = true;
    }
    if (this.closes) this.keepAlive = false;
  }

  private takeContentLength(bytes: Buffer, start: number, end: number): boolean {
    if (start === end) return false;
    let length = 0;
    for (let position = start; position < end; position++) {
      const digit = byteAt(bytes, position) - 48;
      if (!isDigit(digit)) return false;
      length = length * 10 + digit;
      if (length > Number.MAX_SAFE_INTEGER) return false;
    }
    if (this.contentLength >= 0 && this.contentLength !== length) return false;
    this.contentLength = length;
    return true;
  }
}

/** Whether the bytes can be the start of a reply, as far as they go. */
export function startsAsReply(bytes: Buffer, start: number, end: number): boolean {
  const count = Math.min(end - start, startOfReply.length);
  for (let offset = 0; offset < count; offset++) {
    if (bytes[start + offset] !== startOfReply[offset]) return false;
  }
  return true;
}

/**
 * The position behind the empty line that ends a head, looking at line feeds from `from` on; −1 when it is not there
 * yet. A bare line feed counts as a line's end here, so that a wrong head is found to be wrong and not waited for.
 */
export function findHeadEnd(bytes: Buffer, from: number, end: number): number {
  for (let position = from; position < end; position++) {
    if (bytes[position] !== lineFeed) continue;
    if (position + 1 < end && bytes[position + 1] === lineFeed) return position + 2;
    if (position + 2 < end && bytes[position + 1] === carriageReturn && bytes[position + 2] === lineFeed)
      return position + 3;
  }
  return -1;
}

/** Position of the CR of the next CR LF; −1 when there is none, or any control character but the tab before it. */
function findLineEnd(bytes: Buffer, from: number, end: number): number {
  for (let position = from; position < end; position++) {
    const byte = byteAt(bytes, position);
    if (byte >= space && byte !== 127) continue;
    if (byte === carriageReturn) return bytes[position + 1] === lineFeed ? position : -1;
    if (byte !== tab) return -1;
  }
  return -1;
}

function equalsIgnoringCase(bytes: Buffer, start: number, end: number, lowerCase: Buffer): boolean {
  const { length } = lowerCase;
  if (end - start !== length) return false;
  for (let offset = 0; offset < length; offset++) {
    const byte = byteAt(bytes, start + offset);
    const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte;
    if (lower !== lowerCase[offset]) return false;
  }
  return true;
}

function byteAt(bytes: Buffer, position: number): number {
  return bytes[position] ?? 0;
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab;
}
