import { readFileSync } from 'node:fs';

/** The path of a file in fixtures/tls. */
export function certificateFile(name: string): URL {
  return new URL(`../../fixtures/tls/${name}`, import.meta.url);
}

/** The text of a file in fixtures/tls. */
export function pem(name: string): string {
  return readFileSync(certificateFile(name), 'utf8');
}

/** The certificate of a server and its key: 'server', 'other-name' or 'expired'. */
export function serverTls(name = 'server'): { readonly cert: string; readonly key: string } {
  return { cert: pem(`${name}.pem`), key: pem(`${name}-key.pem`) };
}

/** What a client needs to trust the servers of the tests. */
export const trusted = { ca: pem('ca.pem'), insecure: false } as const;
