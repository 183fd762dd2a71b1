import { Option, type Command } from 'commander';
import type { Problem } from '../../../errors.ts';
import type { PairSide } from '../../../plan/pair-order.ts';
import { collect } from '../options.ts';
import { referenceArguments, type ReferenceFlags } from '../reference-options.ts';

/** The flags that say what the sides of `hitgate ab` are, as commander hands them over. */
export type SideFlags = ReferenceFlags & {
  readonly target?: string;
  readonly before?: string;
  readonly after?: string;
  readonly beforeCmd?: string;
  readonly afterCmd?: string;
  readonly beforeUrl?: string;
  readonly afterUrl?: string;
  readonly startTimeout?: number;
  readonly beforeProfile?: string;
  readonly afterProfile?: string;
  readonly beforeFault: readonly string[];
  readonly afterFault: readonly string[];
  readonly beforeTargetOption: readonly string[];
  readonly afterTargetOption: readonly string[];
};

/** What the flags say of one side. */
export type NamedSide =
  | { readonly kind: 'url'; readonly url: string; readonly flag: string }
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly flag: string;
      /** Where it listens, when the side has a URL of its own. */
      readonly url?: { readonly url: string; readonly flag: string };
    }
  | { readonly kind: 'reference'; readonly options: readonly string[] };

/** Adds the flags that name the sides. */
export function addSideOptions(command: Command): Command {
  for (const side of ['before', 'after'] as const) {
    command.option(`--${side} <url>`, `the service ${side} the change, which runs already`);
  }
  for (const side of ['before', 'after'] as const) {
    command
      .option(`--${side}-cmd <command>`, `command that starts the service ${side} the change and keeps running`)
      .option(`--${side}-url <url>`, `where the command of --${side}-cmd listens (default: the scenario’s target)`);
  }
  for (const side of ['before', 'after'] as const) {
    command
      .addOption(
        new Option(`--${side}-profile <name>`, `profile of the reference target ${side}`).choices([
          'fact',
          'placeholder',
        ]),
      )
      .option(`--${side}-fault <fault>`, `fault of the reference target ${side}, as in slow-hits:15%`, collect, [])
      .option(`--${side}-target-option <flag=value>`, `any other flag of \`hitgate target\` ${side}`, collect, []);
  }
  return command;
}

/** The sides that the flags name, or every reason why they do not. */
export function readSides(
  flags: SideFlags,
): { readonly before: NamedSide; readonly after: NamedSide } | { readonly problems: readonly Problem[] } {
  const problems = [
    ...findProblems(flags, 'before'),
    ...findProblems(flags, 'after'),
    ...findUnpaired(flags),
    ...findForeign(flags),
  ];
  if (problems.length > 0) return { problems };
  const before = sideOf(flags, 'before');
  const after = sideOf(flags, 'after');
  const same = findSame(before, after);
  return same === undefined ? { before, after } : { problems: [same] };
}

type OwnFlags = {
  readonly url?: string | undefined;
  readonly command?: string | undefined;
  readonly listensAt?: string | undefined;
  readonly reference: readonly string[];
};

function flagsOf(flags: SideFlags, side: PairSide): OwnFlags {
  return side === 'before'
    ? {
        url: flags.before,
        command: flags.beforeCmd,
        listensAt: flags.beforeUrl,
        reference: referenceArguments({
          ...(flags.beforeProfile === undefined ? {} : { profile: flags.beforeProfile }),
          fault: flags.beforeFault,
          targetOption: flags.beforeTargetOption,
        }),
      }
    : {
        url: flags.after,
        command: flags.afterCmd,
        listensAt: flags.afterUrl,
        reference: referenceArguments({
          ...(flags.afterProfile === undefined ? {} : { profile: flags.afterProfile }),
          fault: flags.afterFault,
          targetOption: flags.afterTargetOption,
        }),
      };
}

function findProblems(flags: SideFlags, side: PairSide): Problem[] {
  const { url, command, listensAt } = flagsOf(flags, side);
  const problems: Problem[] = [];
  if (url !== undefined && command !== undefined) {
    problems.push({
      message: `--${side} and --${side}-cmd both say what the side ${side} is`,
      hint: `give --${side} for a service that runs already, or --${side}-cmd for one that hitgate starts`,
    });
  }
  if (listensAt !== undefined && command === undefined) {
    problems.push({
      message: `--${side}-url says where a command listens, but there is no --${side}-cmd`,
      hint: `give the command with --${side}-cmd, or name a service that runs already with --${side}`,
    });
  }
  if (command?.trim() === '') {
    problems.push({ message: `--${side}-cmd is empty`, hint: 'give the command that starts the service' });
  }
  return problems;
}

/** Both sides must be there, and of one kind: a service that runs on and one that was just started are not alike. */
function findUnpaired(flags: SideFlags): Problem[] {
  const [before, after] = [flagsOf(flags, 'before'), flagsOf(flags, 'after')];
  if (isNamed(before) !== isNamed(after)) {
    const [given, missing] = isNamed(before) ? (['before', 'after'] as const) : (['after', 'before'] as const);
    const kind = flagsOf(flags, given).url === undefined ? '-cmd' : '';
    return [
      {
        message: `--${missing}${kind} is missing: --${given}${kind} alone says what the side ${given} is`,
        hint: `add --${missing}${kind}, or compare with a stored run: hitgate compare <before> <after>`,
      },
    ];
  }
  const isMixed =
    (before.url !== undefined && after.command !== undefined && before.command === undefined) ||
    (before.command !== undefined && after.url !== undefined && before.url === undefined);
  if (!isMixed) return [];
  return [
    {
      message:
        'one side is a service that runs already and the other a command: the sides must be alike but for the change',
      hint: 'give a URL for both sides, or a command for both',
    },
  ];
}

function isNamed({ url, command }: OwnFlags): boolean {
  return url !== undefined || command !== undefined;
}

/** Flags that mean nothing for sides of this kind. */
function findForeign(flags: SideFlags): Problem[] {
  const [before, after] = [flagsOf(flags, 'before'), flagsOf(flags, 'after')];
  const hasUrl = before.url !== undefined || after.url !== undefined;
  const hasCommand = before.command !== undefined || after.command !== undefined;
  const reference = [...referenceArguments(flags), ...before.reference, ...after.reference];
  const problems: Problem[] = [];
  if (reference.length > 0 && (hasUrl || hasCommand)) {
    problems.push({
      message:
        'profiles, faults and target options are for the reference target, but the sides are services of their own',
      hint: 'remove these flags, or remove --before, --after and the commands',
    });
  }
  if (flags.target !== undefined && hasUrl) {
    problems.push({
      message: '--target names one service, but --before and --after name two',
      hint: 'remove --target',
    });
  }
  if (flags.startTimeout !== undefined && !hasCommand) {
    problems.push({
      message: '--start-timeout is how long a command may take to be healthy, but there is no command',
      hint: 'remove it, or give the commands with --before-cmd and --after-cmd',
    });
  }
  return problems;
}

function sideOf(flags: SideFlags, side: PairSide): NamedSide {
  const { url, command, listensAt, reference } = flagsOf(flags, side);
  if (url !== undefined) return { kind: 'url', url, flag: `--${side}` };
  if (command !== undefined) {
    return {
      kind: 'command',
      command,
      flag: `--${side}-cmd`,
      ...(listensAt === undefined ? {} : { url: { url: listensAt, flag: `--${side}-url` } }),
    };
  }
  // A profile of its own replaces the common one; commander takes the last.
  return { kind: 'reference', options: [...referenceArguments(flags), ...reference] };
}

function findSame(before: NamedSide, after: NamedSide): Problem | undefined {
  const hint = 'to measure how much a target differs from itself, use: hitgate aa';
  if (before.kind === 'url' && after.kind === 'url' && withoutSlash(before.url) === withoutSlash(after.url))
    return { message: '--before and --after name the same service', hint };
  if (before.kind === 'command' && after.kind === 'command' && before.command === after.command)
    return { message: '--before-cmd and --after-cmd are the same command', hint };
  if (
    before.kind === 'reference' &&
    after.kind === 'reference' &&
    before.options.join('\n') === after.options.join('\n')
  ) {
    return {
      message: 'nothing says what the two sides are',
      hint: 'give --before URL and --after URL, two commands with --before-cmd and --after-cmd, or, for the reference target, what differs, as in --after-fault slow-hits:15%',
    };
  }
  return undefined;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}
