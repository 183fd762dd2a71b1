import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { scenarioError } from '../../errors.ts';
import { isUnixUrl, socketPathOf } from '../../scenario/unix-url.ts';
import { urlFault } from '../../scenario/url-fault.ts';

/** Where a target is: one address for all users, looked up once. */
export type TargetAddress = {
  readonly secure: boolean;
  /** The host without brackets; 'localhost' for a Unix socket. */
  readonly hostname: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  /** Path of a Unix socket. */
  readonly socketPath?: string;
  /** Value of the Host header: with brackets for IPv6, without the scheme's own port; 'localhost' for a Unix socket. */
  readonly hostHeader: string;
  /** Path of the base URL without a slash at its end; '' for none. */
  readonly basePath: string;
};

/** Takes a base URL apart. @throws HitgateError (exit 2) for one with a fault (`urlFault`); never shows the URL. */
export function parseTargetUrl(url: string): TargetAddress {
  const fault = urlFault(url);
  if (fault !== undefined) throw scenarioError([{ message: `target.url ${fault.message}`, hint: fault.hint }]);
  const parsed = new URL(url);
  const basePath = parsed.pathname.replace(/\/+$/u, '');
  if (isUnixUrl(parsed)) {
    const socketPath = socketPathOf(parsed) ?? '';
    return { secure: false, hostname: 'localhost', port: 0, socketPath, hostHeader: 'localhost', basePath };
  }
  const secure = parsed.protocol === 'https:';
  return {
    secure,
    hostname: parsed.hostname.replace(/^\[|\]$/gu, ''),
    port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port),
    hostHeader: parsed.host,
    basePath,
  };
}

/** Every IP address of the host, in the system's order; the name itself when the look-up fails, so that connecting says so. */
export async function resolveAddresses({ hostname, socketPath }: TargetAddress): Promise<readonly string[]> {
  if (socketPath !== undefined || isIP(hostname) !== 0) return [hostname];
  try {
    const found = await lookup(hostname, { all: true });
    return found.length === 0 ? [hostname] : found.map((entry) => entry.address);
  } catch {
    return [hostname];
  }
}
