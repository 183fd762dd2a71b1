import { checkNames, type Checks } from './scenario.ts';

/** Checks as a scenario or its file gives them. */
export type Checked = Pick<Checks, 'citations' | 'sameAnswerOnHit'> & { readonly consensus?: unknown };

/** The names of the checks that are made, in the order in which they are counted. */
export function activeCheckNames({ citations, consensus, sameAnswerOnHit }: Checked): string[] {
  return [
    ...(citations ? [checkNames.citations] : []),
    ...(consensus === undefined ? [] : [checkNames.consensus]),
    ...(sameAnswerOnHit ? [checkNames.sameAnswerOnHit] : []),
  ];
}
