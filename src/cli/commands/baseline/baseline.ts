import type { Command } from 'commander';
import type { CommandContext } from '../../program.ts';
import { addImportCommand } from './import.ts';
import { addListCommand } from './list.ts';
import { addSaveCommand } from './save.ts';
import { addShowCommand } from './show.ts';

const examples = `
Examples:
  $ hitgate baseline save latest --name pre-integration
  $ hitgate baseline import target/criterion --name benches
  $ hitgate baseline import k6.csv --name k6-before
  $ hitgate baseline list
  $ hitgate baseline show pre-integration`;

/** `hitgate baseline save|import|list|show`: runs and results of other tools that are kept by name, to be compared with. */
export function addBaselineCommand(program: Command, context: CommandContext): void {
  const baseline = program
    .command('baseline')
    .summary('keep runs and results of other tools by name, and show them')
    .addHelpText('after', examples);
  addSaveCommand(baseline, context);
  addImportCommand(baseline, context);
  addListCommand(baseline, context);
  addShowCommand(baseline, context);
}
