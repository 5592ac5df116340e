import { visibleText } from "../report/format/visibleText.ts";
import type { Context } from "./context.ts";
import type { RunFlags } from "./flags.ts";

/** What a command has to say: facts for programs, lines for people. */
export interface Message {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

/** Prints one JSON object with `--json`, nothing with `--quiet`, and lines of words otherwise. */
export function say(message: Message, flags: RunFlags, context: Context): void {
  if (flags.json) context.stdout.write(`${JSON.stringify(message.facts, replaceNonFinite)}\n`);
  else if (!flags.quiet) context.stdout.write(`${message.lines.map(visibleText).join("\n")}\n`);
}

/** JSON has no infinities: they are written as text, so that they are not mistaken for missing values. */
function replaceNonFinite(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** A line for each file that was written. */
export function wrote(files: readonly string[]): string[] {
  return files.map((name) => `Wrote ${name}`);
}

/** Rows of cells as aligned columns: texts to the left, numbers (they begin with a digit or a sign) to the right. */
export function textTable(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, j) => void (widths[j] = Math.max(widths[j] ?? 0, Array.from(cell).length)));
  }
  return rows.map((row) =>
    row
      .map((cell, j) => {
        const space = " ".repeat(widths[j]! - Array.from(cell).length);
        return /^[\d−+]/.test(cell) ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}
