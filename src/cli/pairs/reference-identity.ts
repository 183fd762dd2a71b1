import type { TargetIdentity } from '../../report/run-report.ts';

/** How a reference target with these arguments of `hitgate target` names itself. */
export function referenceIdentity(
  options: readonly string[],
): Pick<TargetIdentity, 'url' | 'reference' | 'profile' | 'faults'> {
  const valuesOf = (flag: string): string[] =>
    options.flatMap((option, index) =>
      options[index - 1] === flag ? [option] : option.startsWith(`${flag}=`) ? [option.slice(flag.length + 1)] : [],
    );
  return {
    url: '',
    reference: true,
    profile: valuesOf('--profile').at(-1) ?? 'fact',
    faults: valuesOf('--fault'),
  };
}
