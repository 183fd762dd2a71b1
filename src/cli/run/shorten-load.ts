import type { Scenario } from '../../scenario/scenario.ts';

/**
 * The scenario with a measured phase of at most so many microseconds: many short runs tell more than a few long ones, because an
 * interval over runs has one degree of freedom less than there are runs. A load that ends by its stages, its number of requests or
 * its log stays as it is.
 */
export function shortenLoad(scenario: Scenario, mostMicros: number): Scenario {
  const { load } = scenario;
  switch (load.executor) {
    case 'constant-vus':
    case 'constant-arrival-rate':
      return load.durationMicros <= mostMicros
        ? scenario
        : { ...scenario, load: { ...load, durationMicros: mostMicros } };
    case 'ramping-vus':
    case 'ramping-arrival-rate':
    case 'shared-iterations':
    case 'per-vu-iterations':
    case 'replay':
      return scenario;
  }
}
