import type { TargetTls } from './scenario.ts';

/** TLS options with each of their paths changed. */
export function mapTlsPaths(tls: TargetTls, change: (file: string) => string): TargetTls {
  const { ca, cert, key } = tls;
  return {
    ...tls,
    ...(ca === undefined ? {} : { ca: change(ca) }),
    ...(cert === undefined ? {} : { cert: change(cert) }),
    ...(key === undefined ? {} : { key: change(key) }),
  };
}
