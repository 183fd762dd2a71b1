import { constantMarkup, markup, type Content, type Markup } from './markup.ts';
import { script } from './script.ts';
import { textHash } from './text-hash.ts';
import { style } from './style.ts';

/** A page: what stands above everything, its sections, and a last line. */
export type Page = {
  readonly title: string;
  readonly header: Markup;
  readonly contents: readonly (readonly [id: string, name: string])[];
  readonly main: Content;
  readonly footer: Content;
};

/**
 * The page as one file of HTML that loads nothing: its policy allows no connection, and no style or script but its own, by hash.
 * It is well-formed XML behind its DOCTYPE.
 */
export function renderPage({ title, header, contents, main, footer }: Page): string {
  const policy = `default-src 'none'; style-src '${textHash(style)}'; script-src '${textHash(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const page = markup`<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${constantMarkup(policy)}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<link rel="icon" href="data:,"/>
<title>${title}</title>
<style>${constantMarkup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the gates</a>
${header}
<nav aria-label="On this page"><ul>${contents.map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${main}
</main>
<footer>${footer}</footer>
<script>${constantMarkup(script)}</script>
</body>
</html>
`;
  return `<!DOCTYPE html>\n${page.text}`;
}

/** A part of the page, labelled by its heading. */
export function section(id: string, heading: string, content: Content): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${content}
</section>
`;
}
