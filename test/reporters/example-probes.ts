import type { ProbePass } from '../../src/probes/probe-pass.ts';
import type { ProbeResult, ProbeStatus } from '../../src/probes/probe-result.ts';
import { probeRecordOf, type ProbeRecord } from '../../src/report/probe-record.ts';

const startedAt = '2026-01-31T12:00:00.000Z';

const reasons: Readonly<Record<ProbeStatus, readonly [citations: string, consensus: string]>> = {
  pass: ['all 3 hits cite what their miss did', 'the agreement is at least 72 %, and 66 % is asked'],
  fail: ['1 of 3 hits cite other sources than the miss that filled the cache', 'the agreement is 65 %, below 66 %'],
  'no-data': ['no question was answered as a miss and then as a hit', '1 of 1 answers have no number at consensus'],
};

const seenOf: Readonly<Record<ProbeStatus, string>> = {
  pass: 'consensus 72',
  fail: 'consensus 65',
  'no-data': 'consensus is missing',
};

/** Two probes with these statuses. */
export function probePass(citations: ProbeStatus, consensus: ProbeStatus): ProbePass {
  const results: ProbeResult[] = [
    {
      name: 'citations: same on a hit',
      status: citations,
      reason: reasons[citations][0],
      evidence:
        citations === 'no-data'
          ? []
          : [
              {
                what: 'What is PCI DSS? (probe 0a1b2c3d-1)',
                seen: `miss: 1 citation: PCI DSS v4; hit: 1 citation: ${citations === 'pass' ? 'PCI DSS v4' : 'A blog'}`,
              },
            ],
      startedAt,
      millis: 631.4,
    },
    {
      name: 'consensus',
      status: consensus,
      reason: reasons[consensus][1],
      evidence: [{ what: 'Who signs? (probe 0a1b2c3d-4)', seen: seenOf[consensus] }],
      startedAt,
      millis: 1_204,
    },
  ];
  return { results, requests: 9, startedAt, millis: 1_850 };
}

/** What `hitgate probe` found out with these statuses. */
export function probeRecord(citations: ProbeStatus, consensus: ProbeStatus): ProbeRecord {
  return probeRecordOf(probePass(citations, consensus), {
    hitgateVersion: '0.1.0',
    scenario: { name: 'probes', description: 'Health and citations', file: 'scenarios/probes.ts' },
    target: { url: 'http://127.0.0.1:8080', reference: false },
  });
}
