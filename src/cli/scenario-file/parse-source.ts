import { parseJsonSource } from '../../scenario/source/parse-json-source.ts';
import type { ParsedSource } from '../../scenario/source/parsed-source.ts';
import { parseYamlSource } from '../../scenario/source/parse-yaml-source.ts';
import { evaluateTypeScript } from './evaluate-typescript.ts';
import type { ScenarioText } from './read-scenario-text.ts';

/** The value that a scenario file holds, by its language; TypeScript and JavaScript are evaluated. */
export async function parseSource(source: ScenarioText): Promise<ParsedSource> {
  switch (source.language) {
    case 'typescript':
      return evaluateTypeScript(source);
    case 'yaml':
      return parseYamlSource(source.text, source.file);
    case 'json':
      return parseJsonSource(source.text, source.file);
  }
}
