import type autocannon from 'autocannon';
import type { Reply } from '../answer-reader.ts';

const noBytes = Buffer.alloc(0);

/** The reply that a client is reading, put together from its `headers` and `body` events for the reader of answers. */
export class ClientReply implements Reply {
  readonly head: { status: number; wanted: string | undefined; contentEncoding: string | undefined } = {
    status: 0,
    wanted: undefined,
    contentEncoding: undefined,
  };
  body: Buffer = noBytes;
  bodyStart = 0;
  bodyEnd = 0;
  /** Whether the connection can be used again. */
  keepsAlive = true;
  private readonly wantedHeader: string | undefined;
  private readonly keepsBody: boolean;
  private readonly parts: Buffer[] = [];

  constructor({ header, needsBody }: { readonly header: string | undefined; readonly needsBody: boolean }) {
    this.wantedHeader = header;
    this.keepsBody = needsBody;
  }

  /** True once the head of a reply was read, so that a lost connection cuts off its body. */
  get inBody(): boolean {
    return this.head.status > 0;
  }

  /** Gets ready for the next reply. */
  clear(): void {
    this.head.status = 0;
    this.head.wanted = undefined;
    this.head.contentEncoding = undefined;
    this.parts.length = 0;
    this.body = noBytes;
    this.bodyEnd = 0;
    this.keepsAlive = true;
  }

  /** Takes the head: values of a header that comes more than once are joined by a comma. */
  takeHead({ statusCode, headers, shouldKeepAlive }: autocannon.Head): void {
    const { head, wantedHeader } = this;
    head.status = statusCode;
    this.keepsAlive = shouldKeepAlive;
    for (let index = 0; index + 1 < headers.length; index += 2) {
      const name = headers[index]?.toLowerCase();
      const value = headers[index + 1] ?? '';
      if (name === wantedHeader) head.wanted = joined(head.wanted, value);
      if (name === 'content-encoding') head.contentEncoding = joined(head.contentEncoding, value.toLowerCase());
    }
  }

  /** Takes a part of the body; it must stay as it is until `finish`. */
  takePart(part: Buffer): void {
    if (this.keepsBody) this.parts.push(part);
  }

  /** The reply is whole: a body in one part is not copied. */
  finish(): void {
    const [first] = this.parts;
    this.body = first === undefined ? noBytes : this.parts.length === 1 ? first : Buffer.concat(this.parts);
    this.bodyEnd = this.body.length;
  }
}

function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}, ${value}`;
}
