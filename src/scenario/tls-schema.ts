import { z } from 'zod';
import { environmentName, fieldHints } from './schema-fields.ts';

/** The path of a PEM file. What was written is not shown when it is the contents of the file, which may be a key. */
function pemPath(description: string) {
  return z
    .string()
    .min(1)
    .superRefine((text, context) => {
      if (!/[\r\n\0]|-----BEGIN/u.test(text)) return;
      const hint = 'keep it in a file of its own and write the path of that file';
      const message = 'must be the path of a file, not what is in the file (it is not shown)';
      context.addIssue({ code: 'custom', message, params: { hint } });
    })
    .describe(description)
    .register(fieldHints, { hint: 'write the path of a PEM file, as seen from the folder of the scenario file' });
}

/** How the TLS of an https target is checked and what is shown to it: paths and names, never contents. */
export const tlsSchema = z
  .strictObject({
    ca: pemPath('the PEM file of the authorities to trust in place of the public ones').optional(),
    cert: pemPath('the PEM file of the client certificate, with its chain').optional(),
    key: pemPath('the PEM file of the client certificate’s private key').optional(),
    keyPassphraseEnv: environmentName('the environment variable that holds the passphrase of the key').optional(),
    serverName: z
      .string()
      .regex(/^(?![\d.]+$)(?!.*:)[^\s/]+$/u, { error: 'must be a host name, not an address or a URL' })
      .describe('the host name to ask for and to find in the certificate, such as "api.example.com"')
      .optional(),
    insecure: z
      .boolean()
      .describe('whether to accept any certificate; a report of such a run warns of it')
      .register(fieldHints, { hint: 'write true to accept any certificate, or false to verify it' })
      .default(false),
  })
  .describe('the TLS options of an https target: { ca, cert, key, keyPassphraseEnv, serverName, insecure }');

/** TLS options that fit the schema. */
export type ValidTls = z.output<typeof tlsSchema>;
