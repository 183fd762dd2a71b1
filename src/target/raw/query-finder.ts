import { isJsonType } from '../http/read-query.ts';

/** Where the body of a request lies in the bytes that were read: from `bodyStart` to before `bodyEnd`, where the request ends. */
export type QueryRequest = { readonly bodyStart: number; readonly bodyEnd: number };

const startLines: ReadonlySet<string> = new Set(['POST /query HTTP/1.1', 'POST /api/v1/query HTTP/1.1']);
const longestHead = 8_192;
const headEnd = '\r\n\r\n';
/** A field of RFC 9110, section 5, as strictly as Node reads it; the bytes are decoded as Latin-1. */
const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t -~\u0080-\u00ff]*)$/u;

const mostHeads = 1_024;

/**
 * Finds queries in bytes that were read. A client sends few different heads, so those that were read lately are known by their text:
 * that saves a seventh of the target's garbage, and its collector holds up requests.
 */
export class QueryFinder {
  readonly #lengths = new Map<string, number>();

  /**
   * The query that begins at `from`: a whole, well-formed HTTP/1.1 `POST` of JSON to a path of queries, with its length and without a
   * wish that concerns the connection. Undefined for anything else, which is for `node:http` to read or to refuse.
   */
  find(bytes: Buffer, from: number): QueryRequest | undefined {
    const end = bytes.indexOf(headEnd, from, 'latin1');
    if (end < 0 || end - from > longestHead) return undefined;
    const length = this.#lengthOf(bytes.toString('latin1', from, end));
    const bodyStart = end + headEnd.length;
    if (length === undefined || bodyStart + length > bytes.length) return undefined;
    return { bodyStart, bodyEnd: bodyStart + length };
  }

  #lengthOf(head: string): number | undefined {
    const known = this.#lengths.get(head);
    if (known !== undefined) return known;
    const length = bodyLength(head);
    if (length === undefined) return undefined;
    if (this.#lengths.size >= mostHeads) this.#lengths.clear();
    this.#lengths.set(head, length);
    return length;
  }
}

/** The length of the body that follows the head of a query; undefined when it is none. */
function bodyLength(head: string): number | undefined {
  const [startLine = '', ...lines] = head.split('\r\n');
  if (!startLines.has(startLine)) return undefined;
  let length: number | undefined;
  let hasHost = false;
  let hasType = false;
  for (const line of lines) {
    const [, name, value] = fieldLine.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    switch (name.toLowerCase()) {
      case 'host':
        if (hasHost) return undefined;
        hasHost = true;
        break;
      case 'content-type':
        if (hasType || !isJsonType(value)) return undefined;
        hasType = true;
        break;
      case 'content-length':
        if (length !== undefined || !/^\d{1,7}$/u.test(value)) return undefined;
        length = Number(value);
        break;
      case 'connection':
        if (!/^keep-alive$/iu.test(value)) return undefined;
        break;
      case 'expect':
      case 'proxy-connection':
      case 'transfer-encoding':
      case 'upgrade':
        return undefined;
    }
  }
  return hasHost && hasType ? length : undefined;
}
