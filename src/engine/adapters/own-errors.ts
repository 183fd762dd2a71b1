const ownErrors: ReadonlySet<string> = new Set([
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
]);

/**
 * Whether a connection that fails to open with this error code fails for a lack of this machine (files, local ports, memory),
 * so that the target was never asked.
 */
export function isOwnError(code: string): boolean {
  return ownErrors.has(code);
}
