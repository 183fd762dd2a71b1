import { scenarioError, type Problem } from '../errors.ts';
import type { Corpus, PlannedTraffic, Query } from '../plan/plan.ts';
import type { RequestTemplate } from '../scenario/scenario.ts';

/** What a request is compiled from. */
export type RequestSource = {
  readonly template: RequestTemplate;
  /** Values of the secret headers, by name; they go into the bytes and nowhere else. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Value of the Host header. */
  readonly hostHeader: string;
  /** Path of the base URL, put before the template's path. */
  readonly basePath: string;
};

/** A request in parts, for a client that writes requests itself. Holds the values of secrets. */
export type RequestParts = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** '' for none. */
  readonly body: string;
};

/** A text with places: `literals` has one more entry than `places`. */
type Pattern = { readonly literals: readonly string[]; readonly places: readonly Place[] };
type Place = 'question' | 'doc_id' | 'id' | 'class';
type Header = { readonly name: string; readonly value: Pattern };

const placePattern = /\{\{(question|doc_id|id|class)\}\}/u;
const tokenPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;
const pathPattern = /^[!-~]*$/u;
const forbiddenHeaders = new Set(['content-length', 'transfer-encoding']);

/** A request template made ready: turns a query into the whole bytes of a request. */
export class RequestWriter {
  private readonly method: string;
  private readonly path: Pattern;
  private readonly headers: readonly Header[];
  private readonly body: Pattern | undefined;

  /**
   * @throws HitgateError (exit 2) for a method, path or header that HTTP does not allow, all at once; values of secrets
   * are never shown.
   */
  constructor(source: RequestSource) {
    const { template } = source;
    const problems = findProblems(source);
    if (problems.length > 0) throw scenarioError(problems);
    this.method = template.method;
    this.path = compile(source.basePath + template.path);
    this.body = template.body === undefined ? undefined : compile(JSON.stringify(template.body));
    this.headers = mergeHeaders(source, this.body !== undefined);
  }

  /** One request in parts, without its length. @throws HitgateError (exit 2) when the query puts a control character into a header. */
  parts(query: Query): RequestParts {
    const headers = this.headers.map(({ name, value }): [string, string] => [
      name,
      fill(value, query, (text) => headerText(text, query)),
    ]);
    return {
      path: fill(this.path, query, encodeForPath),
      headers: Object.fromEntries(headers),
      body: this.body === undefined ? '' : fill(this.body, query, escapeForJson),
    };
  }

  /** The bytes of one request. @throws HitgateError (exit 2) when the query puts a control character into a header. */
  write(query: Query): Buffer {
    const lines = [`${this.method} ${fill(this.path, query, encodeForPath)} HTTP/1.1`];
    for (const header of this.headers)
      lines.push(`${header.name}: ${fill(header.value, query, (text) => headerText(text, query))}`);
    const body = this.body === undefined ? '' : fill(this.body, query, escapeForJson);
    if (this.body !== undefined || hasLength(this.method)) lines.push(`content-length: ${Buffer.byteLength(body)}`);
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }
}

const preparedQueries = 50_000;
const preparedBytes = 67_108_864;
const cachedRequests = 4_096;

/**
 * The bytes of every request of a plan. A corpus of at most 50 000 queries and 64 MB is prepared ahead, so that a
 * request costs one look-up; beyond that, and for never-seen queries, bytes are made when they are needed, and the
 * latest 4 096 requests of the corpus are kept.
 */
export class RequestBytes {
  private readonly prepared: readonly Buffer[];
  private readonly cached = new Map<number, Buffer>();
  private readonly writer: RequestWriter;
  private readonly plan: PlannedTraffic;
  private readonly nonce: string;

  /** @throws HitgateError (exit 2) when the template or a query cannot be sent. */
  constructor(plan: PlannedTraffic, writer: RequestWriter, nonce: string) {
    this.plan = plan;
    this.writer = writer;
    this.nonce = nonce;
    this.prepared = prepare(plan.corpus, writer);
  }

  /** The request for a query number of the plan. */
  of(query: number): Buffer {
    const ready = query < 0 ? undefined : (this.prepared[query] ?? this.cached.get(query));
    return ready ?? this.make(query);
  }

  private make(query: number): Buffer {
    const bytes = this.writer.write(this.plan.questionOf(query, this.nonce));
    if (query >= 0) this.keep(query, bytes);
    return bytes;
  }

  private keep(query: number, bytes: Buffer): void {
    this.cached.set(query, bytes);
    if (this.cached.size <= cachedRequests) return;
    const oldest = this.cached.keys().next();
    if (oldest.done !== true) this.cached.delete(oldest.value);
  }
}

/** Every query is written once even when not all are kept, so that one that cannot be sent is found before the load. */
function prepare(corpus: Corpus, writer: RequestWriter): readonly Buffer[] {
  const prepared: Buffer[] = [];
  let bytes = 0;
  for (const query of corpus.queries) {
    const request = writer.write(query);
    bytes += request.length;
    if (prepared.length < preparedQueries && bytes <= preparedBytes) prepared.push(request);
  }
  return prepared;
}

function compile(text: string): Pattern {
  const parts = text.split(placePattern);
  return {
    literals: parts.filter((_, index) => index % 2 === 0),
    places: parts.filter((_, index) => index % 2 === 1).filter(isPlace),
  };
}

function isPlace(name: string): name is Place {
  return name === 'question' || name === 'doc_id' || name === 'id' || name === 'class';
}

function fill(pattern: Pattern, query: Query, encode: (text: string) => string): string {
  let text = pattern.literals[0] ?? '';
  for (const [index, place] of pattern.places.entries()) {
    text += encode(valueOf(query, place)) + (pattern.literals[index + 1] ?? '');
  }
  return text;
}

function valueOf(query: Query, place: Place): string {
  switch (place) {
    case 'question':
      return query.question;
    case 'doc_id':
      return query.docId;
    case 'id':
      return query.id;
    case 'class':
      return query.class;
  }
}

function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Percent-encoding; a lone surrogate becomes U+FFFD, as it does in UTF-8. */
function encodeForPath(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function headerText(text: string, query: Query): string {
  if (isHeaderText(text)) return text;
  throw scenarioError([
    {
      message: `Query ${JSON.stringify(query.id)} puts a line break or control character into a request header`,
      hint: 'use the place in the body or the path instead, or take the character out of the query',
    },
  ]);
}

/** No control character but the tab: a line break in a value would start another header. */
function isHeaderText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if ((code < 32 && code !== 9) || code === 127) return false;
  }
  return true;
}

/** Methods whose requests carry a length even when there is no body (RFC 9110, section 8.6). */
function hasLength(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

function mergeHeaders(source: RequestSource, hasBody: boolean): readonly Header[] {
  const merged = new Map<string, Header>();
  const add = (name: string, value: string): void => {
    merged.set(name.toLowerCase(), { name, value: compile(value) });
  };
  add('host', source.hostHeader);
  add('user-agent', 'hitgate');
  add('accept', 'application/json');
  add('connection', 'keep-alive');
  if (hasBody) add('content-type', 'application/json');
  for (const [name, value] of Object.entries(source.template.headers)) add(name, value);
  for (const [name, value] of Object.entries(source.secrets))
    merged.set(name.toLowerCase(), { name, value: { literals: [value], places: [] } });
  return [...merged.values()];
}

function findProblems(source: RequestSource): readonly Problem[] {
  const { template } = source;
  const problems: Problem[] = [];
  const report = (message: string, hint: string): void => void problems.push({ message, hint });
  if (!tokenPattern.test(template.method) || template.method === 'CONNECT')
    report(`target.request.method is not usable: ${JSON.stringify(template.method)}`, 'use a method such as POST');
  const literals = compile(template.path).literals.join('');
  if (!template.path.startsWith('/') || !pathPattern.test(literals))
    report(
      `target.request.path is not usable: ${JSON.stringify(template.path)}`,
      'start it with / and percent-encode it',
    );
  for (const [name, value] of Object.entries(template.headers)) {
    if (!isHeaderText(value))
      report(`The request header ${name} holds a line break or control character`, 'take it out');
  }
  for (const [name, value] of Object.entries(source.secrets)) {
    if (!isHeaderText(value))
      report(
        `The secret for the request header ${name} holds a line break or control character`,
        'check the environment',
      );
  }
  for (const name of [...Object.keys(template.headers), ...Object.keys(source.secrets)]) {
    if (!tokenPattern.test(name)) report(`${JSON.stringify(name)} is not the name of a header`, 'correct the name');
    else if (forbiddenHeaders.has(name.toLowerCase()))
      report(`The request header ${name} is set by hitgate itself`, 'remove it from target.request.headers');
  }
  return problems;
}
