import { exitCodes, type ExitCode } from '../../errors.ts';
import { exitCodeOf, worstExitCode } from '../../judge/exit-code.ts';
import type { RollbackRecord, WatchRecord } from '../../report/watch-record.ts';
import type { WatchList } from '../../rules/watch-list.ts';
import type { Actions } from '../../scenario/hook.ts';
import { microsPerMilli } from '../../units.ts';
import { describeRollback, describeWatch, type WatchIdentity } from '../../watch/describe-watch.ts';
import type { Look } from '../../watch/reading.ts';
import { nextSteps } from '../../watch/next-steps.ts';
import { watchOutcome, type FailOn } from '../../watch/watch-outcome.ts';
import { Watcher, type Change } from '../../watch/watcher.ts';
import type { CliEnvironment } from '../environment.ts';
import { packageVersion } from '../version.ts';
import { isTold, WatchActions } from './watch-actions.ts';
import { openWatchFolder, type WatchFolder } from './watch-folder.ts';
import { actionLine, changeLine, endLines, silenceOf, startLine, statusLine } from './watch-lines.ts';
import type { WatchSource } from './watch-source.ts';

/** What a watch is driven with. */
export type DriveWatchOptions = {
  readonly environment: CliEnvironment;
  readonly watch: WatchList;
  readonly source: WatchSource;
  readonly actions: Actions | undefined;
  readonly secrets: readonly string[];
  readonly out: string;
  readonly intervalMicros: number;
  /** How long it goes on; undefined until it is interrupted. */
  readonly lengthMicros: number | undefined;
  readonly keepWatching: boolean;
  readonly failOn: FailOn;
  readonly quiet: boolean;
  /** Waits; ends early when the signal aborts. Time passes here and nowhere else, so that a test has its own. */
  readonly pause: (millis: number, signal: AbortSignal) => Promise<void>;
};

/** Of a trigger that fires over and over not every firing needs files of its own. */
const mostReports = 100;

const clearLine = '\r\u001B[2K';

/** Watches until its time is over, it is interrupted, or a rollback trigger fires. @returns the exit code of what was seen. */
export async function driveWatch(options: DriveWatchOptions): Promise<ExitCode> {
  const { environment, source } = options;
  const working = new AbortController();
  const stopListening = environment.onInterrupt(() => working.abort());
  try {
    const session = new WatchSession(options);
    session.begin();
    const by = await watchBeside(session, source, working);
    return await session.end(by);
  } finally {
    stopListening();
  }
}

/** Looks while the source works, and ends both when one of them ends. @throws what either threw. */
async function watchBeside(session: WatchSession, source: WatchSource, working: AbortController): Promise<EndedBy> {
  const end = (): void => working.abort();
  const [by] = await Promise.all([session.watch(working.signal).finally(end), source.run(working.signal).finally(end)]);
  return by;
}

type EndedBy = NonNullable<WatchRecord['ended']>['by'];

type Reported = {
  readonly change: Change;
  readonly first: RollbackRecord;
  readonly number: number;
  readonly rollingBack: string | undefined;
};

class WatchSession {
  readonly #options: DriveWatchOptions;
  readonly #watcher: Watcher;
  readonly #folder: WatchFolder;
  readonly #identity: WatchIdentity;
  readonly #actions: WatchActions;
  /** How many reports there are of triggers that ask for the same. */
  readonly #reported = { rollback: 0, review: 0 };
  /** Those that are being written. */
  readonly #reports = new Set<Promise<void>>();
  #silence: string | undefined = undefined;
  #hasLine = false;

  constructor(options: DriveWatchOptions) {
    const { environment, watch, source, actions, secrets } = options;
    const { clock, env, cwd } = environment;
    this.#options = options;
    this.#watcher = new Watcher(options);
    const wallMillis = clock.wallMillis();
    this.#folder = openWatchFolder(options.out, { wallMillis, scenario: watch.scenario }, (text) => this.#say(text));
    this.#identity = {
      hitgateVersion: packageVersion(),
      id: this.#folder.id,
      scenario: watch.scenario,
      source: source.describe(),
      startedAt: isoOf(wallMillis),
      isoOf,
    };
    this.#actions = new WatchActions({
      actions,
      scenario: watch.scenario,
      url: this.#identity.source.url,
      folder: this.#folder.path,
      env,
      secrets,
      cwd,
      now: () => isoOf(clock.wallMillis()),
      onDone: (record) => this.#print(actionLine(record)),
    });
  }

  /** Says what is watched. */
  begin(): void {
    const { watch, intervalMicros, lengthMicros } = this.#options;
    const triggers = watch.triggers.length;
    const folder = this.#folder.path;
    this.#print(startLine(this.#identity, { triggers, intervalMicros, lengthMicros, folder }));
  }

  /** Looks again and again. Looks are due at fixed times; one that is late is taken for what it is, and those that were missed are left out. */
  async watch(signal: AbortSignal): Promise<EndedBy> {
    const { environment, intervalMicros, lengthMicros = Infinity, pause, keepWatching } = this.#options;
    const { clock } = environment;
    const started = clock.nowMicros();
    for (let number = 1; ; number += 1) {
      const due = started + number * intervalMicros;
      if (due - started > lengthMicros) return 'time';
      await pause(Math.max(0, due - clock.nowMicros()) / microsPerMilli, signal);
      if (signal.aborted) return 'interruption';
      const late = clock.nowMicros() - due;
      const look = await this.#look(late < intervalMicros / 2 ? due : due + late, signal);
      if (look === undefined) return 'interruption';
      const hasRollback = this.#take(look, started);
      await this.#writeState();
      if (hasRollback && !keepWatching) return 'rollback';
      number += Math.floor(Math.max(0, clock.nowMicros() - due) / intervalMicros);
    }
  }

  /** Waits for what is under way, writes the last state and prints it. */
  async end(by: EndedBy): Promise<ExitCode> {
    const { environment, failOn, quiet } = this.#options;
    this.#clearLine();
    if (this.#actions.underWay > 0)
      this.#print(`waiting for what is being done; Ctrl-C ${by === 'interruption' ? 'again' : 'twice'} ends it`);
    await this.#actions.settle();
    await Promise.all(this.#reports);
    const at = isoOf(environment.clock.wallMillis());
    const wasLooked = this.#watcher.counts.made > 0;
    const ended = { at, by, ...watchOutcome(this.#watcher, failOn) };
    const record = this.#describe(ended);
    await this.#folder.writeState(record);
    environment.stdout.write(
      quiet
        ? `${ended.outcome} ${record.scenario}: ${ended.reasons.join('; ')} (${this.#folder.path})\n`
        : endLines(record, this.#folder.path),
    );
    const codes: ExitCode[] = [by === 'interruption' && !wasLooked ? exitCodes.interrupted : exitCodeOf(ended)];
    if (this.#folder.hasFailed()) codes.push(exitCodes.report);
    return worstExitCode(codes);
  }

  /** Undefined when the watch was interrupted meanwhile: what could not be read then says nothing. */
  async #look(atMicros: number, signal: AbortSignal): Promise<Look | undefined> {
    const { environment, source } = this.#options;
    const wallMillis = environment.clock.wallMillis();
    const seen = await source.read(environment.clock.nowMicros(), signal);
    return signal.aborted ? undefined : { atMicros, wallMillis, ...seen };
  }

  /** @returns whether a rollback trigger fired. */
  #take(look: Look, startedMicros: number): boolean {
    const changes = this.#watcher.look(look);
    this.#tellSilence(look);
    for (const change of changes) this.#print(changeLine(change, isoOf(change.wallMillis)));
    let hasRollback = false;
    for (const change of changes.filter(isTold)) {
      const { action } = change.trigger;
      if (change.kind === 'fired' && action !== 'alert') this.#report(action, change, look);
      else void this.#actions.act(change, undefined);
      hasRollback ||= change.kind === 'fired' && action === 'rollback';
    }
    this.#showStatus(statusLine(look, this.#watcher, look.atMicros - startedMicros));
    return hasRollback;
  }

  /** Says once that nothing is seen, and why, without waiting until that is an alert; and once that it is over. */
  #tellSilence(look: Look): void {
    const silence = silenceOf(look);
    const at = isoOf(look.wallMillis);
    if (silence !== undefined && this.#silence === undefined) this.#print(`${at}  no figure has a value: ${silence}`);
    if (silence === undefined && this.#silence !== undefined) this.#print(`${at}  figures have values again`);
    this.#silence = silence;
  }

  #report(action: 'rollback' | 'review', change: Change, look: Look): void {
    const number = this.#reported[action] + 1;
    const rollingBack = this.#otherRollback(change);
    if (number > mostReports) {
      void this.#actions.act(change, rollingBack);
      return;
    }
    this.#reported[action] = number;
    const first = describeRollback(this.#identity, this.#watcher, { change, look });
    const work = this.#writeAndAct({ change, first, number, rollingBack });
    this.#reports.add(work);
    void work.then(() => this.#reports.delete(work));
  }

  /** The report is written before the command has begun, and again when it is known how it ended. */
  async #writeAndAct({ change, first, number, rollingBack }: Reported): Promise<void> {
    const written = this.#folder.writeReport(first, number);
    const actions = await this.#actions.act(change, rollingBack);
    await written;
    const steps = nextSteps(change, actions, first.scenario);
    await this.#folder.writeReport({ ...first, actions: [...actions], nextSteps: steps }, number);
  }

  /** Another rollback trigger that fires, and fired first. */
  #otherRollback({ trigger }: Change): string | undefined {
    const others = this.#watcher.watches.filter(
      (watch) => watch.trigger.action === 'rollback' && watch.state.phase === 'firing',
    );
    const firedAt = (name: string): number =>
      others.find((each) => each.trigger.name === name)?.state.firedAtMicros ?? 0;
    const [first] = others.toSorted((one, other) => firedAt(one.trigger.name) - firedAt(other.trigger.name));
    return first === undefined || first.trigger.name === trigger.name ? undefined : first.trigger.name;
  }

  #describe(ended?: WatchRecord['ended']): WatchRecord {
    const wallMillis = this.#options.environment.clock.wallMillis();
    const more = ended === undefined ? {} : { ended };
    return describeWatch(this.#identity, this.#watcher, { ...this.#actions.done, wallMillis, ...more });
  }

  #writeState(): Promise<void> {
    return this.#folder.writeState(this.#describe());
  }

  #print(line: string): void {
    if (!this.#options.quiet) this.#say(`${line}\n`);
  }

  #say(text: string): void {
    this.#clearLine();
    this.#options.environment.stderr.write(text);
  }

  #showStatus(line: string): void {
    const { stderr } = this.#options.environment;
    if (this.#options.quiet || !stderr.isTerminal) return;
    this.#clearLine();
    stderr.write(line.slice(0, Math.max(20, stderr.columns - 1)));
    this.#hasLine = true;
  }

  #clearLine(): void {
    if (this.#hasLine) this.#options.environment.stderr.write(clearLine);
    this.#hasLine = false;
  }
}

function isoOf(wallMillis: number): string {
  return new Date(Math.round(wallMillis)).toISOString();
}
