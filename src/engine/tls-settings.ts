/** The TLS of a run, read and ready: plain data, so that it can be handed to a worker. Holds secrets; never logged. */
export type TlsSettings = {
  /** PEM of the authorities that are trusted, in place of the public ones. */
  readonly ca?: string;
  /** PEM of the client certificate and its chain. */
  readonly cert?: string;
  /** PEM of the client's key. */
  readonly key?: string;
  readonly passphrase?: string;
  /** The name that is asked for and must be in the certificate; the host of the URL when absent. */
  readonly serverName?: string;
  /** True when any certificate is accepted. */
  readonly insecure: boolean;
};
