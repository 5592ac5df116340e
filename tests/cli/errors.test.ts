import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FileError } from "../../src/io/fileError.ts";
import { fullDisk } from "../support/fullDisk.ts";
import { createFolder, example, type Folder, type Outcome, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

const mcycle = example("mcycle.csv");
const yacht = example("yacht.csv");

let folder: Folder;
/** What every case finds in its folder. */
const given: Readonly<Record<string, string>> = {
  "a.csv": "x,z,y\n1,2,3\n2,1,1\n3,5,2\n4,4,4\n",
  "words.csv": "x,y\n1,2\nred,3\n",
  "holes.csv": "x,y\n1,2\n,3\n4,1\n",
  "semicolons.csv": "x;y\n1;2\n",
  "empty.csv": "",
  "header.csv": "x,y\n",
  "flat.csv": "x,y\n1,5\n2,5\n3,5\n",
  "one-x.csv": "x,y\n1,5\n1,6\n1,7\n",
  "huge.csv": "x,y\n1,-1.7e308\n2,1.7e308\n3,0\n",
  "latin.csv": "",
  "not-a-model.json": '{"format": "other"}',
  "broken.json": "{",
  "list.json": "[]",
  "unsafe.json": '{"network": {"kind": "linear"}, "__proto__": {"polluted": 1}}',
  "deep.json": '{"network": {"kind": "deep"}, "prior": {}, "likelihood": {}}',
  "misspelt.json":
    '{"network": {"kind": "linear"}, "prior": {"kind": "normal", "varience": 1}, "likelihood": {"kind": "normal", "noiseVariance": 1}}',
};

beforeEach(() => {
  folder = createFolder();
  for (const [name, text] of Object.entries(given)) writeFileSync(folder.at(name), text);
  writeFileSync(folder.at("latin.csv"), Buffer.from("caf\xe9,y\n1,2\n", "latin1"));
  mkdirSync(folder.at("taken"));
});
afterEach(() => folder.remove());

/** One line on standard error, nothing on standard output, no stack, and no file made or changed. */
function expectClean({ out, err }: Outcome): void {
  expect(out).toBe("");
  expect(err).toMatch(/^error: [^\n]+\n$/);
  expect(err).not.toMatch(/\bat .*\.[jt]s:\d+|internal error|undefined|\[object/);
  expect(folder.files()).toEqual([...Object.keys(given), "taken"].sort());
  for (const [name, text] of Object.entries(given)) {
    if (name !== "latin.csv") expect(readFileSync(folder.at(name), "utf8")).toBe(text);
  }
}

type Case = readonly [why: string, words: readonly string[], code: number, message: RegExp];

/** `--seed` keeps standard error to what went wrong. */
const seeded = (...words: string[]) => [...words, "--seed", "1"];
const fitting = (file: string, ...words: string[]) => seeded("fit", file, "--target", "y", ...words);

const flags: readonly Case[] = [
  ["an unknown command", ["fti"], 2, /unknown command 'fti'\. Did you mean fit\?/],
  [
    "an unknown flag",
    fitting("a.csv", "--targt", "y"),
    2,
    /unknown option '--targt'\. Did you mean --target\?/,
  ],
  [
    "a missing flag",
    seeded("fit", "a.csv"),
    2,
    /'--target <column>' not specified\. See credence fit --help\./,
  ],
  ["a missing argument", seeded("fit", "--target", "y"), 2, /missing required argument 'table'/],
  ["one argument too many", ["list", "all"], 2, /too many arguments/],
  ["a flag without its value", fitting("a.csv", "--joints"), 2, /./],
  [
    "a count that is no number",
    fitting("a.csv", "--units", "many"),
    2,
    /--units: the value must be a whole number.*"many"/,
  ],
  ["a count that is not whole", fitting("a.csv", "--units", "2.5"), 2, /--units: .*got 2\.5/],
  ["a count out of range", fitting("a.csv", "--units", "0"), 2, /at least 1 and at most 20000, got 0/],
  ["a count that would take all memory", fitting("a.csv", "--units", "1e9"), 2, /at most 20000/],
  ["a hexadecimal number", fitting("a.csv", "--units", "0x10"), 2, /--units: .*"0x10"/],
  [
    "a negative variance",
    fitting("a.csv", "--noise-variance", "-1"),
    2,
    /must be a positive number or learned, got "-1"/,
  ],
  [
    "an unknown word",
    fitting("a.csv", "--missing", "ignore"),
    2,
    /--missing: the value must be one of refuse, drop/,
  ],
  [
    "an unknown delimiter",
    fitting("a.csv", "--delimiter", "|"),
    2,
    /--delimiter: the value must be comma, semicolon or tab/,
  ],
  [
    "an unknown method",
    fitting("a.csv", "--method", "magic"),
    2,
    /--method: name must be one of "exact", .*"deep-ensemble".*got "magic"/,
  ],
  [
    "a method named like a part of every object",
    fitting("a.csv", "--method", "constructor"),
    2,
    /--method: /,
  ],
  ["no workers", fitting("a.csv", "--workers", "0"), 2, /--workers: /],
  [
    "joints for several inputs",
    fitting("a.csv", "--joints", "3"),
    2,
    /--joints: the flag is for one input, the data have 2/,
  ],
  [
    "units for one input",
    fitting("a.csv", "--units", "3", "--features", "x"),
    2,
    /--units: the flag is for several inputs/,
  ],
  ["everything held out", fitting("a.csv", "--test", "4"), 3, /--test: test: 4 puts 4 of 4 rows/],
  [
    "a share that is negative",
    fitting("a.csv", "--test", "-0.2"),
    2,
    /--test: the value must be a finite number above 0/,
  ],
  ["no names", fitting("a.csv", "--features", ","), 2, /--features: the value must be names of columns/],
  [
    "a range that is none",
    seeded("sweep", "a.csv", "--target", "y", "--prior-variance", "5"),
    2,
    /Write it as in 0\.01\.\.1000/,
  ],
  [
    "a range backwards",
    seeded("sweep", "a.csv", "--target", "y", "--prior-variance", "5..1"),
    2,
    /the smaller first, got "5\.\.1"/,
  ],
  [
    "points without a range",
    seeded("sweep", "a.csv", "--target", "y", "--points", "9"),
    2,
    /--points: the flag needs a range/,
  ],
  [
    "a model said twice",
    fitting("a.csv", "--spec", "deep.json", "--units", "3"),
    2,
    /--units: the model must be said once/,
  ],
];

const specs: readonly Case[] = [
  [
    "a missing file",
    fitting("a.csv", "--spec", "none.json"),
    2,
    /none\.json: cannot read: there is no such file/,
  ],
  ["no JSON", fitting("a.csv", "--spec", "broken.json"), 3, /broken\.json: the file must hold JSON/],
  [
    "an unsafe key",
    fitting("a.csv", "--spec", "unsafe.json"),
    3,
    /unsafe\.json: no key may be named "__proto__"/,
  ],
  ["no object", fitting("a.csv", "--spec", "list.json"), 2, /list\.json: spec must be an object/],
  [
    "an unknown network",
    fitting("a.csv", "--spec", "deep.json"),
    2,
    /deep\.json: kind must be one of "shallow-relu"/,
  ],
  [
    "a misspelt key",
    fitting("a.csv", "--spec", "misspelt.json"),
    2,
    /misspelt\.json: unknown option "varience"/,
  ],
];

const data: readonly Case[] = [
  ["a missing file", fitting("none.csv"), 2, /none\.csv: cannot read: there is no such file or folder/],
  ["a folder", fitting("taken"), 2, /taken: cannot read: a file is needed, this is a folder/],
  ["an empty file", fitting("empty.csv"), 3, /empty\.csv: the CSV text is empty/],
  ["a header alone", fitting("header.csv"), 3, /header\.csv: the table must have at least one row/],
  ["another encoding", fitting("latin.csv"), 3, /latin\.csv: the file must be text in UTF-8/],
  [
    "no such target",
    seeded("fit", "a.csv", "--target", "Y"),
    2,
    /a\.csv: there is no column "Y"; the columns are "x", "z", "y"/,
  ],
  ["no such input", fitting("a.csv", "--features", "x,w"), 2, /a\.csv: there is no column "w"/],
  ["no such weights", fitting("a.csv", "--weights", "w"), 2, /there is no column "w"/],
  ["words among numbers", fitting("words.csv"), 3, /words\.csv: column "x", row 3 .* got the text "red"/],
  ["a missing cell", fitting("holes.csv"), 3, /holes\.csv: column "x", row 3 .*pass --missing drop/],
  ["semicolons", fitting("semicolons.csv"), 2, /pass --delimiter semicolon/],
  [
    "a constant target",
    fitting("flat.csv"),
    3,
    /flat\.csv: learning a variance .*Give --noise-variance and --prior-variance/,
  ],
  ["a constant input", fitting("one-x.csv"), 3, /one-x\.csv: joints by number need a range of x/],
  ["a range beyond the largest number", fitting("huge.csv"), 4, /huge\.csv: the range of column 0/],
];

const outputs: readonly Case[] = [
  [
    "no such folder for a model",
    fitting("a.csv", "--save", "none/m.json"),
    2,
    /none\/m\.json: cannot write: there is no such file or folder/,
  ],
  [
    "a folder as a model",
    fitting("a.csv", "--save", "taken"),
    2,
    /taken: cannot write: a file is needed, this is a folder/,
  ],
  [
    "a place under a file",
    fitting("a.csv", "--save", "a.csv/m.json"),
    2,
    /cannot write: a part of the path is a file/,
  ],
  [
    "a place where no file can be made",
    fitting("a.csv", "--save", "/proc/m.json"),
    2,
    /\/proc\/m\.json: cannot write/,
  ],
  [
    "a page under a file",
    seeded("report", mcycle, "--target", "accel", "--out", "a.csv/p.html"),
    2,
    /a\.csv\/p\.html: cannot write/,
  ],
  [
    "a page of a sweep under a file",
    seeded("sweep", mcycle, "--target", "accel", "--out", "a.csv/p.html"),
    2,
    /a\.csv\/p\.html: cannot write/,
  ],
  [
    "a demonstration under a file",
    ["demo", "--out", "a.csv/deep/p.html"],
    2,
    /a\.csv\/deep\/p\.html: cannot write/,
  ],
];

const wrongModels: readonly Case[] = [
  ["a missing model", ["predict", "none.json", "a.csv"], 2, /none\.json: cannot read/],
  ["a table as the model", ["predict", "a.csv", "a.csv"], 3, /a\.csv: the file must hold JSON/],
  [
    "another kind of JSON",
    ["predict", "not-a-model.json", "a.csv"],
    3,
    /not-a-model\.json: the file must hold a model, got JSON whose format is "other"/,
  ],
];

describe.each([
  ["flags", flags],
  ["a model from a file", specs],
  ["data", data],
  ["places to write to", outputs],
  ["models to predict with", wrongModels],
])("%s", (_name, cases) => {
  test.each(cases)("%s: one line, the right code, nothing left", async (_why, words, code, message) => {
    const outcome = await runCli(words, folder.path);
    expectClean(outcome);
    expect(outcome.err).toMatch(message);
    expect(outcome.code).toBe(code);
  });
});

describe("predicting with another table than the model was fitted on", () => {
  const predict = async (table: string, ...words: string[]) => {
    await runCli(
      ["fit", yacht, "--target", "residuary_resistance", "--units", "9", "--quiet", "--save", "m.json"],
      folder.path,
    );
    writeFileSync(folder.at("new.csv"), table);
    return runCli(["predict", "m.json", "new.csv", "--out", "p.csv", ...words], folder.path);
  };
  const header = "LC_buoyancy,prismatic_coef,length_displacement,beam_draught,length_beam,froude";

  test.each([
    [
      "a column is missing",
      "froude\n0.1\n",
      [],
      3,
      /new\.csv: there is no column "LC_buoyancy"; the columns are "froude"/,
    ],
    ["a cell is missing", `${header}\n1,2,3,4,5,\n`, [], 3, /new\.csv: column "froude", row 2 .* is missing/],
    [
      "text in a column of numbers",
      `${header}\n1,2,3,4,5,fast\n`,
      [],
      3,
      /new\.csv: column "froude".*"fast"/,
    ],
    [
      "a column for --id that is not there",
      `${header}\n1,2,3,4,5,6\n`,
      ["--id", "name"],
      2,
      /--id: there is no column "name" in new\.csv/,
    ],
  ] as const)("%s", async (_why, table, words, code, message) => {
    const outcome = await predict(table, ...words);
    expect(outcome).toMatchObject({ code, out: "" });
    expect(outcome.err).toMatch(/^error: [^\n]+\n$/);
    expect(outcome.err).toMatch(message);
    expect(folder.files()).not.toContain("p.csv");
  });
});

test("--debug adds the stack", async () => {
  const { code, err } = await runCli(fitting("none.csv", "--debug"), folder.path);
  expect(code).toBe(2);
  expect(err).toMatch(/^error: none\.csv: cannot read: .*\n(.|\n)*\n\s+at /);
  expect(err).toContain("caused by FileError");
  expect(FileError.name).toBe("FileError");
});

describe("abort", () => {
  test("before the command starts: nothing is read or written", async () => {
    const outcome = await runCli(fitting("a.csv", "--save", "m.json"), folder.path, AbortSignal.abort());
    expect(outcome).toEqual({ code: 130, out: "", err: "interrupted: nothing was written\n" });
  });

  test.each([
    ["fit", ["--save", "m.json"]],
    ["report", ["--out", "p.html"]],
    ["sweep", ["--out", "p.html"]],
  ])("while %s is at work: exit code 130 and no file", async (command, words) => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("interrupted")), 30);
    const outcome = await runCli(
      [command, example("concrete.csv"), "--target", "compressive_strength", "--seed", "1", ...words],
      folder.path,
      abort.signal,
    );
    expect(outcome).toEqual({ code: 130, out: "", err: "interrupted: nothing was written\n" });
    expect(folder.files()).toEqual([...Object.keys(given), "taken"].sort());
  });
});

describe("a full disk", () => {
  test.each([
    ["fit", ["--save", "m.json", "--units", "300", "--input-scale", "1"]],
    ["report", ["--out", "p.html", "--units", "20", "--input-scale", "1"]],
  ])("%s leaves nothing behind", async (command, words) => {
    const disk = fullDisk();
    if (disk === undefined) {
      console.warn(`NOT RUN: no small file system could be mounted, so ${command} did not meet a full disk`);
      return;
    }
    try {
      const [flag, name, ...rest] = words as [string, string, ...string[]];
      const outcome = await runCli(
        [
          ...[command, yacht, "--target", "residuary_resistance", "--seed", "1"],
          ...[flag, join(disk.folder, name), ...rest],
        ],
        folder.path,
      );
      expect(outcome.err).toMatch(/^error: .*: cannot write: no space is left on the device\. .*\n$/);
      expect(outcome).toMatchObject({ code: 2, out: "" });
      const { readdirSync } = await import("node:fs");
      expect(readdirSync(disk.folder)).toEqual([]);
    } finally {
      disk.remove();
    }
  });
});
