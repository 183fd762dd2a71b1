import { httpAsk, type HttpAnswer, type HttpQuery } from './http-ask.ts';

/** `httpAsk` for a GET. */
export function httpGet(query: Omit<HttpQuery, 'method' | 'body'>): Promise<HttpAnswer> {
  return httpAsk(query);
}
