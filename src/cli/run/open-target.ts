import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { Target } from '../../scenario/scenario.ts';
import type { TargetIdentity } from '../../report/run-report.ts';
import { checkHealth } from '../check-health.ts';
import { keepOnCores, type CoreSplit } from '../processor-cores.ts';
import { startReferenceProcess, type ReferenceProcess } from '../reference-process.ts';

/** A target that said it is healthy, ready for load. */
export type OpenTarget = {
  readonly url: string;
  readonly identity: TargetIdentity;
  /** Present when hitgate started the reference target itself. */
  readonly reference?: ReferenceProcess;
  /** Why what was answered so far cannot be relied on, as the rest of a sentence: what was started has ended. Absent when that would show by itself. */
  readonly lost?: () => string | undefined;
  /** Stops what was started; nothing for a target of its own. */
  readonly close: () => Promise<void>;
};

export type OpenTargetOptions = {
  readonly referenceOptions: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  /** Cores to keep the reference target and this process on; undefined leaves them to the system. */
  readonly cores: CoreSplit | undefined;
  readonly signal: AbortSignal;
};

/** Starts the reference target when the scenario names none, and checks the health of what will be tested. @throws HitgateError (exit 5). */
export async function openTarget(
  target: Target,
  { referenceOptions, secrets, tls, cores, signal }: OpenTargetOptions,
): Promise<OpenTarget> {
  const kept = target.url === undefined && cores !== undefined && keepOnCores(cores.generator) ? cores : undefined;
  const reference = target.url === undefined ? await startReferenceProcess(referenceOptions, kept?.target) : undefined;
  const url = reference?.url ?? target.url ?? '';
  const close = reference?.stop ?? (() => Promise.resolve());
  try {
    const health =
      target.health === undefined
        ? {}
        : await checkHealth({
            url,
            rule: target.health,
            headers: { ...target.request.headers, ...secrets },
            ...(tls === undefined ? {} : { tls }),
            timeoutMillis: target.timeoutMicros / 1000,
            signal,
          });
    const ours =
      reference === undefined
        ? {}
        : {
            profile: reference.profile,
            faults: reference.faults,
            ...(kept === undefined ? {} : { keptOnCores: kept }),
          };
    return {
      url,
      identity: { url: withoutCredentials(url), reference: reference !== undefined, ...health, ...ours },
      ...(reference === undefined ? {} : { reference }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function withoutCredentials(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  parsed.search = '';
  return parsed.href.replace(/\/$/u, '');
}
