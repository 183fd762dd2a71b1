import { Option, type Command } from 'commander';
import { exitCodes, scenarioError, type ExitCode } from '../../errors.ts';
import { exitCodeOf } from '../../judge/exit-code.ts';
import type { Plan } from '../../plan/plan.ts';
import { probeRecordOf, type ProbeRecord } from '../../report/probe-record.ts';
import { probeJunit } from '../../reporters/probe-junit.ts';
import { probeMarkdown } from '../../reporters/probe-markdown.ts';
import { probeText } from '../../reporters/probe-text.ts';
import type { CliEnvironment } from '../environment.ts';
import { printOutput } from '../print-output.ts';
import type { CommandContext } from '../program.ts';
import { createProgress } from '../progress.ts';
import { resolveSecrets } from '../resolve-secrets.ts';
import { openTarget } from '../run/open-target.ts';
import { makeProbes } from '../run/probe-around.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { placeOf, loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { readTls } from '../tls/read-tls.ts';
import { packageVersion } from '../version.ts';
import { outputOption } from './options.ts';
import { addServiceOptions, overridesOf, type OverrideOptions } from './overrides.ts';
import { addReferenceOptions, referenceOptionsOf, type ReferenceFlags } from './reference-options.ts';

type Format = 'terminal' | 'json' | 'markdown' | 'junit';
type Flags = Pick<OverrideOptions, 'target' | 'ca' | 'cert' | 'key' | 'insecure'> &
  ReferenceFlags & { readonly format: Format; readonly output?: string; readonly quiet?: true };

const examples = `
Examples:
  $ hitgate probe                                           scenarios/probes.ts on the reference target, started and stopped here
  $ hitgate probe scenarios/probes.ts --target http://127.0.0.1:8080
  $ hitgate probe scenarios/probes.ts --fault no-citations:50%
                                                            see a probe fail for its true reason
  $ hitgate probe scenarios/probes.ts --format json --output probes.json
  $ hitgate probe scenarios/probes.ts --format junit --output probes.xml

Exit codes: 0 every probe passed; 1 a probe failed; 2 usage or scenario error (nothing sent); 3 none failed, but one had no data;
            5 the reference target did not start; 6 output not written; 130 interrupted`;

/** `hitgate probe [scenario]`: the functional checks of a live service, without load. */
export function addProbeCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('probe')
    .summary('functional checks of a live service, without load')
    .description(
      'Makes the probes of a scenario once: health, citations, consensus, cache behaviour, MCP, coherence of replicas. Each has a verdict, what was seen, and a time. Sends some tens of requests and no load.',
    )
    .argument('[scenario]', 'scenario file (.ts, .yaml or .json) with probes', 'scenarios/probes.ts')
    .addOption(
      new Option('-f, --format <format>', 'how to print it')
        .choices(['terminal', 'json', 'markdown', 'junit'])
        .default('terminal'),
    )
    .addOption(outputOption())
    .option('-q, --quiet', 'print the verdict line only');
  addServiceOptions(command);
  addReferenceOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => context.finish(await runProbeCommand(file, flags, context)));
}

async function runProbeCommand(file: string, flags: Flags, { environment }: CommandContext): Promise<ExitCode> {
  const { cwd, env, stderr } = environment;
  const scenario = await loadScenarioFile(file, { cwd, env, flags: overridesOf(flags) });
  if (scenario.probes === undefined) {
    const hint = 'add a section probes, such as probes: { health: true, citations: true, cache: true }';
    throw scenarioError([{ message: `the scenario ${scenario.name} has no probes`, ...placeOf(scenario, []), hint }]);
  }
  if (scenario.target.tls?.insecure === true)
    stderr.write('warning: the certificate of the target is not verified: whoever answers may be another service\n');
  const plan = await preparePlan(scenario);
  const referenceOptions = referenceOptionsOf(flags, [scenario]);
  const abort = new AbortController();
  const stopListening = environment.onInterrupt(() => abort.abort());
  try {
    const record = await probeOnce(plan, { environment, referenceOptions, signal: abort.signal, flags });
    if (record === undefined) {
      stderr.write('interrupted: probes that were cut off say nothing\n');
      return exitCodes.interrupted;
    }
    const { format, output } = flags;
    const brief = flags.quiet === true && output === undefined;
    await printOutput(environment, output, (looks) => render(record, format, { ...looks, brief }));
    return exitCodeOf(record);
  } finally {
    stopListening();
  }
}

type Probing = {
  readonly environment: CliEnvironment;
  readonly referenceOptions: readonly string[];
  readonly signal: AbortSignal;
  readonly flags: Flags;
};

/** @returns undefined when it was interrupted. */
async function probeOnce(
  plan: Plan,
  { environment, referenceOptions, signal, flags }: Probing,
): Promise<ProbeRecord | undefined> {
  const { name, description, file, target } = plan.scenario;
  const secrets = resolveSecrets(target.request, environment.env);
  const tls = await readTls(target.tls, environment.env);
  const progress = createProgress(environment.stderr, flags.quiet === true);
  // Health is for a probe to judge: an unhealthy service is a finding here and no reason to stop.
  const { health: _, ...asked } = target;
  const opened = await openTarget(asked, { referenceOptions, secrets, tls, cores: undefined, signal });
  try {
    const pass = await makeProbes(plan, { environment, url: opened.url, secrets, tls, progress, signal });
    if (pass === undefined) return undefined;
    const about = { hitgateVersion: packageVersion(), scenario: { name, description, file }, target: opened.identity };
    return probeRecordOf(pass, about);
  } finally {
    progress.stop();
    await opened.close();
  }
}

function render(record: ProbeRecord, format: Format, options: Parameters<typeof probeText>[1]): string {
  switch (format) {
    case 'terminal':
      return probeText(record, options);
    case 'json':
      return `${JSON.stringify(record, null, 2)}\n`;
    case 'markdown':
      return probeMarkdown(record);
    case 'junit':
      return probeJunit(record);
  }
}
