import type { Snapshot } from '../../recorder/snapshot.ts';
import type { RunReport } from '../../report/run-report.ts';
import { formatCount, formatMillis, formatShare } from '../../units.ts';
import { floorFacts, generatorWords, processFacts } from '../generator-words.ts';
import { capitalised } from '../visible-text.ts';
import { dataTable, factTable } from './data-table.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';

const titles = [
  'Thread',
  'Busy',
  'Worst second',
  'Loop delay p50, ms',
  'p99, ms',
  'max, ms',
  'GCs',
  'Longest GC, ms',
  'Requests',
];

/** How the generator itself fared, because a busy one measures itself: its threads, its process, and the floor of the machine. */
export function healthSection(report: RunReport): Markup {
  const rows = report.runs.flatMap((run) => threadRows(run, report.runs.length > 1));
  return section(
    'generator',
    'The generator',
    markup`<p>${capitalised(generatorWords(report))}.</p>
${rows.length === 0 ? undefined : dataTable({ caption: 'Its threads', titles, rows, numbers: true })}
<div class="pair">${factTable('Its process, in its worst run', processFacts(report))}${factTable('What this machine adds to a latency', floorFacts(report))}</div>`,
  );
}

function threadRows({ run, generator }: Snapshot, several: boolean): string[][] {
  return (generator?.workers ?? []).map((worker, index) => [
    several ? `run ${run}, ${index + 1}` : String(index + 1),
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
