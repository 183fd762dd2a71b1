import { ab } from './ab.ts';
import { autocannon } from './autocannon.ts';
import type { Client } from './client.ts';
import { hey } from './hey.ts';
import { hitgateClient } from './hitgate.ts';
import { k6 } from './k6.ts';
import { oha } from './oha.ts';
import { vegeta } from './vegeta.ts';
import { wrk } from './wrk.ts';
import { wrk2 } from './wrk2.ts';

/** All clients that the benches know, hitgate first; `flagSets` are the ways to run hitgate. */
export function allClients(flagSets: readonly (readonly string[])[]): readonly Client[] {
  return [hitgateClient(flagSets), autocannon, wrk, wrk2, ab, hey, k6, oha, vegeta];
}
