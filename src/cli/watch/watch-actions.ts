import type { ActionRecord } from '../../report/watch-record.ts';
import type { Actions, CommandHook } from '../../scenario/hook.ts';
import { conditionWords } from '../../watch/describe-watch.ts';
import { figureRecord } from '../../watch/reading.ts';
import { missingTrigger } from '../../watch/watch-outcome.ts';
import type { Change } from '../../watch/watcher.ts';
import { runHook } from '../hooks/run-hook.ts';
import { sendWebhook } from '../hooks/send-webhook.ts';

/** What actions are taken with. */
export type ActionOptions = {
  readonly actions: Actions | undefined;
  readonly scenario: string;
  /** What is watched, for those who are told. */
  readonly url: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: readonly string[];
  readonly cwd: string;
  readonly now: () => string;
  /** Told of each outcome. */
  readonly onDone: (record: ActionRecord) => void;
};

const mostKept = 200;
/** A trigger that fires over and over must not pile up commands behind one that hangs. */
const mostWaiting = 20;

type Kind = 'rollback' | 'review' | 'alert';

/**
 * Does what a change asks for, one command of a kind after the other and webhooks beside them, without ever rejecting. The rollback command is not run
 * while another rollback trigger is still firing: to go back twice may be to go forth again.
 */
export class WatchActions {
  readonly #options: ActionOptions;
  readonly #queues = new Map<Kind, Promise<void>>();
  readonly #waiting = new Map<Kind, number>();
  readonly #open = new Set<Promise<void>>();
  readonly #records: ActionRecord[] = [];
  #forgotten = 0;

  constructor(options: ActionOptions) {
    this.#options = options;
  }

  get done(): { readonly actions: readonly ActionRecord[]; readonly forgotten: number } {
    return { actions: this.#records, forgotten: this.#forgotten };
  }

  /** How many changes are being acted upon. */
  get underWay(): number {
    return this.#open.size;
  }

  /** Begins what a change asks for. @returns what was done, when it is. `rollingBack` names another rollback trigger that is firing. */
  act(change: Change, rollingBack: string | undefined): Promise<readonly ActionRecord[]> {
    const records: ActionRecord[] = [];
    const keep = (record: ActionRecord): void => {
      records.push(record);
      this.#keep(record);
    };
    const work = this.#act(change, rollingBack, keep);
    this.#open.add(work);
    return work.then(() => {
      this.#open.delete(work);
      return records;
    });
  }

  /** Resolves when nothing is under way any more. */
  async settle(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  async #act(change: Change, rollingBack: string | undefined, keep: (record: ActionRecord) => void): Promise<void> {
    const told = this.#tell(change, messageText(change, this.#options), keep);
    const kind = commandKind(change);
    if (kind !== undefined) {
      const record = await this.#command(kind, change, rollingBack);
      keep(record);
      if (kind === 'rollback' && record.status !== 'done')
        await this.#tell(
          change,
          `The rollback did not take place: the command ${record.how}. Roll back by hand.`,
          keep,
        );
    }
    await told;
  }

  async #command(kind: Kind, change: Change, rollingBack: string | undefined): Promise<ActionRecord> {
    const hook = this.#options.actions?.[kind];
    const base = { at: this.#options.now(), trigger: change.trigger.name, kind: 'command', what: '' } as const;
    if (hook === undefined) return { ...base, status: 'not given', how: `was not given (actions.${kind})` };
    if (kind === 'rollback' && rollingBack !== undefined)
      return { ...base, status: 'not given', how: `was run for ${rollingBack} already, which is still firing` };
    const waiting = this.#waiting.get(kind) ?? 0;
    if (waiting >= mostWaiting)
      return { ...base, status: 'interrupted', how: `was not started: ${waiting} others wait` };
    this.#waiting.set(kind, waiting + 1);
    let record: ActionRecord = { ...base, status: 'interrupted', how: 'was not started' };
    const turn = (this.#queues.get(kind) ?? Promise.resolve()).then(async () => {
      record = await this.#run(hook, change);
    });
    this.#queues.set(kind, turn);
    await turn;
    this.#waiting.set(kind, (this.#waiting.get(kind) ?? 1) - 1);
    return record;
  }

  async #run(hook: CommandHook, change: Change): Promise<ActionRecord> {
    const { env, secrets, cwd, now, folder, scenario, url } = this.#options;
    const at = now();
    const { trigger, kind, reading } = change;
    const facts = {
      event: kind,
      trigger: trigger.name,
      action: trigger.action,
      severity: severityOf(change),
      condition: conditionWords(trigger),
      value: figureRecord(reading).text,
      scenario,
      url,
      folder,
    };
    const outcome = await runHook(hook, { env, facts, secrets, cwd });
    const { command, status, how, millis, output } = outcome;
    return { at, trigger: trigger.name, kind: 'command', what: command, status, how, millis, output };
  }

  async #tell(change: Change, text: string, keep: (record: ActionRecord) => void): Promise<void> {
    const { actions, env, secrets, now } = this.#options;
    const message = { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
    await Promise.all(
      (actions?.webhooks ?? []).map(async (webhook) => {
        const at = now();
        const outcome = await sendWebhook(webhook, message, { env, secrets });
        keep({ at, trigger: change.trigger.name, kind: 'webhook', what: webhook.urlEnv, ...outcome });
      }),
    );
  }

  #keep(record: ActionRecord): void {
    this.#records.push(record);
    if (this.#records.length > mostKept) {
      this.#records.shift();
      this.#forgotten += 1;
    }
    this.#options.onDone(record);
  }
}

/** Whether anybody is told of a change: of what is over as well, so that nobody works on it any more. */
export function isTold({ kind }: Change): boolean {
  return kind !== 'pending' && kind !== 'cleared';
}

function commandKind({ kind, trigger }: Change): Kind | undefined {
  if (kind === 'fired') return trigger.action;
  return kind === 'no data' ? 'alert' : undefined;
}

function severityOf({ kind, trigger }: Change): string {
  return kind === 'no data' ? missingTrigger(trigger).severity : trigger.severity;
}

const titles: Readonly<Record<Change['kind'], string>> = {
  pending: 'Pending',
  cleared: 'Well again',
  fired: 'Firing',
  resolved: 'Resolved',
  'no data': 'No data',
  'data again': 'Data again',
};

/** What is said of a change: '*Firing: rollback-error-rate* (critical, rollback)', the value, and the likely cause. */
function messageText(change: Change, { scenario, url }: Pick<ActionOptions, 'scenario' | 'url'>): string {
  const { kind, trigger, reading, causes } = change;
  const { words, text, n } = figureRecord(reading);
  const of = n === undefined ? '' : ` (n ${n})`;
  const ask = kind === 'fired' ? `, ${trigger.action}` : '';
  return [
    `*${titles[kind]}: ${trigger.name}* (${severityOf(change)}${ask})`,
    `${conditionWords(trigger)}; ${words}: ${text}${of}`,
    ...causes.slice(0, 1).map(({ sentence, evidence }) => `Likely cause: ${sentence} (${evidence})`),
    `${scenario} at ${url}`,
  ].join('\n');
}
