import type { XmlElement } from './xml.ts';

/** What a test case came to, in the words of JUnit. */
export type CaseKind = 'passed' | 'failure' | 'error' | 'skipped';

/** A test case of JUnit; `type` says more of a failure or an error. */
export type TestCase = {
  readonly name: string;
  readonly kind: CaseKind;
  readonly type: string;
  readonly message: string;
  /** 0 unless given. */
  readonly seconds?: number;
};

/** The test case of a scenario as XML. */
export function caseElement({ name, kind, type, message, seconds = 0 }: TestCase, scenario: string): XmlElement {
  const attributes = { name, classname: `hitgate.${scenario}`, time: seconds };
  switch (kind) {
    case 'passed':
      return { name: 'testcase', attributes, children: [{ name: 'system-out', text: message }] };
    case 'skipped':
      return { name: 'testcase', attributes, children: [{ name: 'skipped', attributes: { message } }] };
    case 'failure':
    case 'error':
      return { name: 'testcase', attributes, children: [{ name: kind, attributes: { message, type } }] };
  }
}

/** How many there are of each, as attributes of a suite. */
export function countCases(
  kinds: readonly CaseKind[],
): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>> {
  return {
    tests: kinds.length,
    failures: kinds.filter((kind) => kind === 'failure').length,
    errors: kinds.filter((kind) => kind === 'error').length,
    skipped: kinds.filter((kind) => kind === 'skipped').length,
  };
}
