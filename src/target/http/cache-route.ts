import { keyOf } from '../query-service.ts';
import { readBody } from './read-body.ts';
import { sendEmpty, sendHandlerError, sendText } from './send.ts';
import type { Route } from './target-context.ts';

const allAnswers = '/cache/answers';
const oneAnswer = /^\/cache\/answers\/([^/]+)\/([^/]+)$/u;
const key = /^\/cache\/([^/:]+:[^/]+)$/u;

/** The cache protocol that the query processor speaks: `GET` and `PUT /cache/{prefix}:{hash}`; 404 is a miss. */
export const cacheRoute: Route = ({ request, response, path }, { wireCache, nowMicros }) => {
  const [, name] = key.exec(path) ?? [];
  if (name === undefined) {
    request.resume();
    sendHandlerError(response, 400, `Expected /cache/{prefix}:{hash}, got ${path}`);
    return;
  }
  if (request.method === 'PUT') {
    const type = request.headers['content-type'] ?? 'application/octet-stream';
    readBody(request, response, (body) => {
      wireCache.set(name, { type, body }, nowMicros());
      sendEmpty(response, 204);
    });
    return;
  }
  request.resume();
  const entry = wireCache.get(name, nowMicros());
  if (entry === undefined) sendEmpty(response, 404);
  else
    response
      .writeHead(200, { 'Content-Type': entry.type, 'Content-Length': Buffer.byteLength(entry.body) })
      .end(entry.body);
};

/**
 * `DELETE /cache/answers` makes every replica forget all of its answers, `DELETE /cache/answers/{doc_id}/{question}` doc-rag's answer to one
 * question.
 */
export const forgetRoute: Route = ({ request, response, path }, { service, nowMicros }) => {
  request.resume();
  const named = path === allAnswers ? undefined : answerNames(path);
  if (path !== allAnswers && named === undefined) {
    sendHandlerError(response, 400, `Expected ${allAnswers} or ${allAnswers}/{doc_id}/{question}, got ${path}`);
    return;
  }
  service.invalidate(named === undefined ? undefined : keyOf('doc-rag', named.docId, named.question), nowMicros());
  sendEmpty(response, 204);
};

function answerNames(path: string): { readonly docId: string; readonly question: string } | undefined {
  const [, docId, question] = oneAnswer.exec(path) ?? [];
  if (docId === undefined || question === undefined) return undefined;
  try {
    return { docId: decodeURIComponent(docId), question: decodeURIComponent(question) };
  } catch {
    return undefined;
  }
}

/** `GET /ping`. */
export const pingRoute: Route = ({ request, response }) => {
  request.resume();
  sendText(response, 200, 'PONG');
};
