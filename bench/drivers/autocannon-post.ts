import { createRequire } from 'node:module';
import process from 'node:process';

/** autocannon with a new body for each request and a hook that classifies each answer: `<url> <connections> <seconds>`. */
type Request = { method: 'POST'; headers: Record<string, string>; body?: string };
type Options = {
  readonly url: string;
  readonly connections: number;
  readonly duration: number;
  readonly requests: readonly (Request & {
    readonly setupRequest: (request: Request) => Request;
    readonly onResponse: (status: number, body: string) => void;
  })[];
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package has no types of its own
const autocannon = createRequire(import.meta.url)('autocannon') as (options: Options) => Promise<object>;
const [url = '', connections, seconds] = process.argv.slice(2);
let number = 0;
let hits = 0;
let misses = 0;

const result = await autocannon({
  url,
  connections: Number(connections),
  duration: Number(seconds),
  requests: [
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      setupRequest: (request) => {
        number += 1;
        const question = `What does requirement ${number} say about stored cardholder data?`;
        return { ...request, body: JSON.stringify({ doc_id: 'doc_1', question }) };
      },
      onResponse: (_, body) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the target answers nothing else
        if ((JSON.parse(body) as { cache_hit: boolean }).cache_hit) hits += 1;
        else misses += 1;
      },
    },
  ],
});
process.stdout.write(JSON.stringify({ ...result, hits, misses }));
