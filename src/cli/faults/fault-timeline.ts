import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import { sayStep } from '../../judge/fault-findings.ts';
import { maskSecrets } from '../../mask-secrets.ts';
import type { FaultEdges } from '../../recorder/fault-edges.ts';
import type { FaultRecord, FaultStep } from '../../recorder/snapshot.ts';
import type { ScheduledFault } from '../../scenario/fault.ts';
import { microsPerMilli } from '../../units.ts';
import type { FaultInjector } from './fault-injector.ts';

/** What a timeline is made with. */
export type TimelineOptions = {
  readonly clock: Clock;
  readonly injector: FaultInjector;
  readonly edges: FaultEdges;
  readonly secrets: readonly string[];
  /** Takes what a person should see at once: a fault that begins, ends, or could not be brought about or undone. */
  readonly note: (text: string, isLoud: boolean) => void;
};

type Happened = {
  beganMicros?: number;
  broughtAboutMicros?: number;
  undoBeganMicros?: number;
  undoneMicros?: number;
  injection?: FaultStep;
  readonly undos: FaultStep[];
};

const undoAttempts = 2;
/** Timers of Node are whole milliseconds: the last one is waited for in steps. */
const timerMillis = 1;

/**
 * Brings the faults of one run about in time, one after another, and ends each. Whatever was begun is undone: at its time, when bringing it
 * about failed, when the run ends, and, as a last resort, when this process exits. After an undo that failed twice no further fault begins.
 */
export class FaultTimeline {
  readonly #faults: readonly ScheduledFault[];
  readonly #options: TimelineOptions;
  readonly #happened: readonly Happened[];
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(faults: readonly ScheduledFault[], options: TimelineOptions) {
    this.#faults = faults;
    this.#options = options;
    this.#happened = faults.map(() => ({ undos: [] }));
  }

  /** The measured phase starts. */
  start(startMicros: number): void {
    this.#running = this.#run(startMicros);
  }

  /** Undoes what is in effect and waits for that; nothing begins any more. May be called again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** What became of each fault, from the start of the phase. */
  records(startMicros: number): FaultRecord[] {
    const since = (micros: number): number => Math.max(0, micros - startMicros);
    return this.#faults.map((fault, index) => {
      const { injection, undos, beganMicros, broughtAboutMicros, undoBeganMicros, undoneMicros } = this.#happened[
        index
      ] ?? { undos: [] };
      return {
        name: fault.name,
        action: this.#sayAction(fault),
        plannedAtMicros: fault.atMicros,
        plannedForMicros: fault.forMicros,
        ...(beganMicros === undefined ? {} : { beganMicros: since(beganMicros) }),
        ...(broughtAboutMicros === undefined ? {} : { broughtAboutMicros: since(broughtAboutMicros) }),
        ...(undoBeganMicros === undefined ? {} : { undoBeganMicros: since(undoBeganMicros) }),
        ...(undoneMicros === undefined ? {} : { undoneMicros: since(undoneMicros) }),
        ...(injection === undefined ? {} : { injection }),
        undos,
      };
    });
  }

  async #run(startMicros: number): Promise<void> {
    for (const [index, fault] of this.#faults.entries()) {
      const happened = this.#happened[index];
      if (happened === undefined || !(await this.#waitUntil(startMicros + fault.atMicros))) return;
      const undoAtExit = (): void => this.#options.injector.undoAtExit(fault);
      process.once('exit', undoAtExit);
      const isUndone = await this.#carryOut(fault, happened);
      process.off('exit', undoAtExit);
      if (!isUndone) return;
    }
  }

  /** @returns whether the fault is over. */
  async #carryOut(fault: ScheduledFault, happened: Happened): Promise<boolean> {
    const { clock, injector, edges, note } = this.#options;
    const beganMicros = clock.nowMicros();
    happened.beganMicros = beganMicros;
    edges.tell(beganMicros);
    note(`fault ${fault.name} begins: ${this.#sayAction(fault)}`, false);
    const injection = await injector.begin(fault, this.#stopping.signal);
    happened.injection = injection;
    if (injection.status === 'done') {
      happened.broughtAboutMicros = clock.nowMicros();
      await this.#waitUntil(beganMicros + fault.forMicros);
    } else if (injection.status !== 'interrupted') {
      note(`the fault ${fault.name} could not be brought about: it ${sayStep(injection)}; undoing it`, true);
    }
    return this.#undo(fault, happened);
  }

  async #undo(fault: ScheduledFault, happened: Happened): Promise<boolean> {
    const { clock, injector, edges, note } = this.#options;
    happened.undoBeganMicros = clock.nowMicros();
    for (let attempt = 1; attempt <= undoAttempts; attempt += 1) {
      const step = await injector.undo(fault);
      happened.undos.push(step);
      if (step.status === 'done') {
        happened.undoneMicros = clock.nowMicros();
        edges.tell(happened.undoneMicros);
        note(`fault ${fault.name} is undone`, false);
        return true;
      }
      const next = attempt < undoAttempts ? 'trying once more' : `undo it by hand: ${this.#sayUndo(fault)}`;
      note(`THE FAULT ${fault.name} WAS NOT UNDONE: its undo ${sayStep(step)}; ${next}`, true);
    }
    return false;
  }

  /** Waits until a time of the clock; false when the run ends before. */
  async #waitUntil(micros: number): Promise<boolean> {
    const { signal } = this.#stopping;
    for (;;) {
      if (signal.aborted) return false;
      const left = (micros - this.#options.clock.nowMicros()) / microsPerMilli;
      if (left <= 0) return true;
      await sleep(Math.max(timerMillis, Math.floor(left)), undefined, { signal }).catch(() => undefined);
    }
  }

  #sayAction({ action }: ScheduledFault): string {
    return action.kind === 'inject'
      ? `inject ${action.faults.join(', ')}`
      : maskSecrets(action.run.run, this.#options.secrets);
  }

  #sayUndo({ action }: ScheduledFault): string {
    return action.kind === 'inject'
      ? 'DELETE /faults of the reference target'
      : maskSecrets(action.undo.run, this.#options.secrets);
  }
}
