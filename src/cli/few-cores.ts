import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/** Up to so many cores, threads that help to collect garbage take the core of those that send, read and answer. */
const mostFewCores = 2;

/**
 * Keeps the collection of young objects to the thread whose objects they are where there are few cores. V8's four helpers take the core of
 * an engine thread with each collection of any thread (docs/measurement.md). To be called before any other thread is
 * started: the flag is of the whole process, and V8 reads it at each collection.
 */
export function spareFewCores(): void {
  if (availableParallelism() <= mostFewCores) setFlagsFromString('--no-parallel-scavenge');
}
