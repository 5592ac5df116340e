import { visibleText } from "../format/visibleText.ts";

/** Markup that is safe to put into a page: made by {@link html} or by this library's own constants. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template: text and numbers are escaped, markup and lists of markup are not. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined;

/** Declares a string to be markup. Never for a string that holds a user's text. */
export function trusted(markup: string): Html {
  return { html: markup };
}

/** Text with the five characters that mean something in HTML replaced, for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * Template for markup: every string put into it is escaped and its hidden characters are made visible, so a user's
 * text can stand in element content and in quoted attributes. `undefined` gives nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = strings[0]!;
  values.forEach((value, i) => {
    markup += insert(value) + strings[i + 1]!;
  });
  return { html: markup };
}

function insert(value: HtmlValue): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escapeHtml(visibleText(value));
  if (typeof value === "number") return String(value);
  if ("html" in value) return value.html;
  return value.map((part) => part.html).join("");
}
