import { HitgateError } from '../../errors.ts';
import type { HookRecord, RolloutEntry, RolloutRecord } from '../../report/rollout-record.ts';
import { rolloutLine } from '../../reporters/rollout-text.ts';
import type { RolloutState, Transition } from '../../rollout/advance.ts';
import { renderError } from '../render-error.ts';
import type { RolloutSession } from './rollout-session.ts';
import { say } from './say.ts';
import { keepRollout } from './rollout-store.ts';
import { tellOf } from './tell-of.ts';

/** What happened, beside the transition that followed on it. */
export type Happened = {
  readonly what: RolloutEntry['what'];
  readonly runs?: readonly string[];
  readonly hooks?: readonly HookRecord[];
  readonly rollback?: RolloutRecord['rollback'];
};

/**
 * Where a rollout is, in memory and on disk. A state that cannot be written ends the rollout, but for one that goes back: that must not wait for a disk, so that
 * the failure is kept for its end.
 */
export class RolloutKeeper {
  readonly #session: RolloutSession;
  #record: RolloutRecord;
  #state: RolloutState;
  #isGoingBack = false;
  #unwritten: HitgateError | undefined;

  constructor(session: RolloutSession, record: RolloutRecord) {
    this.#session = session;
    this.#record = record;
    this.#state = { current: record.current, status: record.status };
  }

  get record(): RolloutRecord {
    return this.#record;
  }

  get state(): RolloutState {
    return this.#state;
  }

  /** Why the last state is not on disk; undefined when it is. */
  get unwritten(): HitgateError | undefined {
    return this.#unwritten;
  }

  /** Keeps a transition, says it, and tells those who are to be told; who cannot be told changes nothing. */
  async follow({ state, decision }: Transition, { what, runs = [], hooks = [], rollback }: Happened): Promise<void> {
    this.#isGoingBack ||= decision.what === 'roll back';
    const { stage } = this.#state.current;
    const { wallMillis } = this.#session.options.environment.clock;
    const entry: RolloutEntry = {
      at: new Date(wallMillis()).toISOString(),
      stage: stage + 1,
      share: state.current.share,
      what,
      decision: decision.what,
      reason: decision.reason,
      runs: [...runs],
      hooks: [...hooks],
    };
    const { history } = this.#record;
    const more = rollback === undefined ? {} : { rollback };
    await this.keep(state, { ...more, history: [...history, entry] });
    const told = await tellOf(this.#session, this.#record, entry);
    const whole = { ...entry, hooks: [...entry.hooks, ...told] };
    if (told.length > 0) await this.keep(state, { history: [...history, whole] });
    say(this.#session, rolloutLine(whole, this.#session.options.environment.stdout.columns));
  }

  /** Puts a state on disk. @throws HitgateError (exit 6) when it cannot be written, unless the rollout goes back. */
  async keep(state: RolloutState, more: Partial<RolloutRecord> = {}): Promise<void> {
    const { current, status, exitCode } = state;
    this.#state = state;
    const { exitCode: _, ...record } = this.#record;
    const isOver = current.step === 'none' && exitCode !== undefined;
    this.#record = { ...record, ...more, current, status, ...(isOver ? { exitCode } : {}) };
    try {
      await keepRollout({ record: this.#record, folder: this.#session.folder });
      this.#unwritten = undefined;
    } catch (error) {
      if (!this.#isGoingBack || !(error instanceof HitgateError)) throw error;
      if (this.#unwritten === undefined) this.#session.options.environment.stderr.write(renderError(error));
      this.#unwritten = error;
    }
  }
}
