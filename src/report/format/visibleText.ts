/** Characters that would be invisible or would reorder their surroundings; each is shown by its code point instead. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be found
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|\p{Surrogate}|[\u{e0000}-\u{e007f}]/gu;

function codePoint(character: string): string {
  return `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`;
}

/**
 * The text on one line with every hidden character made visible: controls, marks of text direction, zero-width
 * characters and halves of surrogate pairs appear as `[U+202E]`; line ends and tabs become spaces. Nothing that a
 * name contains can then disturb the text around it, and the reader sees what the name really is.
 */
export function visibleText(text: string): string {
  return text.replace(/[\t\n\r\u2028\u2029]+/g, " ").replace(HIDDEN, codePoint);
}

/** Like {@link visibleText}, but keeps line feeds: for blocks of preformatted text. */
export function visibleLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(visibleText)
    .join("\n");
}

/**
 * The text cut to at most `limit` characters, the middle replaced by an ellipsis: names often differ at their end,
 * so a third of the space is kept for it. Counts code points, so no character is split.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  const tail = Math.floor((limit - 1) / 3);
  const head = limit - 1 - tail;
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - tail).join("")}`;
}
