import type { UrlFault } from './url-fault.ts';

const unixHint = 'percent-encode the absolute path of the socket: http+unix://%2Frun%2Fservice.sock/base';

/** Greatest path of a Unix socket in bytes, without the NUL that ends it in Linux's `sockaddr_un`. */
const longestPath = 107;

/** Whether a URL names a Unix socket: http+unix, with the percent-encoded path of the socket as its host. */
export function isUnixUrl(url: URL): boolean {
  return url.protocol === 'http+unix:';
}

/** The path of the socket that a Unix URL names; undefined when it is not percent-encoded as it must be. */
export function socketPathOf(url: URL): string | undefined {
  try {
    return decodeURIComponent(url.hostname);
  } catch {
    return undefined;
  }
}

/** What is wrong with the socket's path in a Unix URL, or undefined. */
export function socketPathFault(url: URL): UrlFault | undefined {
  const path = socketPathOf(url);
  if (path === undefined) return { message: 'has a socket path that is not percent-encoded UTF-8', hint: unixHint };
  if (path === '') return { message: 'must have the path of the socket in place of the host', hint: unixHint };
  if (url.port !== '')
    return { message: `must not have a port beside the path of a socket, got ${url.port}`, hint: unixHint };
  if (!path.startsWith('/')) {
    return { message: `must have an absolute path of the socket, got ${JSON.stringify(path)}`, hint: unixHint };
  }
  if (path.includes('\0')) return { message: 'has a NUL in the path of the socket', hint: unixHint };
  const { length } = new TextEncoder().encode(path);
  if (length <= longestPath) return undefined;
  return {
    message: `has a socket path of ${length} bytes, and a system takes at most ${longestPath}`,
    hint: 'let the service listen on a shorter path, or make a symbolic link to it',
  };
}
