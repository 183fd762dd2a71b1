import { HitgateError, exitCodes, type ExitCode } from '../../errors.ts';
import { worstExitCode } from '../../judge/exit-code.ts';
import type { RolloutRecord } from '../../report/rollout-record.ts';
import { rolloutMarkdown } from '../../reporters/rollout-markdown.ts';
import { rolloutEnd } from '../../reporters/rollout-text.ts';
import { nextStepWords, shareWords } from '../../reporters/rollout-words.ts';
import {
  advance,
  shareAt,
  withUnknownShare,
  type RolloutEvent,
  type RolloutState,
  type Transition,
} from '../../rollout/advance.ts';
import { goBack } from '../../rollout/take-up.ts';
import { appendStepSummary } from '../append-step-summary.ts';
import { renderError } from '../render-error.ts';
import { outputError } from '../run/output-error.ts';
import type { Measured } from './measure-sides.ts';
import { measureStage } from './measure-stage.ts';
import { rollBack } from './roll-back.ts';
import { hookRecord, runRolloutHook } from './rollout-hooks.ts';
import { RolloutKeeper, type Happened } from './rollout-keeper.ts';
import type { RolloutSession } from './rollout-session.ts';

/** A transition that somebody asked for when a rollout was taken up again. */
export type Asked = { readonly transition: Transition; readonly what: 'resume' | 'roll back' };

/**
 * Takes the steps of a rollout until there is none left, beginning with what was asked for or with the step that the record names. The state is on disk
 * before each command and after each transition, so that whatever ends this process, the next one knows what was under way. @returns the exit code.
 */
export async function driveRollout(
  session: RolloutSession,
  begun: RolloutRecord,
  asked: Asked | undefined,
): Promise<ExitCode> {
  const keeper = new RolloutKeeper(session, begun);
  try {
    if (asked === undefined) await keeper.keep(keeper.state);
    else await keeper.follow(asked.transition, { what: asked.what });
    while (keeper.state.current.step !== 'none') await take(session, keeper, keeper.state.current.step);
  } catch (error) {
    session.options.environment.stderr.write(`${nextStepWords(keeper.record)}\n`);
    throw error;
  }
  return end(session, keeper);
}

async function take(
  session: RolloutSession,
  keeper: RolloutKeeper,
  step: 'set share' | 'measure' | 'roll back',
): Promise<void> {
  if (step === 'roll back') return goBackNow(session, keeper);
  if (session.signal.aborted) return on(session, keeper, { kind: 'interrupted' }, { what: 'interruption' });
  if (step === 'set share') return setShare(session, keeper);
  if (keeper.record.drill) return keeper.follow(rollBackDrill(keeper.state), { what: 'measure' });
  return measure(session, keeper);
}

function on(
  { rollout }: RolloutSession,
  keeper: RolloutKeeper,
  ...[event, happened]: readonly [RolloutEvent, Happened]
): Promise<void> {
  return keeper.follow(advance(keeper.state, event, rollout), happened);
}

async function setShare(session: RolloutSession, keeper: RolloutKeeper): Promise<void> {
  const { rollout, signal, progress } = session;
  const { setShare: hook } = rollout;
  if (hook === undefined)
    return on(session, keeper, { kind: 'share', status: 'done', how: 'needs no command' }, { what: 'set share' });
  const share = shareAt(rollout, keeper.state.current.stage);
  await keeper.keep(withUnknownShare(keeper.state));
  progress.note(`setting the share to ${shareWords(share)}`);
  const told = { record: keeper.record, event: 'set-share', share, signal };
  const outcome = await runRolloutHook(session, hook, told);
  const hooks = [hookRecord('rollout.setShare', outcome)];
  const { status, how } = outcome;
  if (status === 'interrupted') return on(session, keeper, { kind: 'interrupted' }, { what: 'interruption', hooks });
  return on(session, keeper, { kind: 'share', status, how }, { what: 'set share', hooks });
}

async function measure(session: RolloutSession, keeper: RolloutKeeper): Promise<void> {
  let measured: Measured;
  try {
    measured = await measureStage(session, keeper.record);
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    const { message: reason, exitCode } = error;
    return await on(session, keeper, { kind: 'not measured', reason, exitCode }, { what: 'measure' });
  } finally {
    session.progress.stop();
  }
  const { findings, runs } = measured;
  if (findings === undefined) return on(session, keeper, { kind: 'interrupted' }, { what: 'interruption', runs });
  return on(session, keeper, { kind: 'measured', findings }, { what: 'measure', runs });
}

async function goBackNow(session: RolloutSession, keeper: RolloutKeeper): Promise<void> {
  const { signal, progress, options } = session;
  const warn = (): void =>
    options.environment.stderr.write(
      'rolling back, which Ctrl-C does not end; once more ends it undone, rollback command and all\n',
    );
  progress.note('rolling back');
  if (signal.aborted) warn();
  signal.addEventListener('abort', warn);
  try {
    const reason = keeper.record.history.at(-1)?.reason ?? '';
    const { rollback, hooks } = await rollBack(session, keeper.record, reason);
    await on(session, keeper, { kind: 'rolled back', rollback }, { what: 'roll back', hooks, rollback });
  } finally {
    signal.removeEventListener('abort', warn);
  }
}

/** A drill goes back as soon as the share is set; that it does is a success. */
function rollBackDrill(state: RolloutState): Transition {
  const { state: back, decision } = goBack(state);
  return { state: back, decision: { ...decision, reason: 'a drill (--test-rollback): nothing was judged' } };
}

/** Says the end before its time is written, so that a full disk does not hide it. */
async function end({ folder, options }: RolloutSession, keeper: RolloutKeeper): Promise<ExitCode> {
  const { stdout, stderr, clock, env } = options.environment;
  const codes: ExitCode[] = [keeper.state.exitCode ?? exitCodes.bug];
  stdout.write(rolloutEnd(keeper.record, { folder, width: stdout.columns }));
  try {
    await keeper.keep(keeper.state, { endedAt: new Date(clock.wallMillis()).toISOString() });
    await appendStepSummary(env['GITHUB_STEP_SUMMARY'], rolloutMarkdown(keeper.record));
  } catch (cause) {
    const error = cause instanceof HitgateError ? cause : outputError(folder, cause);
    stderr.write(renderError(error));
    codes.push(error.exitCode);
  }
  if (keeper.unwritten !== undefined) codes.push(keeper.unwritten.exitCode);
  return worstExitCode(codes);
}
