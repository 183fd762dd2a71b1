import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { terminal } from './terminal.ts';

/** The reporters by name: each turns a report into text and touches nothing else. */
export const reporters = { terminal, json, csv, markdown, junit, html } as const;
