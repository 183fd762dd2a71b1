import { setTimeout as sleep } from 'node:timers/promises';
import { HitgateError, targetError } from '../../errors.ts';
import { maskSecretsOfTail } from '../../mask-secrets.ts';
import type { Target } from '../../scenario/scenario.ts';
import { formatDuration, microsPerMilli } from '../../units.ts';
import { startCommand, type CommandProcess } from '../command-process.ts';
import { isListening } from '../is-listening.ts';
import { openTarget, type OpenTarget } from '../run/open-target.ts';
import type { OpenSideOptions } from './open-side.ts';
import type { SideSource } from './side.ts';

type CommandSource = Extract<SideSource, { readonly kind: 'command' }>;

const pollMillis = 50;
/** How long a command may take to end after SIGTERM before it is killed. */
const stopMillis = 5_000;

/**
 * Starts a command and waits until it is healthy by the scenario's rule, or takes connections when there is none. Nothing may answer there
 * before: it would be measured in place of the command. @throws HitgateError (exit 5) when something does, or when the command ends or is not
 * healthy in time; it is stopped then.
 */
export async function openCommandTarget(
  target: Target,
  source: CommandSource,
  options: OpenSideOptions,
): Promise<OpenTarget> {
  const url = target.url ?? '';
  if (await staysListening(url)) throw occupiedError(url, source);
  const command = startCommand(source.command);
  try {
    const open = await waitForHealth({ target, source, command }, options);
    return {
      ...open,
      lost: () => {
        const ended = command.ended();
        return ended === undefined
          ? undefined
          : `the command of ${source.flag} ${ended}${lastWords(command, options.secrets)}`;
      },
      close: () => stop(command, source),
    };
  } catch (error) {
    await stop(command, source);
    throw error;
  }
}

/** What was just stopped may take a moment to let go of its port. */
async function staysListening(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (!(await isListening(url))) return false;
    await sleep(pollMillis);
  }
  return true;
}

type Started = { readonly target: Target; readonly source: CommandSource; readonly command: CommandProcess };

async function waitForHealth({ target, source, command }: Started, options: OpenSideOptions): Promise<OpenTarget> {
  const url = target.url ?? '';
  const timeout = AbortSignal.timeout(source.startMillis);
  const signal = AbortSignal.any([options.signal, timeout, command.ending]);
  let seen = 'nothing listens there';
  while (!signal.aborted) {
    if (await isListening(url)) {
      try {
        return await openTarget(target, { ...options, signal, referenceOptions: [], cores: undefined });
      } catch (error) {
        if (!(error instanceof HitgateError)) throw error;
        if (!signal.aborted) seen = error.message;
      }
    }
    await sleep(pollMillis, undefined, { signal }).catch(() => undefined);
  }
  options.signal.throwIfAborted();
  const ended = command.ended();
  if (ended !== undefined) {
    throw targetError(
      `The command of ${source.flag} ${ended} before it was healthy at ${url}${lastWords(command, options.secrets)}`,
      'give a command that keeps running until it is stopped (no daemon, no `&` at its end)',
    );
  }
  throw targetError(
    `The command of ${source.flag} was not healthy within ${formatDuration(source.startMillis * microsPerMilli)}: ${seen}${lastWords(command, options.secrets)}`,
    'raise --start-timeout, or check the URL where it listens and target.health',
  );
}

function occupiedError(url: string, { flag }: CommandSource): HitgateError {
  return targetError(
    `Something answers at ${url} although the command of ${flag} is not started yet: it would be measured in its place`,
    'stop what listens there; a command must end with all that it started when its process group gets SIGTERM',
  );
}

async function stop(command: CommandProcess, { flag }: CommandSource): Promise<void> {
  if (await command.stop(stopMillis)) return;
  throw targetError(
    `The command of ${flag} could not be stopped`,
    'end it by hand, and give a command that hitgate may signal (no sudo)',
  );
}

/** What a command printed last, without the secrets that were sent to it. */
function lastWords(command: CommandProcess, secrets: Readonly<Record<string, string>>): string {
  const text = maskSecretsOfTail(command.output(), Object.values(secrets));
  return text === '' ? '' : `; it said last: ${text}`;
}
