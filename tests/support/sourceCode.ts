import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** One module of the source tree, read once for all the rules about it. */
export interface SourceFile {
  /** Path below the root, with forward slashes: "data/readTable.ts". */
  readonly path: string;
  readonly text: string;
  /** The text with the insides of comments, strings and regular expressions replaced by spaces: same length, same lines. */
  readonly code: string;
  readonly imports: readonly ImportOf[];
}

/** One import, re-export, type import or dynamic import. */
export interface ImportOf {
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A source file from its text. */
export function sourceFile(path: string, text: string): SourceFile {
  const code = blankOut(text);
  return { path, text, code, imports: importsOf(text, code) };
}

/** All TypeScript files below `root`, except those in the skipped folders. */
export function readSources(root: string, skip: readonly string[] = []): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !skip.some((folder) => path.startsWith(`${folder}/`)))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(root, path), "utf8")));
}

/** The line of a position, counted from 1. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Specifiers stand in quotes after `from`, `import` or `import(`; code in quotes is blank, so only real ones match. */
function importsOf(text: string, code: string): ImportOf[] {
  const pattern = /\b(?:import|export)\b[\s\w$*{},]*?\bfrom\s*["']|\bimport\s*\(?\s*["']/g;
  return [...code.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].length;
    const quote = code[start - 1]!;
    return { specifier: text.slice(start, code.indexOf(quote, start)), line: lineAt(text, start) };
  });
}

/** After these words a slash begins a regular expression. */
const BEFORE_EXPRESSION =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/;

/** Replaces what is not code by spaces. Quotes, backquotes and slashes that enclose it stay. */
function blankOut(text: string): string {
  let out = "";
  let i = 0;
  // For every open template literal, the number of braces open inside its current ${...}.
  const templates: number[] = [];
  const skipTo = (end: number) => {
    out += text.slice(i, end).replace(/[^\n]/g, " ");
    i = end;
  };
  const keep = (count = 1) => {
    out += text.slice(i, i + count);
    i += count;
  };
  const endOf = (pattern: RegExp) => {
    pattern.lastIndex = i;
    const match = pattern.exec(text);
    return match === null ? text.length : match.index + match[0].length;
  };
  const template = () => {
    skipTo(Math.max(i, endOf(/(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y)));
    if (text.startsWith("${", i)) {
      keep(2);
      templates.push(0);
    } else keep();
  };
  while (i < text.length) {
    const c = text[i]!;
    if (text.startsWith("//", i)) skipTo(endOf(/[^\n]*/y));
    else if (text.startsWith("/*", i)) skipTo(endOf(/\/\*[\s\S]*?\*\//y));
    else if (c === '"' || c === "'") {
      keep();
      skipTo(endOf(c === '"' ? /(?:\\[\s\S]|[^\\"\n])*/y : /(?:\\[\s\S]|[^\\'\n])*/y));
      keep();
    } else if (c === "`") {
      keep();
      template();
    } else if (c === "/" && startsRegex(out)) {
      keep();
      skipTo(endOf(/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^\\/[\n])*/y));
      keep();
    } else {
      const depth = templates.at(-1);
      keep();
      if (depth === undefined) continue;
      if (c === "{") templates[templates.length - 1] = depth + 1;
      else if (c === "}" && depth > 0) templates[templates.length - 1] = depth - 1;
      else if (c === "}") {
        templates.pop();
        template();
      }
    }
  }
  return out;
}

/** Whether a slash after this code begins a regular expression rather than a division. */
function startsRegex(before: string): boolean {
  const code = before.trimEnd();
  return code === "" || /[([{,;=:?!&|+\-*%<>~^]$/.test(code) || BEFORE_EXPRESSION.test(code);
}
