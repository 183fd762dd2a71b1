import type { ProblemReporter } from './problem-reporter.ts';
import type { ValidRollout } from './rollout-schema.ts';

/** Reports what the schema of a rollout cannot say: shares that do not grow to 1, and a side without the other. */
export function checkRollout({ stages, stable, canary }: ValidRollout, report: ProblemReporter['report']): void {
  for (const [index, { share }] of stages.entries()) {
    const before = stages[index - 1]?.share;
    if (before === undefined || share > before) continue;
    report(
      ['rollout', 'stages', index, 'share'],
      `must be greater than ${before}, the share before it, got ${share}`,
      'order the stages by their shares',
    );
  }
  const last = stages.at(-1)?.share;
  if (last !== undefined && last !== 1) {
    report(
      ['rollout', 'stages', stages.length - 1, 'share'],
      `must be 1 in the last stage, got ${last}`,
      'add the stage { share: 1 }: a rollout that ends before it is not complete',
    );
  }
  if ((stable === undefined) !== (canary === undefined)) {
    const [given, missing] = stable === undefined ? ['canary', 'stable'] : ['stable', 'canary'];
    report(
      ['rollout', given],
      `needs rollout.${missing}, which it is compared with`,
      `add rollout.${missing}, or remove rollout.${given} where the target splits the traffic itself`,
    );
  }
  if (stable !== undefined && canary !== undefined && withoutSlash(stable) === withoutSlash(canary)) {
    report(['rollout', 'canary'], 'is the same service as rollout.stable', 'give each release a URL of its own');
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}
