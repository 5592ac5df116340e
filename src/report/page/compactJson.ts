/** Longest line of a list that is kept on one line. */
const WIDTH = 88;

/** JSON for reading: objects indented by two spaces, lists of numbers or short words run on over as few lines as they need. */
export function compactJson(value: unknown, indent = ""): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    if (value.every((item) => typeof item !== "object" || item === null))
      return flatList(value, inner, indent);
    return `[\n${value.map((item) => inner + compactJson(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return "{}";
    const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${compactJson(item, inner)}`);
    return `{\n${lines.join(",\n")}\n${indent}}`;
  }
  return JSON.stringify(value) ?? "null";
}

function flatList(items: readonly unknown[], inner: string, indent: string): string {
  const texts = items.map((item) => JSON.stringify(item) ?? "null");
  const whole = `[${texts.join(", ")}]`;
  if (indent.length + whole.length <= WIDTH) return whole;
  const lines: string[] = [];
  let line = inner;
  texts.forEach((text, i) => {
    const piece = i < texts.length - 1 ? `${text}, ` : text;
    if (line.length > inner.length && line.length + piece.trimEnd().length > WIDTH) {
      lines.push(line.trimEnd());
      line = inner;
    }
    line += piece;
  });
  return `[\n${[...lines, line].join("\n")}\n${indent}]`;
}
