import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTable } from "../../src/data/readTable.ts";
import { parseParquet } from "../../src/io/parquet/parseParquet.ts";
import { tableBytes, tablePath } from "../support/tableFixture.ts";
import { createFolder, example, type Folder, type Outcome, runCli } from "./runCli.ts";

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

const credence = (words: readonly string[], input?: string | Uint8Array): Promise<Outcome> =>
  runCli(
    words,
    folder.path,
    undefined,
    input === undefined ? undefined : Readable.from([Buffer.from(input)]),
  );

const train = ["--target", "accel", "--joints", "10", "--seed", "1"];
const csv = readFileSync(example("mcycle.csv"), "utf8");

/** A saved model without the source of its table. */
function withoutSource(name: string) {
  const model = JSON.parse(readFileSync(folder.at(name), "utf8"));
  const { data, ...provenance } = model.provenance;
  return { source: data, rest: JSON.stringify({ ...model, provenance }) };
}

describe("the same table in any format", () => {
  test("is the same posterior, byte for byte; its source has the name and hash of what was read", async () => {
    const sources: readonly (readonly [words: readonly string[], input?: string | Uint8Array])[] = [
      [[example("mcycle.csv")]],
      [[tablePath("mcycle.parquet")]],
      [[tablePath("mcycle.jsonl")]],
      [["-"], csv],
      [["-"], tableBytes("mcycle.parquet")],
      [["-", "--input-format", "jsonl"], tableBytes("mcycle.jsonl")],
    ];
    const models = [];
    for (const [k, [words, input]] of sources.entries()) {
      const outcome = await credence(["fit", ...words, ...train, "--save", `${k}.json`], input);
      expect(outcome).toMatchObject({ code: 0, err: "" });
      models.push(withoutSource(`${k}.json`));
    }
    expect(new Set(models.map(({ rest }) => rest)).size).toBe(1);
    const [fromCsv, fromParquet, , fromInput, parquetFromInput] = models;
    expect(fromInput!.source).toEqual({ ...fromCsv!.source, name: "standard input" });
    expect(parquetFromInput!.source).toEqual({ ...fromParquet!.source, name: "standard input" });
    expect(fromCsv!.source.hash).not.toBe(fromParquet!.source.hash);
  });

  test("classes: words and numbers are the same levels", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      x: i / 4,
      kind: i % 3 === 0 ? "a" : "b",
      digit: i % 2,
    }));
    writeFileSync(
      folder.at("a.csv"),
      `x,kind,digit\n${rows.map((row) => Object.values(row).join()).join("\n")}\n`,
    );
    writeFileSync(folder.at("a.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    for (const target of ["kind", "digit"]) {
      const options = [
        "--features",
        "x",
        "--classes",
        "--method",
        "map",
        "--option",
        "epochs=5",
        "--seed",
        "1",
      ];
      const results = [];
      for (const name of ["a.csv", "a.jsonl"]) {
        const words = ["fit", name, "--target", target, ...options, "--save", `${name}.json`];
        expect(await credence(words)).toMatchObject({ code: 0 });
        results.push(withoutSource(`${name}.json`).rest);
      }
      expect(results[1]).toBe(results[0]);
    }
  });

  test("every command reads it", async () => {
    copyFileSync(tablePath("mcycle.parquet"), folder.at("a.parquet"));
    await credence(["fit", "a.parquet", ...train, "--save", "m.json"]);
    for (const words of [
      ["sweep", "a.parquet", ...train, "--prior-variance", "1..10", "--points", "2"],
      ["compare", "a.parquet", ...train, "--methods", "exact", "--splits", "2"],
      ["diagnose", "m.json", "--at", "a.parquet", "--points", "2"],
      ["predict", "m.json", "a.parquet", "--held-out", "a.parquet", "--conformal", "0.9"],
    ]) {
      expect(await credence(words)).toMatchObject({ code: 0, err: "" });
    }
  });
});

describe("predictions", () => {
  beforeEach(async () => {
    writeFileSync(
      folder.at("a.jsonl"),
      '{"x": 1, "y": 2, "id": "=1+1"}\n{"x": 2, "y": 3, "id": "b"}\n{"x": 4, "y": 1, "id": "c"}\n',
    );
    const words = ["fit", "a.jsonl", "--target", "y", "--features", "x", "--seed", "1", "--save", "m.json"];
    expect(await credence(words)).toMatchObject({ code: 0 });
  });

  test("go into Parquet or CSV as the name of the file says: the same numbers", async () => {
    for (const name of ["p.parquet", "p.csv"]) {
      const outcome = await credence(["predict", "m.json", "a.jsonl", "--id", "id", "--out", name]);
      expect(outcome).toMatchObject({ code: 0, out: `Wrote 3 predictions to ${name}\n`, err: "" });
    }
    const parquet = await parseParquet("p", readFileSync(folder.at("p.parquet")));
    const text = readTable(readFileSync(folder.at("p.csv"), "utf8"));
    expect(parquet.columns).toEqual(["id", "mean", "sd_function", "sd_observation", "q05", "q50", "q95"]);
    expect(text.columns).toEqual(parquet.columns);
    expect(text.rows.map(([, ...row]) => row.map(Number))).toEqual(parquet.rows.map(([, ...row]) => row));
    // A spreadsheet runs what is in CSV, so that it is guarded there; numbers are not touched.
    expect(text.rows.map(([id]) => id)).toEqual(["'=1+1", "b", "c"]);
    expect(parquet.rows.map(([id]) => id)).toEqual(["=1+1", "b", "c"]);
    expect(folder.files()).toEqual(["a.jsonl", "m.json", "p.csv", "p.parquet"]);
  });

  test("of numbers as id: they stay numbers, negative ones too", async () => {
    writeFileSync(folder.at("new.jsonl"), '{"x": 1, "n": -1}\n{"x": 2, "n": 2}\n');
    await credence(["predict", "m.json", "new.jsonl", "--id", "n", "--out", "p.csv"]);
    await credence(["predict", "m.json", "new.jsonl", "--id", "n", "--out", "p.parquet"]);
    expect(readTable(readFileSync(folder.at("p.csv"), "utf8")).rows.map(([id]) => id)).toEqual(["-1", "2"]);
    const { rows } = await parseParquet("p", readFileSync(folder.at("p.parquet")));
    expect(rows.map(([id]) => id)).toEqual([-1, 2]);
  });

  test("of CSV as id: what reads as a number is one, what only looks like it is text", async () => {
    writeFileSync(folder.at("new.csv"), "x,n,code\n1,-1,007\n2,2,-1-2\n");
    for (const [id, cells] of [
      ["n", ["-1", "2"]],
      ["code", ["007", "'-1-2"]],
    ] as const) {
      const { out } = await credence(["predict", "m.json", "new.csv", "--id", id]);
      expect(readTable(out).rows.map(([cell]) => cell)).toEqual(cells);
    }
  });

  test("other ids: big integers and dates as text, nothing where there is nothing", async () => {
    const words = [
      "fit",
      tablePath("dates.parquet"),
      "--target",
      "y",
      "--features",
      "fine",
      "--save",
      "d.json",
    ];
    expect(await credence([...words, "--seed", "1"])).toMatchObject({ code: 0 });
    const ids = async (id: string) => {
      const { out } = await credence(["predict", "d.json", tablePath("dates.parquet"), "--id", id]);
      return readTable(out).rows.map(([cell]) => cell);
    };
    expect(await ids("hash")).toEqual(["18446744073709551615", "1"]);
    expect(await ids("date")).toEqual(["2024-02-29T00:00:00.000Z", ""]);
  });

  test("are not written under a name of another format", async () => {
    const outcome = await credence(["predict", "m.json", "a.jsonl", "--out", "p.jsonl"]);
    expect(outcome).toMatchObject({ code: 2, out: "" });
    expect(outcome.err).toMatch(/^error: --out: predictions are written as CSV or Parquet[^\n]*\n$/);
  });

  test("a second table by its own name, whatever standard input brings", async () => {
    const held = ["--held-out", "a.jsonl", "--conformal", "0.5"];
    const words = ["predict", "m.json", "-", "--input-format", "csv", ...held];
    expect(await credence(words, "x\n1\n")).toMatchObject({ code: 0, err: "" });
    const twice = await credence(
      ["predict", "m.json", "-", "--held-out", "-", "--conformal", "0.5"],
      "x\n1\n",
    );
    expect(twice).toMatchObject({ code: 2, out: "" });
    expect(twice.err).toContain("error: standard input: one table alone can come from it.");
  });
});

describe("refused, in one line", () => {
  const words = ["fit", "-", "--target", "y", "--seed", "1"];

  test("a terminal, no standard input, nothing in it", async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    const watched = await runCli(words, folder.path, undefined, terminal);
    expect(watched.code).toBe(2);
    expect(watched.err).toMatch(/^error: standard input: cannot read: nothing is piped in[^\n]*\n$/);
    expect(await credence(words)).toMatchObject({ code: 2, err: expect.stringContaining("there is none") });
    expect(await credence(words, "")).toMatchObject({
      code: 3,
      err: expect.stringContaining("standard input: "),
    });
  });

  test("an interrupt while it waits", async () => {
    const control = new AbortController();
    setImmediate(() => control.abort(new Error("interrupted")));
    const outcome = await runCli(
      [...words, "--save", "m.json"],
      folder.path,
      control.signal,
      new PassThrough(),
    );
    expect(outcome).toEqual({ code: 130, out: "", err: "interrupted: nothing was written\n" });
    expect(folder.files()).toEqual([]);
  });

  test("a damaged file, a format that contradicts the name, JSON lines that nobody announced", async () => {
    writeFileSync(folder.at("cut.parquet"), tableBytes("mcycle.parquet").subarray(0, 900));
    const cut = await credence(["fit", "cut.parquet", ...train]);
    expect(cut).toMatchObject({ code: 3, out: "" });
    expect(cut.err).toMatch(/^error: cut\.parquet: a Parquet file must begin and end with PAR1[^\n]*\n$/);
    const contradiction = await credence(["fit", "cut.parquet", ...train, "--input-format", "csv"]);
    expect(contradiction).toMatchObject({ code: 2, out: "" });
    const silent = await credence(words, '{"y": 1}\n');
    expect(silent).toMatchObject({ code: 3, err: expect.stringContaining("--input-format") });
    expect(await credence([...words, "--input-format", "xlsx"])).toMatchObject({ code: 2 });
  });

  test("hidden characters of keys and names are shown", async () => {
    const name = "\u202Ea\u0007.jsonl";
    writeFileSync(folder.at(name), '{"y\u202E\\u0007": [1]}\n');
    const outcome = await credence(["fit", name, "--target", "y", "--seed", "1"]);
    expect(outcome).toMatchObject({ code: 3, out: "" });
    expect(outcome.err).toMatch(/^error: [^\n]*line 1[^\n]*a value must be a number[^\n]*\n$/);
    for (const hidden of ["\u0007", "\u202E"]) expect(outcome.err).not.toContain(hidden);
  });
});
