import { outcomeName, type Sample, type SampleSink } from './sample.ts';

/** First line of `samples.csv`; times are microseconds of the engine's clock. */
export const sampleLogHeader =
  'run,phase,user,index,query,due_us,sent_us,first_byte_us,end_us,service_us,response_us,outcome,status\n';

/** Text is handed on in pieces of about this many characters. */
const chunkLength = 64 * 1024;

/** A sink that writes every request as a line of `samples.csv` and hands it on to `next`. */
export type SampleLog = SampleSink & { readonly flush: () => void };

/** Wraps `next` so that each sample is also written through `append`; the run number goes into the first column. */
export function createSampleLog(next: SampleSink, run: number, append: (text: string) => void): SampleLog {
  let pending = '';
  const flush = (): void => {
    if (pending !== '') append(pending);
    pending = '';
  };
  return {
    record: (sample) => {
      next.record(sample);
      pending += rowOf(sample, run);
      if (pending.length > chunkLength) flush();
    },
    drop: next.drop,
    observeInFlight: next.observeInFlight,
    flush,
  };
}

function rowOf(sample: Sample, run: number): string {
  const { phase, user, index, query, dueMicros, sentMicros, firstByteMicros, endMicros, outcome, status } = sample;
  const times = [dueMicros, sentMicros, firstByteMicros, endMicros, endMicros - sentMicros, endMicros - dueMicros];
  return `${run},${phase},${user},${index},${query},${times.map((time) => time.toFixed(1)).join(',')},${outcomeName(outcome)},${status}\n`;
}
