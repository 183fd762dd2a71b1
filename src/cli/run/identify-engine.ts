import type { NamedEngine } from '../../engine/engines.ts';
import type { EngineIdentity } from '../../report/run-report.ts';
import { packageVersion } from '../version.ts';

/** An engine as a report names it; our own has the version of this package. */
export function identifyEngine({ name, version = packageVersion() }: NamedEngine): EngineIdentity {
  return { name, version };
}
