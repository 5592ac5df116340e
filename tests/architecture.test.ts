import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lineAt, readSources, type SourceFile, sourceFile } from "./support/sourceCode.ts";

const src = fileURLToPath(new URL("../src/", import.meta.url));
// AssemblyScript is another language, with rules of its own.
const sources = readSources(src, ["numeric/kernels/assembly"]);
const map = readFileSync(`${src}README.md`, "utf8");

/** The rows of the map: floor, room and the sentence about it. */
const rows = [...map.matchAll(/^\| (\d+) \| `(\w+)\/` \| (.+) \|$/gm)].map(([, floor, room, holds]) => ({
  floor: Number(floor),
  room: room!,
  holds: holds!,
}));
const floors = new Map(rows.map(({ room, floor }) => [room, floor]));

/** The public door stands above everything that runs anywhere, and below what needs Node or a DOM. */
const DOOR = 9.5;
const roomOf = (path: string) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "");
const floorOf = (path: string) => (roomOf(path) === "" ? DOOR : (floors.get(roomOf(path)) ?? Number.NaN));

/** What a rule found, as "path:line what". */
type Rule = (files: readonly SourceFile[]) => string[];

/** A rule on the code of every file for which `applies` holds: no match of the pattern. */
function forbid(pattern: RegExp, applies: (path: string) => boolean = () => true): Rule {
  return (files) =>
    files
      .filter((file) => applies(file.path))
      .flatMap(({ path, code }) =>
        [...code.matchAll(pattern)].map((m) => `${path}:${lineAt(code, m.index)} ${m[0].trim()}`),
      );
}

/** The file that an import leads to, or undefined for a package. */
function targetOf(file: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(file.path), specifier) : undefined;
}

const upwardImports: Rule = (files) =>
  files.flatMap((file) =>
    file.imports.flatMap(({ specifier, line }) => {
      const target = targetOf(file, specifier);
      if (target === undefined) return [];
      const sameRoom = roomOf(target) === roomOf(file.path);
      return sameRoom || floorOf(target) < floorOf(file.path) ? [] : [`${file.path}:${line} ${specifier}`];
    }),
  );

/** Groups of files that import each other in a circle: strongly connected components (Tarjan 1972). */
const cycles: Rule = (files) => {
  const links = new Map(
    files.map((file) => [file.path, file.imports.flatMap((i) => targetOf(file, i.specifier) ?? [])]),
  );
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (path: string) => {
    const number = order.size;
    order.set(path, number);
    lowest.set(path, number);
    stack.push(path);
    for (const next of links.get(path) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(next)!));
    }
    if (lowest.get(path) !== number) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1 || links.get(path)?.includes(path)) found.push(group.sort().join(" <-> "));
  };
  for (const file of files) if (!order.has(file.path)) visit(file.path);
  return found;
};

/** Imports that have no file behind them would make the two rules above look away. */
const brokenImports: Rule = (files) => {
  const known = new Set(files.map((file) => file.path));
  return files.flatMap((file) =>
    file.imports.flatMap(({ specifier, line }) => {
      const target = targetOf(file, specifier);
      return target === undefined || known.has(target) ? [] : [`${file.path}:${line} ${specifier}`];
    }),
  );
};

const nodeImports: Rule = (files) =>
  files
    .filter((file) => floorOf(file.path) < 11)
    .flatMap((file) =>
      file.imports
        .filter(({ specifier }) => specifier.startsWith("node:") || builtinModules.includes(specifier))
        .map(({ specifier, line }) => `${file.path}:${line} ${specifier}`),
    );

/** The public door is a list of names: it is as long as there are names. */
const longFiles: Rule = (files) =>
  files
    .filter(({ path }) => path !== "index.ts")
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > 300)
    .map(({ path, lines }) => `${path}: ${lines} lines`);

/** Not fixed to the last bit by the language standard. `Math.sqrt`, `abs`, `floor`, `min` and `max` are. */
const INEXACT =
  /\bMath\s*\??\.\s*(?:exp|expm1|log|log1p|log10|log2|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b/g;

const RULES: readonly {
  readonly name: string;
  readonly rule: Rule;
  /** Files with the fault (a broken twin of the source), and what must be found in them. */
  readonly faulty: Readonly<Record<string, string>>;
  readonly found: readonly string[];
  /** Files that look like the fault and have none. */
  readonly fine?: Readonly<Record<string, string>>;
}[] = [
  {
    name: "imports go down, or stay in the room",
    rule: upwardImports,
    faulty: {
      "data/a.ts": 'import { x } from "../errors/x.ts";\nimport type { Model } from "../model/model.ts";\n',
      "data/b.ts": 'export { c } from "./c.ts";\nexport {\n  fit,\n} from "../inference/fit.ts";\n',
      "random/c.ts": 'const later = () => import("../study/sweep.ts");\n',
      "errors/d.ts": 'type A = import("../numeric/matrix.ts").Matrix;\n',
      "study/e.ts": 'import { createRng } from "../index.ts";\n',
      "model/f.ts": 'import "../attic/lost.ts";\n',
    },
    found: [
      "data/a.ts:2 ../model/model.ts",
      "data/b.ts:4 ../inference/fit.ts",
      "random/c.ts:1 ../study/sweep.ts",
      "errors/d.ts:1 ../numeric/matrix.ts",
      "study/e.ts:1 ../index.ts",
      "model/f.ts:1 ../attic/lost.ts",
    ],
    fine: {
      "data/g.ts":
        '// import { x } from "../study/x.ts";\nconst text = `import { x } from "../study/x.ts"`;\n',
      "index.ts": 'export { sweep } from "./study/sweep.ts";\n',
      "report/h.ts": 'import { sweep } from "../index.ts";\n',
    },
  },
  {
    name: "no import goes round in a circle, types included",
    rule: cycles,
    faulty: {
      "data/a.ts": 'import type { B } from "./b.ts";\n',
      "data/b.ts": 'export { c } from "./c.ts";\n',
      "data/c.ts": 'import { type A } from "./a.ts";\n',
      "data/d.ts": 'import { A } from "./a.ts";\n',
      "data/e.ts": 'import { e } from "./e.ts";\n',
    },
    found: ["data/a.ts <-> data/b.ts <-> data/c.ts", "data/e.ts"],
  },
  {
    name: "every relative import names a file",
    rule: brokenImports,
    faulty: { "data/a.ts": 'import { b } from "./b.js";\nimport { c } from "./c";\n' },
    found: ["data/a.ts:1 ./b.js", "data/a.ts:2 ./c"],
  },
  {
    name: "no generator without a seed",
    rule: forbid(/\bMath\s*\??\.\s*random\b/g),
    faulty: { "random/a.ts": "const u = Math.random();\nconst f = Math\n  .random;\n" },
    found: ["random/a.ts:1 Math.random", "random/a.ts:2 Math\n  .random"],
    fine: { "random/b.ts": '// Not Math.random().\nconst why = "Math.random";\nconst my = { random: 1 };\n' },
  },
  {
    name: "no clock decides a result or enters a page",
    // One file may ask for the time: it decides when a run reports, never what it computes.
    rule: forbid(
      /\bDate\s*\??\.\s*now\b|\bnew\s+Date\b(?!\s*\(\s*[^)\s])|\bperformance\b/g,
      (path) => floorOf(path) <= 10 && path !== "inference/clock.ts",
    ),
    faulty: {
      "study/a.ts": "const t = Date.now();\nconst u = performance.now();\n",
      "report/b.ts": "const day = new Date();\n",
    },
    found: ["study/a.ts:1 Date.now", "study/a.ts:2 performance", "report/b.ts:1 new Date"],
    fine: {
      "cli/c.ts": "const t = Date.now();\n",
      "data/d.ts": 'const column = "Date.now";\nconst isDate = cell instanceof Date;\n',
      "inference/clock.ts": "const t = performance.now();\n",
    },
  },
  {
    name: "no power operator",
    rule: forbid(/\*\*=?/g),
    faulty: { "numeric/a.ts": "const a = x ** 2;\nlet b = 1;\nb **= 2;\n" },
    found: ["numeric/a.ts:1 **", "numeric/a.ts:3 **="],
    fine: { "numeric/b.ts": "/** x ** 2 */\nconst pattern = /\\**/;\nconst ratio = a / b; // **\n" },
  },
  {
    name: "no function of Math that engines round differently",
    rule: forbid(INEXACT),
    faulty: {
      "numeric/a.ts": "const a = Math.exp(1) + Math.hypot(3, 4);\n",
      "report/b.ts": `const b = \`\${ticks.map((t) => \`\${Math.log10(t)}\`)}\`;\n`,
    },
    found: ["numeric/a.ts:1 Math.exp", "numeric/a.ts:1 Math.hypot", "report/b.ts:1 Math.log10"],
    fine: { "numeric/c.ts": "const c = Math.sqrt(2) + Math.max(1, 2) + exp(1) + Math.LN10;\n" },
  },
  {
    name: "no wildcard export",
    rule: forbid(/\bexport\s+(?:type\s+)?\*/g),
    faulty: { "data/a.ts": 'export * from "./b.ts";\nexport type * as c from "./c.ts";\n' },
    found: ["data/a.ts:1 export *", "data/a.ts:2 export type *"],
  },
  {
    name: "no default export",
    rule: forbid(
      /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g,
      (path) => !path.endsWith(".d.ts"),
    ),
    faulty: { "data/a.ts": "export default 1;\n", "data/b.ts": "const b = 1;\nexport { b as default };\n" },
    found: ["data/a.ts:1 export default", "data/b.ts:2 export { b as default"],
    fine: { "data/c.ts": 'export { default as c } from "seedrandom";\n' },
  },
  {
    name: "no file over 300 lines",
    rule: longFiles,
    faulty: { "data/a.ts": "const a = 1;\n".repeat(301) },
    found: ["data/a.ts: 301 lines"],
    fine: { "data/b.ts": "const b = 1;\n".repeat(300), "index.ts": "\n".repeat(400).concat("export {};\n") },
  },
  {
    name: "only the command line writes to the console",
    rule: forbid(/\bconsole\b/g, (path) => roomOf(path) !== "cli"),
    faulty: { "io/a.ts": 'console.log("done");\n', "inference/b.ts": "globalThis.console?.warn(1);\n" },
    found: ["io/a.ts:1 console", "inference/b.ts:1 console"],
    fine: { "cli/c.ts": "console.error(1);\n", "data/d.ts": "/** console.log(1) */\n" },
  },
  {
    name: "modules of Node only on the top floors",
    rule: nodeImports,
    faulty: { "report/a.ts": 'import { join } from "node:path";\n', "data/b.ts": 'import fs from "fs";\n' },
    found: ["report/a.ts:1 node:path", "data/b.ts:1 fs"],
    fine: { "io/c.ts": 'import { join } from "node:path";\n' },
  },
  {
    name: "the process only on the top floors",
    rule: forbid(
      /(?<![\w$.])process\b(?!\s*\??:)|\bglobalThis\s*\.\s*process\b/g,
      (path) => floorOf(path) < 11,
    ),
    faulty: { "study/a.ts": "const p = process.env.HOME;\n", "report/b.ts": "globalThis.process.exit(1);\n" },
    found: ["study/a.ts:1 process", "report/b.ts:1 globalThis.process"],
    fine: { "cli/c.ts": "process.exitCode = 1;\n", "data/d.ts": "// A Gaussian process.\nrow.process;\n" },
  },
];

const files = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([path, text]) => sourceFile(path, text));

for (const { name, rule, faulty, found, fine } of RULES)
  describe(name, () => {
    test("the source keeps it", () => {
      expect(rule(sources)).toEqual([]);
    });

    test("a broken twin is caught", () => {
      expect(rule(files(faulty)).sort()).toEqual([...found].sort());
    });

    if (fine === undefined) return;
    test("what only looks like it is let through", () => {
      expect(rule(files(fine))).toEqual([]);
    });
  });

describe("map of the source", () => {
  test("names exactly the rooms that exist, from the top floor down", () => {
    const rooms = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rows.map(({ room }) => room).sort()).toEqual(rooms.map((entry) => entry.name).sort());
    expect(rows.map(({ floor }) => floor)).toEqual(rows.map(({ floor }) => floor).sort((a, b) => b - a));
  });

  test("says one sentence about each", () => {
    expect(rows.filter(({ holds }) => !/^[A-Z][^.]*\.$/.test(holds))).toEqual([]);
  });

  test("only the door stands outside the rooms", () => {
    expect(sources.map(({ path }) => path).filter((path) => roomOf(path) === "")).toEqual(["index.ts"]);
  });
});

test("comments, strings, templates and regular expressions are not code; everything around them is", () => {
  // Written with ! for a backquote and $! for a dollar.
  const text = String.raw`const a = 'b' + "c\"d"; // e
    const t = !f $!{g({ h: !i $!{j}! })} k!; /* l
    m */ const r = /n\/[/]o/g.test(p) ? q / s / u : v;
    return /w/;`
    .replaceAll("$!", "$")
    .replaceAll("!", "`");
  const words = sourceFile("x.ts", text).code.match(/\b[a-w]\b/g);
  // h is a key in code; b, c, d, e, f, i, k, l, m, n, o and w are text.
  expect(words).toEqual(["a", "t", "g", "h", "j", "r", "g", "p", "q", "s", "u", "v"]);
});
