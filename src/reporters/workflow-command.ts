import { shorten, visibleText } from './visible-text.ts';

/** A place in a file, seen from the root of the repository; line and column count from 1. */
export type AnnotatedPlace = { readonly file: string; readonly line?: number; readonly column?: number };

/** What GitHub is to mark: where (nowhere in particular without a place), and in which words. */
export type Annotation = {
  readonly level: 'error' | 'warning';
  readonly place: AnnotatedPlace | undefined;
  readonly title: string;
  readonly text: string;
};

/** GitHub shows at most so many errors of a step. */
export const mostAnnotations = 10;
const longest = 500;

/** Workflow commands of GitHub, one a line, each with its line end; '' for none. Nothing in a text can end a command or begin another. */
export function workflowCommands(annotations: readonly Annotation[]): string {
  return annotations.map((annotation) => `${workflowCommand(annotation)}\n`).join('');
}

function workflowCommand({ level, place, title, text }: Annotation): string {
  const properties = [
    ...(place === undefined ? [] : [['file', place.file], ...numbersOf(place)]),
    ['title', shorten(visibleText(title), longest)],
  ];
  const written = properties.map(([name, value = '']) => `${name}=${escapeProperty(value)}`).join(',');
  return `::${level} ${written}::${escapeData(shorten(visibleText(text), longest))}`;
}

function numbersOf({ line, column }: AnnotatedPlace): string[][] {
  if (line === undefined) return [];
  return [['line', String(line)], ...(column === undefined ? [] : [['col', String(column)]])];
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
