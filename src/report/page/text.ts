import { shorten, visibleText } from "../format/visibleText.ts";
import { type Html, html, trusted } from "./html.ts";

/** A piece of a sentence: plain words, a name given by a user, words to stress, or code. */
export type TextPiece =
  | string
  | { readonly name: string }
  | { readonly strong: string }
  | { readonly code: string };

/** A sentence or more. Names given by users go in as `{ name }`, which sets them apart from the words around them. */
export type Text = string | readonly TextPiece[];

/** The words of a text without markup. */
export function plainText(text: Text): string {
  if (typeof text === "string") return text;
  return text.map((piece) => (typeof piece === "string" ? piece : Object.values(piece).join(""))).join("");
}

/** Longest name that is written out in running text and tables. */
const NAME_LIMIT = 60;

/** Remembers the names that had to be shortened, so that the page can list them in full. */
export interface Names {
  /** The name, shortened to `limit` characters if it is longer. */
  show(name: string, limit?: number): string;
  /** Adds a name that a figure has shortened. */
  add(name: string): void;
  /** All names that were shortened, each once, in the order in which they appeared. */
  full(): readonly string[];
}

/** An empty list of names. */
export function createNames(): Names {
  const long = new Set<string>();
  return {
    show(name, limit = NAME_LIMIT) {
      const visible = visibleText(name);
      const shown = shorten(visible, limit);
      if (shown !== visible) long.add(name);
      return shown;
    },
    add(name) {
      long.add(name);
    },
    full: () => [...long],
  };
}

/** A user's name as markup: isolated, so that its direction of writing does not reorder what stands around it. */
export function nameHtml(name: string, names: Names, limit: number = NAME_LIMIT): Html {
  return html`<bdi>${names.show(name, limit)}</bdi>`;
}

/** Text as markup. The symbol σ²_φ is typeset. */
export function textHtml(text: Text, names: Names): Html[] {
  const pieces = typeof text === "string" ? [text] : text;
  return pieces.map((piece) => {
    if (typeof piece === "string") return symbols(piece);
    if ("name" in piece) return nameHtml(piece.name, names);
    return "strong" in piece
      ? html`<strong>${symbols(piece.strong)}</strong>`
      : html`<code>${piece.code}</code>`;
  });
}

/** The symbol σ²_φ, typeset. */
export const PRIOR_VARIANCE = '<span class="symbol"><i>σ</i><sup>2</sup><sub><i>φ</i></sub></span>';

/** Words as markup: the symbol σ²_φ is typeset, and "± 3", "90 %" and "σ²_φ = 1" do not break over a line. */
export function symbols(words: string): Html {
  const joined = words
    .replace(/ ± /g, "\u00a0±\u00a0")
    .replace(/(\d) %/g, "$1\u00a0%")
    .replace(/σ²_φ = /g, "σ²_φ\u00a0=\u00a0");
  return trusted(html`${joined}`.html.replaceAll("σ²_φ", PRIOR_VARIANCE));
}
