import { AnswerTimeoutError } from './http-ask.ts';
import { UntrustedCertificateError } from './start-request.ts';

/** Why a request failed, as the rest of a sentence. */
export function explainFailure(error: unknown): string {
  if (error instanceof AnswerTimeoutError) return 'did not answer in time';
  if (error instanceof UntrustedCertificateError) return `failed: its certificate is not trusted (${error.code})`;
  if (!(error instanceof Error)) return 'failed';
  const reason = tlsReason(error);
  if (reason !== undefined) return `failed: the TLS handshake failed (${reason})`;
  if (error.message !== '') return `failed: ${error.message}`;
  return 'code' in error ? `failed: ${String(error.code)}` : 'failed';
}

/** What to do about it, in the imperative. */
export function hintForFailure(error: unknown): string {
  if (error instanceof UntrustedCertificateError) return hintForCertificate(error.code);
  const reason = error instanceof Error ? tlsReason(error) : undefined;
  if (reason !== undefined && /alert/u.test(reason)) {
    return 'give the client certificate that the target wants with --cert FILE and --key FILE (target.tls)';
  }
  if (reason !== undefined) return 'check that the target speaks TLS on this port, or write http:// in its URL';
  return 'start the target, or give its address with --target URL';
}

function hintForCertificate(code: string): string {
  const otherwise = 'or accept any certificate with --insecure';
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `ask for a name that is in the certificate (the URL, or target.tls.serverName), ${otherwise}`;
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return `renew the certificate, or correct the clock, ${otherwise}`;
    default:
      return `give the authority that signed it with --ca FILE (target.tls.ca), ${otherwise}`;
  }
}

/**
 * OpenSSL's own words for a handshake that failed, from an error's `reason` or its message ('write EPROTO
 * …:error:0A00010B:SSL routines:function:reason:file:line:'); the whole message names files and lines of OpenSSL.
 */
function tlsReason(error: Error): string | undefined {
  if ('library' in error && 'reason' in error && typeof error.reason === 'string') return error.reason;
  return /:error:[\dA-F]+:SSL routines:[^:]*:([^:]+):/u.exec(error.message)?.[1];
}
