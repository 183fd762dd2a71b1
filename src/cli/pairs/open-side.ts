import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { CoreSplit } from '../processor-cores.ts';
import { openTarget, type OpenTarget } from '../run/open-target.ts';
import { openCommandTarget } from './open-command-target.ts';
import type { PlannedSide } from './side.ts';

/** What opening a side needs beside it. */
export type OpenSideOptions = {
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  /** Cores to keep the reference target and this process on; undefined leaves them to the system. */
  readonly cores: CoreSplit | undefined;
  readonly signal: AbortSignal;
};

/** Starts what a side says, where it is to be started, and asks for its health. @throws HitgateError (exit 5). */
export function openSide({ plan, source }: PlannedSide, options: OpenSideOptions): Promise<OpenTarget> {
  const { target } = plan.scenario;
  switch (source.kind) {
    case 'url':
      return openTarget(target, { ...options, referenceOptions: [], cores: undefined });
    case 'reference':
      return openTarget(target, { ...options, referenceOptions: source.options });
    case 'command':
      return openCommandTarget(target, source, options);
  }
}
