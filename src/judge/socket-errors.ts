import type { Snapshot } from '../recorder/snapshot.ts';
import { formatCount } from '../units.ts';
import type { ValidityFinding } from './verdict.ts';

/** Code of the finding on connections that the generator's machine could not open. */
export const socketErrorsCode = 'generator-connections';

type Lack = { readonly of: string; readonly remedy: string };

const ports: Lack = {
  of: 'local ports or addresses',
  remedy:
    'keep connections alive, use fewer users, or widen net.ipv4.ip_local_port_range; wait for sockets in TIME-WAIT to end',
};
const memory: Lack = { of: 'memory for sockets', remedy: 'use fewer users, or a machine with more memory' };
const lacks: Readonly<Record<string, Lack>> = {
  EMFILE: { of: 'files', remedy: 'raise the limit on open files (ulimit -n) well above the number of users' },
  ENFILE: { of: "the system's files", remedy: 'raise fs.file-max, or end what holds so many files' },
  EADDRNOTAVAIL: ports,
  EADDRINUSE: ports,
  ENOBUFS: memory,
  ENOMEM: memory,
};

/** Connections that could not be opened for a lack of the generator's machine: the target was never asked, so that it cannot fail by them. */
export function findSocketErrors(snapshots: readonly Snapshot[]): ValidityFinding[] {
  const counts = new Map<string, number>();
  for (const { generator } of snapshots)
    for (const { socketErrors = {} } of generator?.workers ?? [])
      for (const [code, count] of Object.entries(socketErrors)) counts.set(code, (counts.get(code) ?? 0) + count);
  const found = [...counts].filter(([, count]) => count > 0).toSorted(([, one], [, other]) => other - one);
  const [worst] = found;
  if (worst === undefined) return [];
  const lack = lacks[worst[0]];
  const listed = found.map(([code, count]) => `${code} ${formatCount(count)}`).join(', ');
  return [
    {
      code: socketErrorsCode,
      seen: `the generator ran out of ${lack?.of ?? 'what it needs to connect'}: connections could not be opened (${listed})`,
      cause: 'a limit of this machine, which the target knows nothing of',
      remedy: lack?.remedy ?? 'look up the error code, and lift the limit that it names',
    },
  ];
}
