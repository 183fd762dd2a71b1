import { isIP } from 'node:net';
import { createSecureContext, type ConnectionOptions } from 'node:tls';
import type { TlsSettings } from '../tls-settings.ts';
import type { TargetAddress } from './target-address.ts';

/** The options that all TLS connections of a run share. */
export type TlsClient = Pick<
  ConnectionOptions,
  'secureContext' | 'rejectUnauthorized' | 'servername' | 'ALPNProtocols'
>;

/**
 * Makes what a run's TLS connections share, once: reading authorities, certificate and key anew for each connection
 * would cost milliseconds. Undefined for a target without TLS. Certificates are verified unless the settings say
 * otherwise, whatever NODE_TLS_REJECT_UNAUTHORIZED says. @throws OpenSSL's error when a PEM text cannot be used.
 */
export function createTlsClient(target: TargetAddress, settings: TlsSettings | undefined): TlsClient | undefined {
  if (!target.secure) return undefined;
  const { ca, cert, key, passphrase, serverName = target.hostname, insecure = false } = settings ?? {};
  return {
    secureContext: createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
    }),
    rejectUnauthorized: !insecure,
    ALPNProtocols: ['http/1.1'],
    // Server name indication must not be an IP address.
    ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
  };
}
