import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { generatorName } from '../random.ts';
import type { Popularity, Workload } from '../scenario/scenario.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Corpus, Query, ReplayLog, Sequence } from './plan.ts';

const sampledRequests = 65_536;
const sampledUsers = 16;

/** What a digest is made of. */
export type DigestSource = {
  readonly workload: Workload;
  readonly corpus: Corpus;
  readonly replay: ReplayLog | undefined;
  readonly sequence: Sequence;
};

/**
 * SHA-256 (hex) that two plans share exactly when they send the same request sequence, whatever their load: it covers the
 * generator's name and version, seed, popularity, mix, kind of sequence, and the digests of corpus and replay log, which
 * are all that the sequence is a function of; and, so that a fault in that function shows, the first 65 536 query numbers
 * (of users 0 to 15, 4 096 each, when the sequence is per user) as little-endian float64. Users, rates, durations, think
 * time, a replay's speed and the names of files are left out on purpose.
 */
export function digestSequence({ workload, corpus, replay, sequence }: DigestSource): string {
  const parameters = canonicalJson({
    generator: generatorName,
    seed: workload.seed,
    popularity: sequenceParameters(workload.popularity),
    mix: workload.mix,
    sequence: workload.sequence,
    corpus: corpus.digest,
    replay: replay?.digest,
  });
  return bytesToHex(
    sha256.create().update(utf8ToBytes(parameters)).update(sampleSequence(sequence, workload.sequence)).digest(),
  );
}

/** SHA-256 (hex) of a corpus: of its values in order, so that line ends and the order of keys do not matter. */
export function digestCorpus(queries: readonly Query[]): string {
  return digestRows(queries.map((query) => [query.id, query.docId, query.question, query.weight, query.class]));
}

/** SHA-256 (hex) of a replay log: of its query ids and times, in order. */
export function digestReplay(rows: readonly (readonly [id: string, atMicros: number])[]): string {
  return digestRows(rows);
}

function digestRows(rows: readonly (readonly unknown[])[]): string {
  const hash = sha256.create();
  for (const row of rows) hash.update(utf8ToBytes(`${JSON.stringify(row)}\n`));
  return bytesToHex(hash.digest());
}

function sequenceParameters(popularity: Popularity): unknown {
  return popularity.kind === 'replay' ? { kind: popularity.kind } : popularity;
}

function sampleSequence({ queryAt, length }: Sequence, mode: 'shared' | 'per-user'): Uint8Array {
  const users = mode === 'shared' ? 1 : sampledUsers;
  const perUser = Math.min(length, sampledRequests / users);
  const view = new DataView(new ArrayBuffer(8 * users * perUser));
  for (let user = 0; user < users; user += 1)
    for (let index = 0; index < perUser; index += 1)
      view.setFloat64(8 * (user * perUser + index), queryAt(user, index), true);
  return new Uint8Array(view.buffer);
}
