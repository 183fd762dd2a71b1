import type { Snapshot } from '../../recorder/snapshot.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** What a comparison reads of a stored run. */
export type ComparedRun = {
  readonly id: string;
  readonly startedAt: string;
  readonly hitgateVersion: string;
  readonly scenario: Scenario;
  readonly plan: { readonly digest: string; readonly expectedChecks?: readonly (string | null)[] };
  readonly target: {
    readonly url: string;
    readonly reference: boolean;
    readonly version?: string;
    readonly profile?: string;
    readonly faults?: readonly string[];
  };
  readonly engine?: { readonly name: string; readonly version: string };
  readonly machine: Readonly<Record<string, string | number>>;
  readonly runs: readonly Snapshot[];
  readonly verdict: { readonly judgedOn: 'service' | 'response' };
  readonly aborted: boolean;
  /** Present when its runs were measured in turn with those of another side: run i of both sides is a pair. */
  readonly pairs?: { readonly id: string; readonly side: 'before' | 'after' };
};

/** Both sides of a comparison. */
export type Sides<T> = { readonly before: T; readonly after: T };
