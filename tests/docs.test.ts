import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandsOf, examplesOf, linksOf, modulesOf, type Snippet } from "./support/snippets.ts";
import { readSources } from "./support/sourceCode.ts";

/**
 * What the documents promise is done here, as a user would: in a folder of its own where `credence` is an installed
 * package (the built one), snippets are compiled against its types and run, and commands go through its binary.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const text = (path: string) => readFileSync(join(root, path), "utf8");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "DECISIONS.md",
  "CHANGELOG.md",
  "src/README.md",
  "examples/README.md",
].filter((path) => existsSync(join(root, path)));

const snippets = [
  ...documents.flatMap((path) => modulesOf(path, text(path))),
  ...readSources(join(root, "src")).flatMap((file) => examplesOf(`src/${file.path}`, file.text)),
];
const commands = documents.flatMap((path) => commandsOf(path, text(path)));
const links = documents.flatMap((path) =>
  linksOf(text(path)).map((target) => ({
    name: `${path}: ${target}`,
    file: join(root, dirname(path), target),
  })),
);

/** Broken twins: what the checks below must find. */
const twins = {
  fails: {
    name: "twin that throws",
    code: 'import { createRng } from "credence";\ncreateRng("a").fork({});\nthrow new Error();',
  },
  wrong: {
    name: "twin with a wrong type",
    code: 'import { createRng } from "credence";\ncreateRng("a").uniform() satisfies string;',
  },
  gone: {
    name: "twin that imports what is not exported",
    code: 'import { nothing } from "credence";\nnothing();',
  },
} as const satisfies Record<string, Snippet>;

const folder = mkdtempSync(join(tmpdir(), "credence-docs-"));
const all: readonly Snippet[] = [...snippets, ...Object.values(twins)];
let compileErrors: Map<string, string[]>;
let runErrors: Record<string, string>;

beforeAll(() => {
  if (!existsSync(join(root, "dist/index.js"))) {
    throw new Error("The documents are tested against the built package: run `npm run build` first.");
  }
  makeProject();
  compileErrors = compile();
  runErrors = run();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makeProject(): void {
  mkdirSync(join(folder, "node_modules"));
  mkdirSync(join(folder, "snippets"));
  symlinkSync(root, join(folder, "node_modules/credence"), "junction");
  cpSync(join(root, "examples/data"), join(folder, "examples/data"), { recursive: true });
  cpSync(join(root, "examples/uci.json"), join(folder, "examples/uci.json"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023"],
    module: "nodenext",
    strict: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    rootDir: "snippets",
    outDir: "run",
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["snippets"] }));
  all.forEach(({ code, file }, k) => {
    writeFileSync(join(folder, `snippets/${k}.ts`), `${code}\nexport {};\n`);
    if (file !== undefined) writeFileSync(join(folder, "snippets", file), code);
  });
}

/** What the compiler says about each snippet, by its name. */
function compile(): Map<string, string[]> {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  const errors = new Map<string, string[]>();
  for (const line of stdout.split("\n").filter((line) => /error TS/.test(line))) {
    const number = /^snippets\/(\d+)\.ts/.exec(line)?.[1];
    const name = number === undefined ? "the project" : all[Number(number)]!.name;
    errors.set(name, [...(errors.get(name) ?? []), line]);
  }
  return errors;
}

/** Imports one compiled snippet after the other; what each threw, by its name. */
function run(): Record<string, string> {
  const runner = `
    import { writeFileSync } from "node:fs";
    const errors = {};
    for (let k = 0; k < ${all.length}; k++) {
      try { await import("./run/" + k + ".js"); } catch (error) { errors[k] = String(error?.stack ?? error); }
      writeFileSync("errors.json", JSON.stringify({ done: k + 1, errors }));
    }`;
  writeFileSync(join(folder, "runner.mjs"), runner);
  const { stderr } = spawnSync(process.execPath, ["runner.mjs"], { cwd: folder, encoding: "utf8" });
  const { done, errors } = JSON.parse(readFileSync(join(folder, "errors.json"), "utf8"));
  if (done < all.length) throw new Error(`${all[done]!.name} ended the process: ${stderr}`);
  return Object.fromEntries(
    Object.entries(errors).map(([k, error]) => [all[Number(k)]!.name, error as string]),
  );
}

function runCommand(args: readonly string[]) {
  const binary = join(root, JSON.parse(text("package.json")).bin.credence);
  return spawnSync(process.execPath, [binary, ...args], { cwd: folder, encoding: "utf8" });
}

describe("snippets", () => {
  test.each(snippets)("$name compiles and runs", ({ name }) => {
    expect(compileErrors.get(name)).toBeUndefined();
    expect(runErrors[name]).toBeUndefined();
  });

  test("there are some, and the compiler has nothing else to say", () => {
    expect(snippets.length).toBeGreaterThan(0);
    expect(compileErrors.get("the project")).toBeUndefined();
  });

  test("broken twins are caught", () => {
    expect(runErrors[twins.fails.name]).toMatch(/Error/);
    expect(compileErrors.get(twins.wrong.name)?.[0]).toMatch(/TS1360/);
    expect(compileErrors.get(twins.gone.name)?.[0]).toMatch(/TS2305/);
    expect(runErrors[twins.gone.name]).toMatch(/SyntaxError/);
  });

  test("a snippet without an import goes on from the one before; an example without a snippet is an error", () => {
    const markdown = '```ts\nimport "a";\n```\ntext\n```ts\nuse(a);\n```\n```sh\nls\n```\n';
    expect(modulesOf("d.md", markdown)).toEqual([
      { name: "d.md:1", code: 'import "a";\n' },
      { name: "d.md:5", code: 'import "a";\n\nuse(a);\n' },
    ]);
    expect(examplesOf("a.ts", "\n/**\n * @example\n * use(a)\n */")[0]?.name).toBe("a.ts:3");
  });
});

describe("commands", () => {
  for (const { name, args } of commands) {
    test(name, { timeout: 60_000 }, () => {
      const { status, stderr } = runCommand(args);
      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    });
  }

  test("a broken twin is caught", { timeout: 60_000 }, () => {
    const [twin] = commandsOf(
      "d.md",
      "```sh\nnpm ci\nnpx credence fit \\\n  'no such file.csv' # comment\n```\n",
    );
    expect(twin!.args).toEqual(["fit", "no such file.csv"]);
    // An argument or data error, said by the command itself.
    expect([2, 3]).toContain(runCommand(twin!.args).status);
  });

  test("what is not a plain command is refused", () => {
    expect(() => commandsOf("d.md", "```sh\nnpx credence list | head\n```\n")).toThrow(/plain/);
  });
});

describe("links", () => {
  test.each(links)("$name", ({ file }) => {
    expect(existsSync(file)).toBe(true);
  });

  test("are found in text and images, not in code", () => {
    expect(linksOf("[`a`](b.md#c) ![d](e.svg) [f](https://g.h) `[i](j)`\n```ts\n[k](l)\n```\n")).toEqual([
      "b.md",
      "e.svg",
    ]);
  });
});
