import { X509Certificate } from 'node:crypto';

/** What is wrong with the contents of a PEM file, as the rest of a sentence, and what to do. Never holds the contents. */
export type PemFault = { readonly message: string; readonly hint: string };

const certificateBlock =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/gu;
const keyLabel = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/u;

/** The fault of a file that should hold certificates: each of them must be readable, and there must be one. */
export function certificateFault(contents: Buffer): PemFault | undefined {
  const blocks = contents.toString('latin1').match(certificateBlock) ?? [];
  if (blocks.length === 0) return noBlock(contents, 'certificate', 'openssl x509 -inform DER -in FILE -out FILE.pem');
  for (const [index, block] of blocks.entries()) {
    if (isCertificate(block)) continue;
    const which = blocks.length === 1 ? 'a certificate' : `certificate ${index + 1} of ${blocks.length}`;
    return { message: `holds ${which} that cannot be read`, hint: 'write the file again: it is cut off or changed' };
  }
  return undefined;
}

/** The fault of a file that should hold a private key, as far as it can be told without opening the key. */
export function keyFault(contents: Buffer): PemFault | undefined {
  if (keyLabel.test(contents.toString('latin1'))) return undefined;
  return noBlock(contents, 'private key', 'openssl pkey -inform DER -in FILE -out FILE.pem');
}

/** Whether a key file says that its key is encrypted. */
export function isEncryptedKey(contents: Buffer): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/u.test(contents.toString('latin1'));
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).serialNumber !== '';
  } catch {
    return false;
  }
}

function noBlock(contents: Buffer, wanted: string, conversion: string): PemFault {
  return { message: `holds no PEM ${wanted}, got ${describe(contents)}`, hint: hintFor(contents, wanted, conversion) };
}

/** What a file is, in words: its first PEM label, or that it has none. */
function describe(contents: Buffer): string {
  if (contents.length === 0) return 'an empty file';
  const label = /-----BEGIN ([A-Z0-9 ]{1,40})-----/u.exec(contents.toString('latin1'))?.[1];
  if (label !== undefined) return `a PEM file that begins with ${label}`;
  return isDer(contents)
    ? `${contents.length} bytes that look like DER`
    : `${contents.length} bytes without a PEM block`;
}

function hintFor(contents: Buffer, wanted: string, conversion: string): string {
  return isDer(contents)
    ? `convert it: ${conversion}`
    : `give a PEM file that has a block "BEGIN ${wanted.toUpperCase()}"`;
}

/** DER begins with a SEQUENCE of a long length. */
function isDer(contents: Buffer): boolean {
  return contents[0] === 0x30 && (contents[1] ?? 0) >= 0x80;
}
