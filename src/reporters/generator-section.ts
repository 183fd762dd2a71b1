import type { Snapshot } from '../recorder/snapshot.ts';
import type { RunReport } from '../report/run-report.ts';
import { formatCount, formatMillis, formatShare } from '../units.ts';
import { floorFacts, processFacts } from './generator-words.ts';
import { markdownTable, markdownText } from './markdown-table.ts';

const titles = [
  { title: 'Run' },
  { title: 'Thread' },
  { title: 'Busy', right: true as const },
  { title: 'Worst second', right: true as const },
  { title: 'Loop delay p50', right: true as const },
  { title: 'p99', right: true as const },
  { title: 'max', right: true as const },
  { title: 'GCs', right: true as const },
  { title: 'Longest GC', right: true as const },
  { title: 'Requests', right: true as const },
];

/** The generator's own health as Markdown: a row for each thread of each run, then what the process used, and the floor. */
export function generatorSection(report: RunReport): string {
  const rows = report.runs.flatMap(threadRows);
  const facts = [...processFacts(report), ...floorFacts(report)];
  const table = markdownTable(
    [{ title: '' }, { title: '' }],
    facts.map(([name, text]) => [markdownText(name), markdownText(text)]),
  );
  return rows.length === 0 ? table : `Times in milliseconds.\n\n${markdownTable(titles, rows)}\n\n${table}`;
}

function threadRows({ run, generator }: Snapshot): string[][] {
  return (generator?.workers ?? []).map((worker, index) => [
    String(run),
    String(index + 1),
    formatShare(worker.utilisation),
    formatShare(worker.worstSecondUtilisation),
    formatMillis(worker.delayP50Micros),
    formatMillis(worker.delayP99Micros),
    formatMillis(worker.delayMaxMicros),
    formatCount(worker.gcCount),
    formatMillis(worker.gcLongestMicros),
    formatCount(worker.requests),
  ]);
}
