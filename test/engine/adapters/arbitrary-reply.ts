import * as fc from 'fast-check';

/** A reply as text of one character a byte, and whether it answers a HEAD. */
export type WrittenReply = { readonly text: string; readonly head: boolean };

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/u);
const valueText = fc.stringMatching(/^(?:[!-~\xA0-\xFF](?:[ \t!-~\xA0-\xFF]{0,10}[!-~\xA0-\xFF])?)?$/u);
const blank = fc.constantFrom('', ' ', '  ', '\t', ' \t');
const bytes = fc.uint8Array({ maxLength: 40 }).map((body) => Buffer.from(body).toString('latin1'));

/** Text in a mix of cases. */
function anyCase(text: string): fc.Arbitrary<string> {
  return fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) =>
      Array.from(text, (letter, index) => (upper[index] === true ? letter.toUpperCase() : letter.toLowerCase())).join(
        '',
      ),
    );
}

/** Node takes a tab behind a value for a part of it, which matters to framing and to Connection; see the differences. */
const spaces = fc.constantFrom('', ' ', '  ');
const field = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>, after = blank): fc.Arbitrary<string> =>
  fc.tuple(name, blank, value, after).map(([key, before, text, after]) => `${key}:${before}${text}${after}\r\n`);

const ordinaryField = field(
  token.map((name) => `x-${name}`),
  valueText,
);
const wantedField = field(anyCase('x-cache'), valueText);
const connectionField = field(
  anyCase('connection'),
  fc.constantFrom('close', 'keep-alive', 'Close', 'Keep-Alive', 'x, close', 'keep-alive, x', 'close, keep-alive'),
  spaces,
);

const chunkSize = (length: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('', '0', '000'), fc.boolean())
    .map(([zeros, upper]) => zeros + (upper ? length.toString(16).toUpperCase() : length.toString(16)));
const extension = fc.constantFrom('', ';a', ';a=b', ';a=b;c="d e"');
const trailers = fc.array(ordinaryField, { maxLength: 2 }).map((fields) => fields.join(''));

/** The framing header and the body as it is sent. */
type Framing = { readonly header: string; readonly sent: string };

const chunked = fc.array(bytes, { maxLength: 3 }).chain((parts): fc.Arbitrary<Framing> => {
  const data = parts
    .filter((part) => part !== '')
    .map((part) => fc.tuple(chunkSize(part.length), extension).map(([size, more]) => `${size}${more}\r\n${part}\r\n`));
  const last = fc
    .tuple(fc.constantFrom('0', '00'), extension, trailers)
    .map((texts) => `${texts[0]}${texts[1]}\r\n${texts[2]}\r\n`);
  return fc
    .tuple(field(anyCase('transfer-encoding'), anyCase('chunked'), spaces), fc.tuple(...data), last)
    .map(([header, chunks, end]) => ({ header, sent: chunks.join('') + end }));
});

const counted = bytes.chain((body) =>
  fc
    .tuple(anyCase('content-length'), fc.constantFrom('', '0', '00'), fc.constantFrom(' ', '', '\t'))
    .map(([name, zeros, before]): Framing => ({ header: `${name}:${before}${zeros}${body.length}\r\n`, sent: body })),
);
const untilClose = bytes.map((body): Framing => ({ header: '', sent: body }));

const interim = fc
  .tuple(fc.constantFrom('100 Continue', '102 Processing', '103 Early Hints'), trailers)
  .map(([status, fields]) => `HTTP/1.1 ${status}\r\n${fields}\r\n`);

/** Valid replies of every framing: interim ones before them, headers in any case and order, HEAD, 204 and 304 without a body. */
export const writtenReply: fc.Arbitrary<WrittenReply> = fc
  .record({
    interims: fc.array(interim, { maxLength: 2 }),
    version: fc.constantFrom('1.1', '1.1', '1.0'),
    status: fc.oneof(fc.integer({ min: 200, max: 599 }), fc.constantFrom(200, 204, 304)),
    reason: fc.constantFrom('', ' ', ' OK', ' A \xE9 reason'),
    fields: fc.array(fc.oneof(ordinaryField, ordinaryField, wantedField, connectionField), { maxLength: 4 }),
    framing: fc.oneof(counted, chunked, untilClose),
    at: fc.nat(4),
    answersHead: fc.boolean(),
  })
  .map(({ interims, version, status, reason, fields, framing, at, answersHead }) => {
    const head = answersHead && framing.header !== '';
    const kept = version === '1.0' ? fields.filter((line) => !/^connection:.*close/iu.test(line)) : fields;
    const headers = [...kept.slice(0, at), framing.header, ...kept.slice(at)].join('');
    const body = head || status === 204 || status === 304 ? '' : framing.sent;
    return { text: `${interims.join('')}HTTP/${version} ${status}${reason}\r\n${headers}\r\n${body}`, head };
  });
