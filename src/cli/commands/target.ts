import process from 'node:process';
import { Option, type Command } from 'commander';
import { startReferenceTarget } from '../../target/reference-target.ts';
import { referenceTargetOptions } from '../../target/options.ts';
import type { CommandContext } from '../program.ts';
import { collect } from './options.ts';

type TargetFlags = Readonly<Record<string, string | readonly string[] | boolean | undefined>> & {
  readonly json?: true;
  readonly untilStdinCloses?: true;
};

/** `hitgate target`: the reference target as a process of its own, until it is interrupted. */
export function addTargetCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('target')
    .summary('run the reference target, a stand-in for the real service')
    .action(async (flags: TargetFlags) => {
      const running = await startReferenceTarget(referenceTargetOptions(flags));
      environment.stdout.write(`${running.url}\n`);
      await new Promise<void>((resolve) => {
        void resolve;
      });
      await running.close();
    });
  void Option;
  void collect;
  void process;
}
