import type { FailureKind } from '../recorder/sample.ts';
import { formatCount } from '../units.ts';
import type { Cause } from './likely-cause.ts';
import type { Look } from './reading.ts';
import type { WindowDetails } from './window-details.ts';

/** Why nothing is answered, by how requests went unanswered; none where only `up` was read of another's figures. */
export function causesOfSilence({ details }: Pick<Look, 'details'>): Cause[] {
  if (details === undefined) return [];
  const { refused = 0, reset = 0, timeout = 0 } = details.failures;
  const evidence = `${evidenceOf(details)}; ${formatCount(details.answered)} answered in the window`;
  if (refused + reset + timeout === 0) {
    const sentence = 'connections are taken and nothing is answered: the service hangs';
    return [{ kind: 'hangs', sentence, evidence: 'requests are outstanding and none ended' }];
  }
  if (refused >= Math.max(reset, timeout)) {
    const sentence = 'no connection can be made: the process is down, nothing listens, or the address is wrong';
    return [{ kind: 'down', sentence, evidence }];
  }
  return timeout >= reset
    ? [
        {
          kind: 'hangs',
          sentence: 'connections are taken and nothing is answered in time: the service hangs',
          evidence,
        },
      ]
    : [{ kind: 'drops connections', sentence: 'connections are closed without a reply', evidence }];
}

/** The kind of failure that most errors are of, when it is more than half of them; all kinds when none is. */
export function causesOfErrors({ details }: Pick<Look, 'details'>): Cause[] {
  if (details === undefined) return [];
  const kinds = Object.entries(details.failures).toSorted(([, one], [, other]) => other - one);
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  const [most] = kinds;
  if (most === undefined) return [];
  const [kind, count] = most;
  const evidence = evidenceOf(details);
  if (2 * count <= total) return [{ kind: 'errors', sentence: 'requests fail in several ways at once', evidence }];
  if (kind === 'timeout')
    return [{ kind: 'timeouts', sentence: 'requests are not answered within target.timeout', evidence }];
  return [{ kind: 'errors', sentence: kind === 'status' ? statusWords(details) : (wordsOf[kind] ?? kind), evidence }];
}

const wordsOf: Readonly<Partial<Record<string, string>>> = {
  refused: 'some connections are refused while others are answered: an instance or a proxy is down',
  reset: 'connections are closed before the reply: an instance crashes, or a proxy gives up',
  malformed: 'replies are no HTTP',
  truncated: 'replies end within their body',
  body: 'replies have a good status and a body that says failure',
} satisfies Readonly<Partial<Record<FailureKind, string>>>;

const causeOfStatus: Readonly<Record<string, string>> = {
  401: 'the credentials of the watch are not accepted',
  403: 'the credentials of the watch are not accepted',
  404: 'the path is not there: another release, or another service, answers',
  429: 'the service limits how often it may be asked',
  503: 'the service, or what stands before it, says that it cannot take requests',
};

/** The status that was answered most among those that are no success by their first digit. */
function statusWords({ statuses }: WindowDetails): string {
  const [most] = Object.entries(statuses)
    .filter(([status]) => !status.startsWith('2') && status !== '0')
    .toSorted(([, one], [, other]) => other - one);
  if (most === undefined) return 'replies have a status that is no success';
  const [status] = most;
  const why =
    causeOfStatus[status] ?? (status.startsWith('5') ? 'the service itself fails' : 'requests are turned down');
  return `replies have the status ${status}: ${why}`;
}

function evidenceOf({ failures, statuses }: WindowDetails): string {
  const kinds = Object.entries(failures).map(([kind, count]) => `${kind} ${formatCount(count)}`);
  const bad = Object.entries(statuses).filter(([status]) => !status.startsWith('2') && status !== '0');
  return [...kinds, ...bad.map(([status, count]) => `HTTP ${status} ${formatCount(count)}`)].join(', ');
}
