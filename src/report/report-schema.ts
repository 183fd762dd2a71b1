import { z } from 'zod';
import { exitCodes, HitgateError, type Problem } from '../errors.ts';
import { reportSchemaVersion, type RunReport } from './run-report.ts';
import { runCountersRecord } from './server-counters-record.ts';
import { runProbesRecord } from './probes-record.ts';
import { scenarioRecord } from './scenario-record.ts';
import { calibrationRecord, histogramRecord, snapshotRecord } from './snapshot-record.ts';
import { verdictRecord } from './verdict-record.ts';
import { machineRecord, targetRecord } from './identity-records.ts';

const count = z.int().nonnegative();
const side = z.enum(['before', 'after']);
const truthOfClass = z.object({ count, service: histogramRecord.exactOptional() });

/** The shape of `report.json`. Keys that it does not name are left out when reading: a later minor version may have more. */
export const reportSchema: z.ZodType<RunReport> = z.object({
  schemaVersion: z.string(),
  hitgateVersion: z.string(),
  id: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  scenario: scenarioRecord,
  plan: z.object({
    digest: z.string(),
    generator: z.string(),
    seed: z.number(),
    corpus: z.object({ file: z.string(), digest: z.string(), queries: count }),
    predictions: z.array(
      z.object({
        requests: count,
        hits: count,
        misses: count,
        hitRate: z.number(),
        model: z.string(),
        attainable: z.number(),
      }),
    ),
    expectedChecks: z.array(z.string().nullable()),
  }),
  target: targetRecord,
  engine: z.object({ name: z.string(), version: z.string() }).exactOptional(),
  machine: machineRecord,
  calibration: calibrationRecord.exactOptional(),
  runs: z.array(snapshotRecord),
  verdict: verdictRecord,
  aborted: z.boolean(),
  truth: z
    .array(
      z.object({
        classes: z.object({ hit: truthOfClass, miss: truthOfClass, unknown: truthOfClass }),
        failures: count,
      }),
    )
    .exactOptional(),
  serverCounters: z.array(runCountersRecord).exactOptional(),
  probes: runProbesRecord.exactOptional(),
  coverage: z.object({ share: z.number().min(0).max(1), source: z.string() }).exactOptional(),
  pairs: z.object({ id: z.string(), side, order: z.array(side) }).exactOptional(),
});

const mostProblems = 10;
const hint = 'give the report.json of a run folder, as `hitgate run` wrote it, or run the scenario again';

/**
 * Reads a stored report. @throws HitgateError [E_REPORT] when the text is cut off, is no JSON, is no report, was written with
 * another major version of the schema, or lacks what a report has.
 */
export function parseReport(text: string, file: string): RunReport {
  const value = parseJson(text, file);
  checkVersion(value, file);
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues.slice(0, mostProblems).map(({ path, message }): Problem => {
    const place = path.map(String).join('.');
    return { message: `${place === '' ? 'the report' : place}: ${message}`, file };
  });
  throw reportError(`The report ${file} is not usable: ${problems[0]?.message ?? 'it has another shape'}`, {
    problems,
  });
}

function parseJson(text: string, file: string): unknown {
  if (text.trim() === '') throw reportError(`The report ${file} is empty`, {});
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (cause) {
    const what = isCutOff(text) ? 'is cut off: it ends before its JSON does' : 'is not JSON';
    throw reportError(`The report ${file} ${what}`, { cause });
  }
}

/** Whether text that begins as a JSON object ends inside a string or before its last bracket. */
function isCutOff(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  const outside = text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"/gu, '');
  if (outside.includes('"')) return true;
  const opened = outside.match(/[[{]/gu)?.length ?? 0;
  const closed = outside.match(/[\]}]/gu)?.length ?? 0;
  return opened > closed;
}

const versioned = z.object({ schemaVersion: z.string() });

function checkVersion(value: unknown, file: string): void {
  const version = versioned.safeParse(value);
  if (!version.success) throw reportError(`The file ${file} is no report of hitgate: it has no schemaVersion`, {});
  const { schemaVersion } = version.data;
  const [major] = reportSchemaVersion.split('.');
  if (schemaVersion.split('.')[0] === major) return;
  throw reportError(
    `The report ${file} has schema version ${JSON.stringify(schemaVersion)}, and this hitgate reads ${major}.x only`,
    { hint: 'read it with the version of hitgate that wrote it, or run the scenario again' },
  );
}

function reportError(
  message: string,
  details: { readonly hint?: string; readonly problems?: readonly Problem[]; readonly cause?: unknown },
): HitgateError {
  return new HitgateError(message, { code: 'E_REPORT', exitCode: exitCodes.usage, hint, ...details });
}
