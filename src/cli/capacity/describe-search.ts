import path from 'node:path';
import { findKnee } from '../../capacity/find-knee.ts';
import { isTrusted } from '../../capacity/search.ts';
import { isAboutLoad } from '../../capacity/step-scenario.ts';
import { judgedLatency } from '../../judge/limit-counters.ts';
import { capacitySchemaVersion, type CapacityRecord } from '../../report/capacity-record.ts';
import type { CliEnvironment } from '../environment.ts';
import { fingerprintMachine } from '../machine-fingerprint.ts';
import { packageVersion } from '../version.ts';
import type { PlannedSearch } from './capacity-session.ts';
import type { Searched } from './search-loads.ts';

type Circumstances = Pick<CapacityRecord, 'id' | 'target'> & {
  readonly environment: CliEnvironment;
  readonly startedMillis: number;
};

/** A search as it is stored. */
export function describeSearch(
  { scenario, stepScenario, settings }: PlannedSearch,
  { steps, conclusion }: Searched,
  { environment, id, startedMillis, target }: Circumstances,
): CapacityRecord {
  const points = steps
    .filter(isTrusted)
    .flatMap(({ load, ratePerSecond, meanMicros }) =>
      ratePerSecond !== undefined && meanMicros !== undefined ? [{ load, ratePerSecond, meanMicros }] : [],
    );
  const knee = findKnee(points);
  const { cwd, clock } = environment;
  return {
    schemaVersion: capacitySchemaVersion,
    kind: 'capacity',
    hitgateVersion: packageVersion(),
    id,
    startedAt: new Date(startedMillis).toISOString(),
    endedAt: new Date(clock.wallMillis()).toISOString(),
    scenario: {
      name: scenario.name,
      description: scenario.description,
      file: path.relative(cwd, path.resolve(cwd, scenario.file)),
    },
    target,
    machine: fingerprintMachine(),
    judgedOn: judgedLatency(scenario.load),
    settings,
    gates: stepScenario.thresholds,
    leftOut: scenario.thresholds.filter(isAboutLoad),
    steps,
    conclusion,
    ...(knee === undefined ? {} : { knee }),
  };
}
