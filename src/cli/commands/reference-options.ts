import { Option, type Command } from 'commander';
import { usageError } from '../../errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { collect } from './options.ts';

/** The flags that say what the reference target is like, as commander hands them over. */
export type ReferenceFlags = {
  readonly profile?: string;
  readonly fault: readonly string[];
  readonly targetOption: readonly string[];
};

/** Adds the flags of the reference target, which is started when a scenario names no other. */
export function addReferenceOptions(command: Command): Command {
  return command
    .addOption(new Option('--profile <name>', 'profile of the reference target').choices(['fact', 'placeholder']))
    .option('--fault <fault>', 'fault of the reference target, as in slow-hits:40ms; may be repeated', collect, [])
    .option(
      '--target-option <flag=value>',
      'any other flag of `hitgate target`, as in pool=32; may be repeated',
      collect,
      [],
    );
}

/** The flags as arguments of `hitgate target`. */
export function referenceArguments({ profile, fault, targetOption }: ReferenceFlags): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...fault.flatMap((text) => ['--fault', text]),
    ...targetOption.map((text) => `--${text}`),
  ];
}

/** The flags as arguments of `hitgate target`. @throws HitgateError (exit 2) when a scenario has a target of its own. */
export function referenceOptionsOf(flags: ReferenceFlags, scenarios: readonly Scenario[]): string[] {
  const options = referenceArguments(flags);
  if (options.length > 0 && scenarios.some(({ target }) => target.url !== undefined))
    throw usageError(
      '--profile, --fault and --target-option are for the reference target, but the scenario has a target of its own',
      'remove --target (and HITGATE_TARGET), or remove these flags',
    );
  return options;
}
