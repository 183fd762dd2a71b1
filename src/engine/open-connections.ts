import { microsPerMilli } from '../units.ts';
import type { Traffic } from './traffic.ts';
import type { VirtualUser } from './virtual-user.ts';

const mostInProgress = 200;

/**
 * Opens the connections of the first `count` users ahead of a phase, at most 200 at a time. It is a preparation and
 * cannot fail: after the first connection that no address accepts it stops trying, and the requests will say why. It
 * ends no later than the target's time-out, and when `signal` aborts.
 */
export async function openConnections(traffic: Traffic, count: number, signal: AbortSignal): Promise<void> {
  const users = Array.from({ length: count }, (_, id) => traffic.user(id)).filter((user) => !user.isConnected);
  if (users.length === 0 || signal.aborted) return;
  const opener = new Opener(users, traffic.connections.addresses.length);
  const ending = new AbortController();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, traffic.timeoutMicros / microsPerMilli);
    ending.signal.addEventListener('abort', () => clearTimeout(timer));
    signal.addEventListener('abort', () => resolve(), { signal: ending.signal });
    opener.run(resolve);
  });
  ending.abort();
  opener.stop();
}

class Opener {
  private readonly waiting: VirtualUser[];
  private readonly users: readonly VirtualUser[];
  private attemptsLeft: number;
  private inProgress = 0;
  private anyOpened = false;
  private onDone: () => void = () => undefined;

  constructor(users: readonly VirtualUser[], addresses: number) {
    this.users = users;
    this.waiting = [...users].reverse();
    this.attemptsLeft = addresses;
  }

  run(onDone: () => void): void {
    this.onDone = onDone;
    this.next();
  }

  stop(): void {
    this.waiting.length = 0;
    for (const user of this.users) user.onSettled = undefined;
  }

  /** The first connection is made alone: it finds out which of the host's addresses answers. */
  private next(): void {
    const most = this.anyOpened ? mostInProgress : 1;
    while (this.inProgress < most) {
      const user = this.waiting.pop();
      if (user === undefined) break;
      this.inProgress++;
      user.onSettled = () => this.settled(user);
      user.connect();
    }
    if (this.inProgress === 0) this.onDone();
  }

  private settled(user: VirtualUser): void {
    this.inProgress--;
    if (user.isConnected) this.anyOpened = true;
    else if (--this.attemptsLeft > 0) this.waiting.push(user);
    else this.waiting.length = 0;
    this.next();
  }
}
