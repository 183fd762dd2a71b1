import { progressLine } from '../reporters/progress-line.ts';
import type { LiveView } from '../reporters/live-view.ts';
import type { TextSink } from './environment.ts';

/** A live line that is written again and again on a terminal, and nothing at all elsewhere. */
export type Progress = {
  /** Whether anybody sees it. */
  readonly isLive: boolean;
  /** Starts showing what `view` returns, five times a second. */
  readonly start: (view: () => LiveView | undefined) => void;
  /** Writes a line above the live one: a step that was taken. */
  readonly note: (text: string) => void;
  /** Ends the live line and clears it. */
  readonly stop: () => void;
};

const intervalMillis = 200;
const clearLine = '\r\u001B[2K';

/** Live progress on `sink`; silent when it is not a terminal or when `quiet`. */
export function createProgress(sink: TextSink, quiet: boolean): Progress {
  const live = sink.isTerminal && !quiet;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    sink.write(clearLine);
  };
  return {
    isLive: live,
    start: (view) => {
      stop();
      if (!live) return;
      timer = setInterval(() => {
        const current = view();
        if (current !== undefined) sink.write(`${clearLine}${progressLine(current, sink.columns - 1)}`);
      }, intervalMillis);
    },
    note: (text) => {
      if (live) sink.write(`${timer === undefined ? '' : clearLine}${text}\n`);
    },
    stop,
  };
}
