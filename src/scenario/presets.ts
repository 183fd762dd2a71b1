import type { Target } from './scenario.ts';

/** What a preset says of a target; everything else comes from the scenario. */
export type Preset = Pick<Target, 'answerPath' | 'citationsPath' | 'consensus' | 'success'> &
  Partial<Pick<Target, 'classify' | 'health'>> & {
    readonly request: { readonly method: string; readonly path?: string; readonly body?: unknown };
    readonly headers: Readonly<Record<string, string>>;
  };

const json = { 'content-type': 'application/json', accept: 'application/json' };
const healthy = { path: '/health', body: [{ path: 'status', equals: 'healthy' }] };
const anySuccess = [[200, 299]] as const;

/**
 * The presets. `doc-rag` is the query API with its class in the body; a 200 that says `success: false` or holds an
 * `error` is a failure. `fact-api` is FACT's own query API. `generic` knows nothing: request and classify are required.
 */
export const presets: Readonly<Record<Target['preset'], Preset>> = {
  'doc-rag': {
    request: { method: 'POST', path: '/query', body: { doc_id: '{{doc_id}}', question: '{{question}}' } },
    headers: json,
    classify: { from: 'json', path: 'cache_hit', hit: [true], miss: [false] },
    success: {
      status: anySuccess,
      body: [
        { path: 'success', not: false },
        { path: 'error', present: false },
      ],
    },
    health: healthy,
    answerPath: 'answer',
    citationsPath: 'citations',
    consensus: { path: 'consensus.agreement_percentage', scale: 100 },
  },
  'fact-api': {
    request: {
      method: 'POST',
      path: '/api/v1/query',
      body: { query: '{{question}}', user_id: 'hitgate', cache_options: { use_cache: true } },
    },
    headers: json,
    classify: { from: 'json', path: 'metadata.cache_status', hit: ['hit'], miss: ['miss'] },
    success: { status: anySuccess, body: [{ path: 'status', equals: 'success' }] },
    health: healthy,
    answerPath: 'response',
    citationsPath: 'sources',
    consensus: { path: 'consensus.vote_percentage', scale: 1 },
  },
  generic: {
    request: { method: 'POST' },
    headers: {},
    success: { status: anySuccess, body: [] },
    answerPath: 'answer',
    citationsPath: 'citations',
    consensus: { path: 'consensus.agreement_percentage', scale: 100 },
  },
};
