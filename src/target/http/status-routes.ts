import { renderMetrics } from './render-metrics.ts';
import { loneFaultProblems, parseFaults } from '../faults/parse-fault.ts';
import type { Fault } from '../faults/fault.ts';
import { isRecord, parseJson, readBody } from './read-body.ts';
import { sendEmpty, sendHandlerError, sendJson, sendText } from './send.ts';
import type { Exchange, Route, TargetContext } from './target-context.ts';

/** `GET /health`: always 200, the state is in the body. */
export const healthRoute: Route = ({ request, response }, { service, nowMicros }) => {
  request.resume();
  const status = service.faults.has('unhealthy', nowMicros()) ? 'unhealthy' : 'healthy';
  sendJson(response, 200, { status, version: '1.0.0' });
};

/** `GET /health/live`: 200 without a body. */
export const liveRoute: Route = ({ request, response }) => {
  request.resume();
  sendEmpty(response, 200);
};

/** `GET /metrics`: Prometheus text; on wish empty or invalid, as in reality. */
export const metricsRoute: Route = ({ request, response }, context) => {
  request.resume();
  response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
  response.end(renderMetrics(context));
};

/** `GET /truth`: what the target did since it started or was last reset. */
export const truthRoute: Route = ({ request, response }, { truth }) => {
  request.resume();
  sendJson(response, 200, truth.read());
};

/** `POST /truth/reset`. */
export const resetTruthRoute: Route = ({ request, response }, { truth }) => {
  request.resume();
  truth.reset();
  sendEmpty(response, 204);
};

/** `GET /faults` lists the faults in use, `POST` replaces them all, `DELETE` ends them all. */
export const faultsRoute: Route = (exchange, context) => {
  const { request, response } = exchange;
  if (request.method === 'POST') {
    readBody(request, response, (text) => postFaults(text, exchange, context));
    return;
  }
  request.resume();
  if (request.method === 'DELETE') useFaults([], context);
  sendFaults(exchange, context);
};

function postFaults(text: string, exchange: Exchange, context: TargetContext): void {
  const parsed = parseJson(text);
  const wanted = 'value' in parsed && isRecord(parsed.value) ? parsed.value['faults'] : undefined;
  if (!isTextList(wanted)) {
    sendHandlerError(exchange.response, 400, 'Expected {"faults": ["freeze:200ms/5s", …]}');
    return;
  }
  const { faults, problems: unread } = parseFaults(wanted);
  const problems = [...unread, ...loneFaultProblems(faults, context.options.replicas)];
  if (problems.length > 0) {
    const told = problems.map(({ message, hint }) => `${message}; ${hint}`).join('\n');
    sendHandlerError(exchange.response, 400, told);
    return;
  }
  useFaults(faults, context);
  sendFaults(exchange, context);
}

function useFaults(faults: readonly Fault[], { service, onFaults, nowMicros }: TargetContext): void {
  service.setFaults(faults, nowMicros());
  onFaults();
}

function sendFaults({ response }: Exchange, { service }: TargetContext): void {
  sendJson(response, 200, { faults: service.faults.faults.map(({ text }) => text) });
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Any other path. */
export const unknownRoute: Route = ({ request, response, path }) => {
  request.resume();
  sendHandlerError(response, 404, `There is nothing at ${path}`);
};

/** A path that exists, asked with another method. */
export function wrongMethodRoute(allowed: readonly string[]): Route {
  return ({ request, response }) => {
    request.resume();
    response.setHeader('Allow', allowed.join(', '));
    sendText(response, 405, `Use ${allowed.join(' or ')}`);
  };
}
