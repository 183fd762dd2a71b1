import { describe, expect, it } from 'vitest';
import { problemsOf, scenarioOf } from './parse-text.ts';

const gate = (selector: string, entry: string): string => `thresholds: { '${selector}': [${entry}] }`;

describe('abortOnFail and delayAbortEval', () => {
  it('are read into the gate, the delay in microseconds', () => {
    const entry = "{ threshold: 'p(95)<23', abortOnFail: true, delayAbortEval: 45s }";
    const [threshold] = scenarioOf(gate('http_req_duration', entry)).thresholds;
    expect(threshold).toMatchObject({ source: 'p(95)<23', abortOnFail: true, delayAbortEvalMicros: 45_000_000 });
  });

  it('leave no trace when they are not asked for', () => {
    const [threshold] = scenarioOf(
      gate('http_req_duration', "{ threshold: 'p(95)<23', abortOnFail: false }"),
    ).thresholds;
    expect(threshold).not.toHaveProperty('abortOnFail');
    expect(threshold).not.toHaveProperty('delayAbortEvalMicros');
  });

  it.each([
    ['http_req_duration', 'avg<20'],
    ['http_reqs', 'count>1000'],
    ['http_reqs', 'rate>100'],
    ['vus_in_flight', 'value>=1'],
    ['http_req_duration', 'min>1'],
  ])('are refused for %s: %s, which is only known at the end', (selector, source) => {
    const [problem] = problemsOf(gate(selector, `{ threshold: '${source}', abortOnFail: true }`));
    expect(problem?.message).toContain(`can never end the run: "${source}" is only known when the run is over`);
  });

  it('are refused as a delay alone, which would have no effect', () => {
    const [problem] = problemsOf(gate('http_req_duration', "{ threshold: 'p(95)<23', delayAbortEval: 45s }"));
    expect(problem?.message).toContain('has no meaning without abortOnFail');
  });
});
