import type { RolloutSession } from './rollout-session.ts';

/** Prints lines on the terminal in the place of the progress; nothing with `--quiet`. */
export function say({ progress, options: { quiet, environment } }: RolloutSession, text: string): void {
  progress.stop();
  if (!quiet) environment.stdout.write(text);
}
