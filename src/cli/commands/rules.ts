import { Option, type Command } from 'commander';
import { scenarioError } from '../../errors.ts';
import { findBucketDoubts } from '../../rules/bucket-doubts.ts';
import { grafanaDashboard } from '../../rules/grafana-dashboard.ts';
import { prometheusRules } from '../../rules/prometheus-rules.ts';
import { rulesTest } from '../../rules/rules-test.ts';
import { watchListOf, type WatchList } from '../../rules/watch-list.ts';
import { printOutput } from '../print-output.ts';
import type { CommandContext } from '../program.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { outputOption } from './options.ts';

type Flags = {
  readonly format: 'prometheus' | 'grafana' | 'test';
  readonly output?: string;
  readonly rulesFile?: string;
};

const examples = `
Examples:
  $ hitgate rules scenarios/sla.ts --output sla.rules.yaml
  $ hitgate rules scenarios/sla.ts --format test --output sla.test.yaml
  $ promtool check rules sla.rules.yaml && promtool test rules sla.test.yaml
  $ hitgate rules scenarios/sla.ts --format grafana --output sla.dashboard.json`;

/** `hitgate rules <scenario>`: what watches a live service for the limits of a scenario; sends nothing. */
export function addRulesCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('rules')
    .summary('Prometheus rules and a Grafana dashboard from the limits of a scenario')
    .description(
      'Writes recording and alerting rules for Prometheus, unit tests of them for promtool, or a Grafana dashboard, from the triggers, thresholds and metric names of a scenario. Sends nothing.',
    )
    .argument('<scenario>', 'scenario file (.ts, .yaml or .json)')
    .addOption(
      new Option('-f, --format <format>', 'what to write')
        .choices(['prometheus', 'grafana', 'test'])
        .default('prometheus'),
    )
    .addOption(outputOption())
    .option('--rules-file <file>', 'rules that --format test is about (default: <name of the scenario>.rules.yaml)')
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => {
      const { cwd, env, stderr } = environment;
      const watch = watchListOf(await loadScenarioFile(file, { cwd, env, flags: {} }));
      for (const warning of warningsOf(watch, file)) stderr.write(`warning: ${warning}\n`);
      await printOutput(environment, flags.output, () => render(watch, flags));
    });
}

function render(watch: WatchList, { format, rulesFile }: Flags): string {
  switch (format) {
    case 'prometheus':
      return prometheusRules(watch);
    case 'grafana':
      return grafanaDashboard(watch);
    case 'test':
      return rulesTest(watch, rulesFile ?? `${watch.scenario}.rules.yaml`);
  }
}

/** @throws HitgateError (exit 2) for an alert that could never fire: no rule is better than one that only looks like it. */
function warningsOf(watch: WatchList, file: string): string[] {
  const doubts = findBucketDoubts(watch);
  const blind = doubts.filter(({ kind }) => kind === 'blind');
  if (blind.length > 0) {
    throw scenarioError(
      blind.map(({ sentence, remedy }) => ({
        message: `${sentence}: its alert could never fire`,
        file,
        hint: `${remedy}, and list both in metrics.buckets`,
      })),
    );
  }
  return doubts.map(({ sentence, remedy }) => `${sentence} → ${remedy}`);
}
