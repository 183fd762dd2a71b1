import type { JudgedScenario } from '../scenario/scenario.ts';
import { presets } from '../scenario/presets.ts';

const answer = {
  success: true,
  answer: 'Cardholder data is protected by encryption in transit and at rest. '.repeat(6).trim(),
  citations: [
    { source: 'PCI DSS 4.0', page: 12, relevance: 0.92, text: 'Requirement 3.5', author: 'PCI SSC', year: 2022 },
    { source: 'PCI DSS 4.0', page: 57, relevance: 0.88, text: 'Requirement 4.2', author: 'PCI SSC', year: 2022 },
  ],
  cache_hit: true,
  query_time_ms: 12,
  consensus: { validated: true, threshold: 0.67, agreement_percentage: 85, byzantine_count: 0 },
};
const question = { doc_id: 'doc_001', question: 'What does requirement 3.5 say about stored cardholder data?' };

const { request, headers, classify, ...preset } = presets['doc-rag'];

/** What a reader must know to judge the echo's reply, which is a hit with every check made: the same for all scenarios. */
export const echoScenario: JudgedScenario = {
  target: {
    ...preset,
    preset: 'doc-rag',
    timeoutMicros: 1_000_000,
    request: { method: request.method, path: request.path ?? '/', headers, secretHeaders: {} },
    classify: classify ?? { from: 'json', path: 'cache_hit', hit: [true], miss: [false] },
  },
  checks: { citations: true, sameAnswerOnHit: true, consensus: { atLeast: 0.66 } },
};

/** The bytes of one request and of its reply, as a query service of about 850 bytes an answer exchanges them. */
export function echoExchange(): { readonly request: Buffer; readonly reply: Buffer } {
  const asked = JSON.stringify(question);
  const answered = JSON.stringify(answer);
  return {
    request: Buffer.from(
      `POST /query HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: application/json\r\n` +
        `content-length: ${Buffer.byteLength(asked)}\r\n\r\n${asked}`,
    ),
    reply: Buffer.from(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(answered)}\r\n\r\n${answered}`,
    ),
  };
}
