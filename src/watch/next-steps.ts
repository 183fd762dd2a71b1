import type { ActionRecord } from '../report/watch-record.ts';
import type { Cause } from './likely-cause.ts';
import type { Change } from './watcher.ts';

/** What to do after a trigger fired that asks for a rollback or a review, by what became of its command and by the likely cause; imperatives, in order. */
export function nextSteps(
  { trigger, causes }: Pick<Change, 'trigger' | 'causes'>,
  actions: readonly ActionRecord[],
  scenario: string,
): string[] {
  const command = actions.findLast(({ kind }) => kind === 'command');
  const untold = actions.some(({ status }) => status === 'not sent');
  const [cause] = causes;
  return [
    ...(trigger.action === 'rollback' ? [commandStep(command)] : reviewSteps(command)),
    ...(untold ? ['Tell the people who were to be told by webhook: a message was not sent.'] : []),
    ...(trigger.action === 'rollback'
      ? ['Make sure that the release before serves: ask its health and version, then watch it with the same command.']
      : []),
    cause === undefined
      ? 'Look at the logs and metrics of the service from the minute in which the trigger became pending.'
      : causeStep[cause.kind],
    `Before the next release, reproduce the fault and let hitgate run judge the scenario ${scenario} again; ${trigger.name} must stay silent in a watch of the canary.`,
  ];
}

/** A review is for people to decide; whether they know of it is all that the command can tell. */
function reviewSteps(command: ActionRecord | undefined): string[] {
  const decide = 'Decide whether to roll back: this trigger leaves it to people, and nothing was rolled back for it.';
  if (command === undefined || command.status === 'done') return [decide];
  return [decide, `Tell the people who decide: the command that asks them ${command.how}.`];
}

function commandStep(command: ActionRecord | undefined): string {
  if (command === undefined) return 'The rollback command has not ended yet: look at watch.json for its outcome.';
  switch (command.status) {
    case 'done':
      return 'The rollback command ended well: check that it did what it says.';
    case 'not given':
      return 'Roll back by hand now: the scenario gives no command (actions.rollback).';
    case 'failed':
    case 'timed out':
    case 'interrupted':
    case 'sent':
    case 'not sent':
      return `Roll back by hand now: the command ${command.how}.`;
  }
}

const causeStep: Readonly<Record<Cause['kind'], string>> = {
  watcher: 'Give the watch a machine that keeps up; nothing is known of the service.',
  down: 'Look why the process ended or no longer listens: its last log lines, its memory, its restarts.',
  hangs: 'Look at what the process waits for: a stack or heap dump before it is restarted, its pools and locks.',
  'drops connections': 'Look at the proxy and at the service’s limits of connections.',
  errors: 'Look at the log of the failed requests in the minutes below.',
  timeouts: 'Look at what slow requests wait for: pools, locks, what the service calls.',
  unclassified: 'Check that the release that answers is the expected one and that its statistics are on.',
  'cold cache': 'Expect the hit rate to come back with traffic; if it does not, look at the cache.',
  cache: 'Look at the cache: its size, evictions, time to live, and how its keys are made.',
  'network or service':
    'Look at what all requests pass through: the network, the proxy, CPU and pauses of the service.',
  'hits only': 'Look at the cache and the way to it: its load, its size, its network.',
  'misses only': 'Look at what answers misses: the pipeline behind the cache.',
  stalls: 'Look for pauses: garbage collection, throttled CPU, a pool that is exhausted.',
};
