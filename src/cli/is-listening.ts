import { openSocket } from '../engine/adapters/open-socket.ts';
import { parseTargetUrl } from '../engine/adapters/target-address.ts';

const mostMillis = 1_000;

/** Whether anything takes a connection at a base URL within a second; no byte is sent. */
export function isListening(url: string): Promise<boolean> {
  const target = parseTargetUrl(url);
  return new Promise((resolve) => {
    const socket = openSocket({ target, host: target.hostname, tls: undefined });
    const settle = (listens: boolean): void => {
      socket.destroy();
      resolve(listens);
    };
    socket.setTimeout(mostMillis, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
