import { autocannon } from './autocannon.ts';
import { bencher } from './bencher.ts';
import { criterion } from './criterion.ts';
import { hgrm } from './hgrm.ts';
import { hlog } from './hlog.ts';
import type { ImportFormat } from './imported-baseline.ts';
import type { Importer } from './importer.ts';
import { k6Csv } from './k6-csv.ts';
import { k6Summary } from './k6-summary.ts';
import { libtest } from './libtest.ts';
import { wrk } from './wrk.ts';

/** The importer of each format. */
export const importers: Readonly<Record<ImportFormat, Importer>> = {
  criterion,
  libtest,
  bencher,
  'k6-csv': k6Csv,
  'k6-summary': k6Summary,
  autocannon,
  wrk,
  hlog,
  hgrm,
};
