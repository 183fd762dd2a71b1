import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import { HitgateError, exitCodes, type Problem } from '../../errors.ts';
import type { TargetTls } from '../../scenario/scenario.ts';
import { certificateFault, isEncryptedKey, keyFault, type PemFault } from './pem-fault.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Report = (message: string, hint: string, file?: string) => void;
type FileName = 'ca' | 'cert' | 'key';

/** What a message calls each file: by its key and its flag, as either may have named it. */
const labels: Readonly<Record<FileName, string>> = {
  ca: 'the authorities (target.tls.ca, --ca)',
  cert: 'the client certificate (target.tls.cert, --cert)',
  key: 'the client key (target.tls.key, --key)',
};

/**
 * Reads the PEM files and the passphrase of a target, and makes sure that they can be used together, before anything is
 * sent. What is read goes to the engine and nowhere else. @throws HitgateError (exit 2) with every problem; never a
 * passphrase or the contents of a file.
 */
export async function readTls(tls: TargetTls | undefined, env: Environment): Promise<TlsSettings | undefined> {
  if (tls === undefined) return undefined;
  const problems: Problem[] = [];
  const report: Report = (message, hint, file) =>
    void problems.push({ message, hint, ...(file === undefined ? {} : { file }) });
  const ca = await readPem('ca', tls.ca, report);
  const cert = await readPem('cert', tls.cert, report);
  const key = await readPem('key', tls.key, report);
  const passphrase = readPassphrase(tls.keyPassphraseEnv, env, report);
  if (problems.length === 0) checkPair({ tls, cert, key, passphrase }, report);
  const settings = settingsOf(tls, { ca, cert, key, passphrase });
  if (problems.length === 0) checkContext(settings, report);
  if (problems.length === 0) return settings;
  throw new HitgateError('the TLS options cannot be used', { code: 'E_TLS', exitCode: exitCodes.usage, problems });
}

async function readPem(name: FileName, file: string | undefined, report: Report): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  let contents: Buffer;
  try {
    contents = await readFile(file);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    report(`${labels[name]} cannot be read: ${why}`, 'give the path of a PEM file that you may read', file);
    return undefined;
  }
  const fault: PemFault | undefined = name === 'key' ? keyFault(contents) : certificateFault(contents);
  if (fault === undefined) return contents;
  report(`the file of ${labels[name]} ${fault.message}`, fault.hint, file);
  return undefined;
}

function readPassphrase(name: string | undefined, env: Environment, report: Report): string | undefined {
  if (name === undefined) return undefined;
  const passphrase = env[name];
  if (passphrase !== undefined && passphrase !== '') return passphrase;
  report(
    `${labels.key} needs the environment variable ${name}, which is not set`,
    `set ${name} before the run; its value is never written to a report or a log`,
  );
  return undefined;
}

type Pair = {
  readonly tls: TargetTls;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
  readonly passphrase: string | undefined;
};

function checkPair(pair: Pair, report: Report): void {
  const { tls, cert } = pair;
  const key = openKey(pair, report);
  if (key === undefined || cert === undefined || new X509Certificate(cert).checkPrivateKey(key)) return;
  const hint = 'give the key with which the certificate was requested; the first certificate of the file is its own';
  report(`${labels.key} does not belong to the certificate in ${tls.cert ?? ''}`, hint, tls.key);
}

function openKey({ tls, key, passphrase }: Pair, report: Report): KeyObject | undefined {
  if (key === undefined) return undefined;
  const encrypted = isEncryptedKey(key);
  const variable = tls.keyPassphraseEnv;
  if (encrypted && variable === undefined) {
    const hint = 'put the passphrase into an environment variable and write its name into target.tls.keyPassphraseEnv';
    report(`${labels.key} is encrypted, and no passphrase is named`, hint, tls.key);
    return undefined;
  }
  try {
    return createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    if (encrypted) {
      const hint = `check the value of ${variable ?? ''}; it is not shown`;
      report(`${labels.key} cannot be opened with the passphrase in ${variable ?? ''}`, hint, tls.key);
    } else {
      report(`${labels.key} cannot be read as a key`, 'write the file again: it is cut off or changed', tls.key);
    }
    return undefined;
  }
}

type Contents = Pick<Pair, 'cert' | 'key' | 'passphrase'> & { readonly ca: Buffer | undefined };

function settingsOf({ serverName, insecure }: TargetTls, { ca, cert, key, passphrase }: Contents): TlsSettings {
  return {
    ...(ca === undefined ? {} : { ca: ca.toString('latin1') }),
    ...(cert === undefined ? {} : { cert: cert.toString('latin1') }),
    ...(key === undefined ? {} : { key: key.toString('latin1') }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(serverName === undefined ? {} : { serverName }),
    insecure,
  };
}

/** OpenSSL has the last word: it refuses weak keys, for example. */
function checkContext({ ca, cert, key, passphrase }: TlsSettings, report: Report): void {
  try {
    createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (error) {
    const why =
      error instanceof Error && 'reason' in error ? String(error.reason) : 'for a reason that it does not say';
    report(`OpenSSL refuses the TLS files: ${why}`, 'make a key of at least 2048 bits and a certificate with SHA-256');
  }
}
