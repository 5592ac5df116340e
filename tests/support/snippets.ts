/** A fenced piece of code in a document. */
export interface Snippet {
  /** Where it stands: "README.md:36". */
  readonly name: string;
  readonly code: string;
  /** The file that it is, "waiting.ts", where its first line is a comment that says so: others may load it. */
  readonly file?: string;
}

interface Block extends Snippet {
  readonly language: string;
}

/**
 * The TypeScript and JavaScript snippets of a Markdown text, each a module. One without an import goes on from the ones
 * before it in the same document, so it comes with them in front.
 */
export function modulesOf(document: string, markdown: string): Snippet[] {
  const modules: Snippet[] = [];
  for (const { name, code, language } of blocksOf(document, markdown)) {
    if (!["ts", "js", "typescript", "javascript"].includes(language)) continue;
    const before = /^import\b/m.test(code) ? undefined : modules.at(-1);
    const file = /^\/\/ (\w+\.ts)\n/.exec(code)?.[1];
    modules.push({
      name,
      code: before === undefined ? code : `${before.code}\n${code}`,
      ...(file === undefined ? {} : { file }),
    });
  }
  return modules;
}

/** The snippets of every `@example` in the docstrings of a source text. */
export function examplesOf(path: string, source: string): Snippet[] {
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const start = comment[0].indexOf("@example");
    if (start === -1) return [];
    const line = source.slice(0, comment.index + start).split("\n").length;
    const markdown = comment[0].slice(start).replace(/^\s*\* ?/gm, "");
    const found = modulesOf(path, "\n".repeat(line - 1) + markdown);
    // An example that cannot be run must not pass unseen.
    return found.length > 0
      ? found
      : [{ name: `${path}:${line}`, code: "throw new Error('no ts snippet');" }];
  });
}

/** The lines of shell blocks that begin with `npx credence`, as lists of arguments. Other lines are for the reader. */
export function commandsOf(document: string, markdown: string): { name: string; args: string[] }[] {
  return blocksOf(document, markdown)
    .filter(({ language }) => ["sh", "bash", "shell", "console"].includes(language))
    .flatMap(({ code }) => code.replace(/\\\n\s*/g, " ").split("\n"))
    .map((line) => line.replace(/^\$ /, "").trim())
    .filter((line) => line.startsWith("npx credence"))
    .map((line) => ({ name: `${document}: ${line}`, args: argumentsOf(line).slice(2) }));
}

/** Relative targets of links and images. */
export function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
    .map((target) => target.replace(/#.*$/, ""));
}

function blocksOf(document: string, markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)].map((match) => ({
    name: `${document}:${markdown.slice(0, match.index).split("\n").length}`,
    language: match[1]!,
    code: match[2]!,
  }));
}

/** Splits a command at spaces outside quotes. A shell's other powers are refused rather than misread. */
function argumentsOf(line: string): string[] {
  const command = line.replace(/\s#.*$/, "");
  const words = command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  if (words.some((word) => !/^["']/.test(word) && /[|&;<>$`*]/.test(word))) {
    throw new Error(`A command in the documents must be plain, without pipes or expansions: ${line}`);
  }
  return words.map((word) => (/^["']/.test(word) ? word.slice(1, -1) : word));
}
