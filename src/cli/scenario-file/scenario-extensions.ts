/** What a scenario file can be written in, by its extension. */
export type ScenarioLanguage = 'typescript' | 'yaml' | 'json';

const languages: Readonly<Record<string, ScenarioLanguage>> = {
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.js': 'typescript',
  '.mjs': 'typescript',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.json': 'json',
};

/** The extensions of scenario files. */
export const scenarioExtensions: readonly string[] = Object.keys(languages);

/** The language of an extension such as '.yaml' (JavaScript is read as TypeScript), or undefined. */
export function languageOf(extension: string): ScenarioLanguage | undefined {
  const lower = extension.toLowerCase();
  return Object.hasOwn(languages, lower) ? languages[lower] : undefined;
}
