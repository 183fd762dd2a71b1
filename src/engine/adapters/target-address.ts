import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { scenarioError } from '../../errors.ts';

/** Where a target is: one address for all users, looked up once. */
export type TargetAddress = {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** Value of the Host header: with brackets for IPv6, without the scheme's own port. */
  readonly hostHeader: string;
  /** Path of the base URL without a slash at its end; '' for none. */
  readonly basePath: string;
};

/** Takes a base URL apart. @throws HitgateError (exit 2) when it is no http(s) URL, or holds a password or a query. */
export function parseTargetUrl(url: string): TargetAddress {
  const parsed = parseUrl(url);
  const secure = parsed.protocol === 'https:';
  const port = parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port);
  return {
    secure,
    hostname: parsed.hostname.replace(/^\[|\]$/gu, ''),
    port,
    hostHeader: parsed.host,
    basePath: parsed.pathname.replace(/\/+$/u, ''),
  };
}

/** Every IP address of the host, in the system's order; the name itself when the look-up fails, so that connecting says so. */
export async function resolveAddresses(target: TargetAddress): Promise<readonly string[]> {
  if (isIP(target.hostname) !== 0) return [target.hostname];
  try {
    const found = await lookup(target.hostname, { all: true });
    return found.length === 0 ? [target.hostname] : found.map((entry) => entry.address);
  } catch {
    return [target.hostname];
  }
}

/** Whether a base URL leads to this machine by its loopback interface. */
export function isLoopback(url: string): boolean {
  const { hostname } = parseTargetUrl(url);
  return hostname === 'localhost' || hostname === '::1' || /^127\.\d+\.\d+\.\d+$/u.test(hostname);
}

function parseUrl(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw urlError('target.url is not a URL', 'write it as http://host:port');
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    throw urlError(`target.url must be http or https, got ${parsed.protocol}`, 'write it as http://host:port');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw urlError('target.url holds a user name or password', 'name it in target.secretHeaders instead');
  }
  if (parsed.search !== '' || parsed.hash !== '') {
    throw urlError('target.url holds a query or a fragment', 'put it in target.request.path');
  }
  return parsed;
}

function urlError(message: string, hint: string): Error {
  return scenarioError([{ message, hint }]);
}
