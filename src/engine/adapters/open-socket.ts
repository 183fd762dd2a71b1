import { connect as connectTcp, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TargetAddress } from './target-address.ts';
import type { TlsClient } from './tls-client.ts';

/** Where a socket is to be connected to. */
export type SocketRoute = {
  readonly target: TargetAddress;
  /** The host's name or one of its addresses; not looked at for a Unix socket. */
  readonly host: string;
  /** Present when the target speaks TLS. */
  readonly tls: TlsClient | undefined;
  readonly onread?: OnReadOpts;
};

/** Starts to connect; `connect`, or `secureConnect` for TLS, says that a request can be written. */
export function openSocket({ target, host, tls, onread }: SocketRoute): Socket {
  const { socketPath, port } = target;
  const reading = onread === undefined ? {} : { onread };
  if (socketPath !== undefined) return connectTcp({ path: socketPath, ...reading });
  const options = { host, port, noDelay: true, ...reading };
  return tls === undefined ? connectTcp(options) : connectTls({ ...options, ...tls });
}
