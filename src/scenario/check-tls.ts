import type { ProblemReporter } from './problem-reporter.ts';
import type { ValidTarget } from './target-schema.ts';
import type { ValidTls } from './tls-schema.ts';

type Report = ProblemReporter['report'];

const optionNames = ['ca', 'cert', 'key', 'keyPassphraseEnv', 'serverName', 'insecure'] as const;

/** Reports TLS options of a target without TLS, and those that need another one. */
export function checkTls({ tls, url }: ValidTarget, report: Report): void {
  if (tls === undefined) return;
  if (url === undefined || new URL(url).protocol !== 'https:') reportNoTls(tls, url, report);
  if (tls.key !== undefined && tls.cert === undefined) {
    const hint = 'give the certificate that belongs to it too: target.tls.cert, or --cert FILE';
    report(['target', 'tls', 'key'], 'is the key of a client certificate that is not given', hint);
  }
  if (tls.cert !== undefined && tls.key === undefined) {
    const hint = 'give its private key too: target.tls.key, or --key FILE (it may be the same file)';
    report(['target', 'tls', 'cert'], 'is a client certificate without its key', hint);
  }
  if (tls.keyPassphraseEnv !== undefined && tls.key === undefined) {
    const hint = 'give the key too: target.tls.key, or --key FILE; or remove the passphrase';
    report(['target', 'tls', 'keyPassphraseEnv'], 'is the passphrase of a key that is not given', hint);
  }
}

function reportNoTls(tls: ValidTls, url: string | undefined, report: Report): void {
  const what =
    url === undefined
      ? 'has no meaning for the reference target, which does not speak TLS'
      : `has no meaning without TLS, and the target's URL begins with ${new URL(url).protocol}`;
  const hint = 'give an https URL (target.url, or --target URL), or remove the TLS options';
  for (const name of optionNames) {
    if (tls[name] !== undefined && tls[name] !== false) report(['target', 'tls', name], what, hint);
  }
}
