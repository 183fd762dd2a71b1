import { expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import {
  defaultTargetOptions,
  referenceTargetFlags,
  referenceTargetOptions,
  type TargetFlagValues,
} from '../../src/target/options.ts';

it('stands for the service after the integration when nothing is said', () => {
  expect(referenceTargetOptions({})).toEqual(defaultTargetOptions('fact'));
  expect(defaultTargetOptions()).toMatchObject({ profile: 'fact', poolSize: 128, capacity: 10_000, roundTripMs: 5 });
});

it('gives the placeholder a small cache, unless another capacity is asked for', () => {
  expect(referenceTargetOptions({ profile: 'placeholder' })).toMatchObject({ capacity: 100 });
  expect(referenceTargetOptions({ profile: 'placeholder', capacity: '500' })).toMatchObject({ capacity: 500 });
});

it('reads every flag', () => {
  const options = referenceTargetOptions({
    host: '0.0.0.0',
    port: '8080',
    roundTrip: '2.5ms',
    pool: '32',
    capacity: '0',
    ttl: '10m',
    failing: '33%',
    uncacheable: '0.1',
    jitter: '0',
    seed: '7',
    fault: ['never-hits', 'slow-misses:10ms'],
    faultDelay: '3s',
    errorStyle: 'http409',
    metrics: 'invalid',
    json: true,
  });
  expect(options).toMatchObject({
    host: '0.0.0.0',
    port: 8080,
    roundTripMs: 2.5,
    poolSize: 32,
    capacity: 0,
    ttlMs: 600_000,
    failingShare: 0.33,
    uncacheableShare: 0.1,
    jitter: 0,
    seed: 7,
    faultDelayMs: 3_000,
    errorStyle: 'http409',
    metrics: 'invalid',
  });
  expect(options.faults.map(({ text }) => text)).toEqual(['never-hits', 'slow-misses:10ms']);
});

it.each<[TargetFlagValues, string, string]>([
  [{ port: '65536' }, '--port must be a whole number from 0 to 65535, got "65536"', 'write it as --port 0'],
  [{ port: '-1' }, '--port must be', 'write it as --port 0'],
  [{ port: true }, '--port must be a whole number from 0 to 65535, got true', 'write it as --port 0'],
  [{ host: ' ' }, '--host must be a text', '--host 127.0.0.1'],
  [{ pool: '0' }, '--pool must be a whole number from 1', 'write it as --pool 128'],
  [{ pool: '1.5' }, '--pool must be a whole number', '--pool 128'],
  [{ capacity: 'many' }, '--capacity must be a whole number', '--capacity 10000'],
  [{ roundTrip: '5 parsecs' }, '--round-trip must be a duration, got "5 parsecs"', 'write it as --round-trip 5ms'],
  [{ ttl: '-1s' }, '--ttl must be a duration', '--ttl'],
  [{ failing: '101%' }, '--failing must be a share from 0 to 1, got "101%"', 'write it as --failing 5%'],
  [{ jitter: '1.1' }, '--jitter must be a share', '--jitter 5%'],
  [{ seed: '1e99' }, '--seed must be a whole number', '--seed 1'],
  [{ profile: 'facts' }, '--profile must be one of fact, placeholder, got "facts"', 'did you mean "fact"?'],
  [{ profile: 'real' }, '--profile must be one of', 'choose one of fact, placeholder'],
  [{ errorStyle: 'http201' }, '--error-style must be one of', 'did you mean "http20'],
  [{ metrics: 'none' }, '--metrics must be one of valid, empty, invalid', 'choose one of'],
  [{ replicas: '0' }, '--replicas must be a whole number from 1 to 16', 'write it as --replicas 1'],
  [{ replicas: '17' }, '--replicas must be a whole number from 1 to 16', 'write it as --replicas 1'],
  [{ singleFlight: 'yes' }, '--single-flight must be one of on, off', 'choose one of'],
  [{ fault: 'split-brain' }, 'fault "split-brain" shows between replicas only', '--replicas 2 or more'],
  [{ fault: 'late-fill:2s', replicas: '1' }, 'fault "late-fill:2s" shows between replicas only', '--replicas 2'],
  [{ fault: 'frozn' }, '"frozn" is no fault', 'did you mean "frozen"?'],
  [{ fault: true }, '"" is no fault', 'choose one of'],
])('answers %j with: %s', (flags, message, hint) => {
  const error = refusal(flags);
  expect(error).toMatchObject({ code: 'E_USAGE', exitCode: 2 });
  expect(error.message).toContain(message);
  expect(error.hint).toContain(hint);
});

it('reports all problems at once', () => {
  expect(refusal({ port: 'x', pool: '0', fault: ['a', 'never-hits', 'b'] }).problems).toHaveLength(4);
});

it('lists a flag for every option that it reads', () => {
  const names = referenceTargetFlags.map(({ syntax }) => syntax.split(' ')[0]);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(Object.keys(defaultTargetOptions()).length);
});

function refusal(flags: TargetFlagValues): HitgateError {
  try {
    referenceTargetOptions(flags);
  } catch (error) {
    if (error instanceof HitgateError) return error;
    throw error;
  }
  throw new Error('Expected the flags to be refused');
}
