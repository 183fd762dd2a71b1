import type { z } from 'zod';
import type { healthProbeSchema } from './health-probe-schema.ts';

/** What health is asked for beside what `target.health` says. */
export type HealthProbe = {
  /** The version that the service must say. */
  readonly version?: string;
  /** A path that must answer 200 to 299 as well. */
  readonly live?: string;
};

/** The options of the probe of health. */
export function healthProbeOf(written: z.output<typeof healthProbeSchema>): HealthProbe {
  if (written === true) return {};
  const { version, live } = written;
  return { ...(version === undefined ? {} : { version }), ...(live === undefined ? {} : { live }) };
}
