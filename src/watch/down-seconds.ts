import { microsPerSecond } from '../units.ts';
import { answeredIn, unansweredIn, type WatchSecond } from './watch-second.ts';

/**
 * The seconds of times in which nothing was answered at all for `upMicros` or longer, although something was asked. What failed then says that the
 * service was down and is counted as that; a shorter pause, or one instance of several that refuses, is made of errors.
 */
export function downSeconds(seconds: readonly WatchSecond[], upMicros: number): ReadonlySet<WatchSecond> {
  const down = new Set<WatchSecond>();
  let silent: WatchSecond[] = [];
  const close = (): void => {
    const [first] = silent;
    const last = silent.at(-1);
    if (first === undefined || last === undefined || !silent.some(isAsked)) return;
    if (last.startMicros + microsPerSecond - first.startMicros >= upMicros) for (const each of silent) down.add(each);
  };
  for (const second of seconds) {
    if (answeredIn(second) === 0) {
      silent.push(second);
      continue;
    }
    close();
    silent = [];
  }
  close();
  return down;
}

/** Whether anything was asked in a second that could have been answered. */
export function isAsked(second: WatchSecond): boolean {
  return unansweredIn(second) > 0 || second.dropped > 0 || (second.inFlight?.[0] ?? 0) > 0;
}
