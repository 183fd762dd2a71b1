import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readTls } from '../../../src/cli/tls/read-tls.ts';
import { renderError } from '../../../src/cli/render-error.ts';
import { HitgateError } from '../../../src/errors.ts';
import type { TargetTls } from '../../../src/scenario/scenario.ts';
import { certificateFile, pem } from '../../engine/test-certificates.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hitgate-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => fileURLToPath(certificateFile(name));

/** A file of the test's own folder. */
function written(name: string, contents: string | Buffer): string {
  const target = path.join(folder, name);
  writeFileSync(target, contents);
  return target;
}

const der = Buffer.from(pem('ca.pem').replaceAll(/-----[^-]+-----|\s/gu, ''), 'base64');
const client = { cert: file('client.pem'), key: file('client-key.pem') };
const encrypted = { cert: file('client.pem'), key: file('client-key-encrypted.pem'), keyPassphraseEnv: 'KEY_PASS' };

async function refusal(tls: Omit<TargetTls, 'insecure'>, env: Record<string, string> = {}): Promise<string> {
  const error: unknown = await readTls({ insecure: false, ...tls }, env).catch((reason: unknown) => reason);
  if (!(error instanceof HitgateError)) throw new Error(`Expected a HitgateError, got ${String(error)}`);
  expect(error.exitCode).toBe(2);
  return renderError(error);
}

describe('the TLS files of a target', () => {
  it('are read as they are, with the passphrase', async () => {
    const tls = { ...encrypted, ca: file('ca.pem'), serverName: 'a.example', insecure: false };
    expect(await readTls(tls, { KEY_PASS: 'not-a-secret' })).toStrictEqual({
      ca: pem('ca.pem'),
      cert: pem('client.pem'),
      key: pem('client-key-encrypted.pem'),
      passphrase: 'not-a-secret',
      serverName: 'a.example',
      insecure: false,
    });
  });

  it('need not be there', async () => {
    expect(await readTls(undefined, {})).toBeUndefined();
    expect(await readTls({ insecure: true }, {})).toStrictEqual({ insecure: true });
  });

  it('may hold several certificates, or certificate and key in one', async () => {
    const bundle = written('bundle.pem', `a comment\n${pem('ca.pem')}\n${pem('stranger-ca.pem')}`);
    const both = written('both.pem', pem('client-key.pem') + pem('client.pem'));
    const settings = await readTls({ ca: bundle, cert: both, key: both, insecure: false }, {});
    expect(settings?.ca).toContain(pem('stranger-ca.pem'));
  });

  const cut = pem('ca.pem').replace(/[A-Za-z0-9+/]{40}\n/u, '\n');
  it.each<[string, Omit<TargetTls, 'insecure'>, string, string]>([
    ['that is not there', { ca: `${folder}/none.pem` }, '--ca) cannot be read: ENOENT', 'give the path of a PEM file'],
    ['that is a folder', { ca: folder }, 'cannot be read: EISDIR', 'give the path of a PEM file'],
    ['that is empty', { ca: written('empty.pem', '') }, 'holds no PEM certificate, got an empty file', 'BEGIN CERT'],
    ['that is DER', { ca: written('ca.der', der) }, 'bytes that look like DER', 'openssl x509 -inform DER'],
    ['that is text', { ca: written('t.pem', 'hunter2') }, 'got 7 bytes without a PEM block', 'BEGIN CERTIFICATE'],
    ['that is a key', { ca: file('client-key.pem') }, 'a PEM file that begins with PRIVATE KEY', 'BEGIN CERTIFICATE'],
    [
      'that is changed',
      { ca: written('cut.pem', cut) },
      'holds a certificate that cannot be read',
      'write the file again',
    ],
    [
      'whose second certificate is changed',
      { ca: written('cut-2.pem', pem('ca.pem') + cut) },
      'holds certificate 2 of 2 that cannot be read',
      'write the file again',
    ],
    [
      'that is no key',
      { ...client, key: file('ca.pem') },
      'holds no PEM private key, got a PEM file',
      'BEGIN PRIVATE KEY',
    ],
    [
      'whose key is changed',
      { ...client, key: written('cut-key.pem', pem('client-key.pem').replace(/\n.{20}/u, '\n')) },
      '--key) cannot be read as a key',
      'write the file again',
    ],
    [
      'whose key belongs to another certificate',
      { ...client, key: file('stranger-client-key.pem') },
      `does not belong to the certificate in ${client.cert}`,
      'give the key',
    ],
    [
      'whose key is encrypted when no passphrase is named',
      { cert: encrypted.cert, key: encrypted.key },
      '--key) is encrypted, and no passphrase is named',
      'target.tls.keyPassphraseEnv',
    ],
    ['whose passphrase is not set', encrypted, 'needs the environment variable KEY_PASS', 'set KEY_PASS'],
  ])('one %s is refused', async (_, tls, what, hint) => {
    const text = await refusal(tls);
    expect(text).toContain(what);
    expect(text).toContain(hint);
    expect(text).not.toMatch(/hunter2|BEGIN [A-Z ]*-----/u);
  });

  it('with a wrong passphrase is refused without showing it', async () => {
    const text = await refusal(encrypted, { KEY_PASS: 'hunter2' });
    expect(text).toBe(
      `error: the client key (target.tls.key, --key) cannot be opened with the passphrase in KEY_PASS (${encrypted.key}) [E_TLS]\n` +
        ' hint: check the value of KEY_PASS; it is not shown\n',
    );
  });

  it('with several faults are refused with all of them', async () => {
    const text = await refusal({ ca: file('client-key.pem'), cert: `${folder}/none.pem`, key: file('ca.pem') });
    expect(text.match(/^error: /gmu)).toHaveLength(3);
  });

  it('that OpenSSL finds too weak are refused in its words', async () => {
    const text = await refusal({ cert: file('weak.pem'), key: file('weak-key.pem') });
    expect(text).toContain('OpenSSL refuses the TLS files: ee key too small');
  });
});
