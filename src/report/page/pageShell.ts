import { type Html, html, trusted } from "./html.ts";
import { styleHash, styleSheet } from "./styleSheet.ts";

/** What differs from page to page. */
export interface PageParts {
  readonly title: string;
  /** What stands in the header below the title. */
  readonly header?: Html | undefined;
  readonly main: readonly Html[];
  readonly footer?: Html;
}

/** A whole page around its parts: one that allows itself nothing but its own style sheet. */
export function pageShell({ title, header, main, footer }: PageParts): string {
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<h1><bdi>${title}</bdi></h1>
${header}</header>
<main id="content" tabindex="-1">
${main}</main>
${footer === undefined ? undefined : html`<footer>\n${footer}</footer>\n`}</body>
</html>
`.html;
}
