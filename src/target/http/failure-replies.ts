import type { ErrorStyle } from '../options.ts';
import type { TruthFailure } from '../truth.ts';
import type { ReplyPort } from './reply-port.ts';

/** Which API a query was asked through: doc-rag's (document and question) or FACT's own (`query`). */
export type QueryShape = 'doc-rag' | 'fact-api';

const message = 'The answer did not pass validation';

/** Sends the failure of a query in the wanted style; returns how a client that reads status and body counts it. */
export function sendFailure(port: ReplyPort, style: ErrorStyle, shape: QueryShape): TruthFailure {
  switch (style) {
    case 'http200':
      port.sendJson(200, JSON.stringify(shape === 'doc-rag' ? { success: false, error: message } : factError()));
      return 'body';
    case 'http500':
      port.sendJson(500, JSON.stringify(shape === 'doc-rag' ? apiServerError() : factError()));
      return 'status';
    case 'http409':
    case 'http503':
    case 'http408':
      port.sendEmpty(Number(style.slice('http'.length)));
      return 'status';
  }
}

/** The API server rewrites every 5xx to 500 and keeps the true status, here 502, as a number in `code`. */
function apiServerError(): unknown {
  return { error: { code: 502, message, timestamp: new Date().toISOString(), status: 500 } };
}

function factError(): unknown {
  const error = { code: 'VALIDATION_FAILED', message, details: {}, trace_id: 'reference-target' };
  return { success: false, error, timestamp: new Date().toISOString(), status: 'error' };
}
