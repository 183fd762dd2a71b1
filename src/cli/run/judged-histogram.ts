import { createHistogram, decodeHistogram, type Histogram } from '../../recorder/histogram.ts';
import type { CacheClass } from '../../recorder/sample.ts';
import type { RunReport } from '../../report/run-report.ts';

/** The judged latency of a class over all runs of a report: histograms are added, never averaged. Empty when there was none. */
export function judgedHistogram({ runs, verdict }: RunReport, cacheClass: CacheClass): Histogram {
  const sum = createHistogram();
  for (const { measure } of runs) {
    const encoded = measure.classes[cacheClass][verdict.judgedOn];
    if (encoded !== undefined) sum.add(decodeHistogram(encoded));
  }
  return sum;
}
