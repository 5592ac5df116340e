import * as zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { datasetFromTable } from "../../../src/data/datasetFromTable.ts";
import { DataError } from "../../../src/errors/errors.ts";
import { parseParquet } from "../../../src/io/parquet/parseParquet.ts";
import { failure } from "../../data/failure.ts";
import { rejection } from "../../support/rejection.ts";
import { tableBytes } from "../../support/tableFixture.ts";

const fixture = (name: string) => parseParquet(name, tableBytes(`${name}.parquet`));

describe("files of another implementation", () => {
  const types = JSON.parse(new TextDecoder().decode(tableBytes("types.json"))) as Record<string, unknown>[];

  test.each(["types", "gzip", "brotli", "none"])("every type, exactly: %s", async (name) => {
    const { columns, rows, rowNumbers, source } = await fixture(name);
    expect(columns).toEqual(Object.keys(types[0]!));
    expect(rows).toEqual(types.map((row) => Object.values(row)));
    expect({ rowNumbers, source }).toEqual({ rowNumbers: [1, 2, 3, 4, 5, 6], source: "parquet" });
  });

  test("Zstandard is read where Node has it, and named where it has not", async () => {
    if ("zstdDecompressSync" in zlib) {
      expect((await fixture("zstd")).rows).toEqual(types.map((row) => Object.values(row)));
    } else {
      const error = await rejection(fixture("zstd"));
      expect(error.message).toMatch(/^zstd: column "int8" is compressed with ZSTD, .*Node 22\.15/);
    }
  });

  test.each(["dictionary", "delta", "lengths"])("every encoding, over many pages: %s", async (name) => {
    const { rows } = await fixture(name);
    const made = Array.from({ length: 3000 }, (_, k) => [
      ((7 * k) % 1001) - 500,
      k % 10 === 0 ? null : k * k * 1000,
      k / 7,
      `text ${Math.floor(k / 5)}`,
      `text ${k % 3}`,
      k % 97 === 0,
    ]);
    expect(JSON.stringify(rows)).toBe(JSON.stringify(made));
  });

  test("dates and timestamps are dates, integers beyond 2^53 stay whole", async () => {
    const day = new Date("2024-02-29T12:30:15.250Z");
    const before = new Date("1969-12-31T23:59:59Z");
    const { columns, rows } = await fixture("dates");
    expect(columns).toEqual(["y", "fine", "date", "id", "hash", "ms", "us", "ns"]);
    expect(rows).toEqual([
      [1, 0.5, new Date("2024-02-29"), 2n ** 53n + 1n, 2n ** 64n - 1n, day, day, day],
      [2, 1.5, null, -(2n ** 63n), 1, before, before, before],
    ]);
    expect((await fixture("oldDates")).rows).toEqual([
      [day, 1],
      [before, 2],
    ]);
  });

  test("a data set refuses both as numbers, and does without them", async () => {
    const table = await fixture("dates");
    const use = (feature: string) =>
      failure(() => datasetFromTable(table, { target: "y", features: [feature] }));
    expect(use("ms").message).toContain(
      'column "ms", row 1 (counted from 1): a number is needed, got a Date',
    );
    expect(use("id").message).toContain("the integer 9007199254740993 lies beyond");
    expect(datasetFromTable(table, { target: "y", features: ["fine"] }).x.data).toEqual(
      Float64Array.of(0.5, 1.5),
    );
    const { featureNames } = datasetFromTable(table, { target: "y", features: ["id"], categorical: ["id"] });
    expect(featureNames).toEqual(["id=-9223372036854775808", "id=9007199254740993"]);
  });

  test("NaN is missing, and the unnamed index of pandas no column", async () => {
    const { columns, rows } = await fixture("index");
    expect({ columns, rows }).toEqual({ columns: ["y"], rows: [[1], [null], [Number.POSITIVE_INFINITY]] });
  });

  test("no rows", async () => {
    expect(await fixture("noRows")).toMatchObject({ columns: ["y"], rows: [] });
  });
});

describe("refused, in one line", () => {
  test.each([
    ["nested", 'every column must hold one value per row; nested are "list", "pair"'],
    ["time", 'column "t" holds values of the type TIME, which is not read'],
    ["bytes", 'column "b" of the Parquet file cannot be read: a value is no text in UTF-8'],
    ["manyRows", "tables of up to 25000000 cells are read, this one has 60000000 rows of 1"],
  ])("%s", async (name, problem) => {
    const error = await rejection(fixture(name));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`${name}: ${problem}`);
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["CSV", new TextEncoder().encode("x,y\n1,2\n2,3\n4,5\n")],
    ["only the mark", new TextEncoder().encode("PAR1PAR1PAR1")],
    [
      "a long description",
      Uint8Array.from([...new TextEncoder().encode("PAR1"), 255, 255, 255, 255, 80, 65, 82, 49]),
    ],
  ])("%s", async (_what, bytes) => {
    expect(await rejection(parseParquet("a.parquet", bytes))).toBeInstanceOf(DataError);
  });

  test("an aborted signal", async () => {
    const reason = new Error("stop");
    const call = parseParquet("types", tableBytes("types.parquet"), AbortSignal.abort(reason));
    await expect(call).rejects.toBe(reason);
  });
});

describe("a damaged file is a DataError or a table, never anything else", () => {
  const names = ["types", "gzip", "brotli", "none", "dictionary", "delta", "lengths", "oldDates"];

  test("cut short anywhere", async () => {
    for (const name of names) {
      const bytes = tableBytes(`${name}.parquet`);
      for (let end = 0; end < bytes.length; end += Math.ceil(bytes.length / 20)) {
        expect(await rejection(parseParquet(name, bytes.subarray(0, end)))).toBeInstanceOf(DataError);
      }
    }
  });

  test("with bytes changed", async () => {
    // A linear congruential generator: the same damage in every run.
    let state = 1;
    const below = (n: number) => (state = (state * 48_271) % 2_147_483_647) % n;
    const outcomes = { table: 0, error: 0 };
    for (let k = 0; k < 100; k++) {
      const name = names[k % names.length]!;
      const bytes = Uint8Array.from(tableBytes(`${name}.parquet`));
      const end = below(2) === 0 ? 2000 : bytes.length;
      for (let flips = below(3); flips >= 0; flips--) {
        bytes[bytes.length - 1 - below(Math.min(end, bytes.length))] = below(3) === 0 ? 255 : below(256);
      }
      try {
        await parseParquet(name, bytes);
        outcomes.table++;
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        outcomes.error++;
      }
    }
    expect(outcomes.error).toBeGreaterThan(30);
    expect(outcomes.table).toBeGreaterThan(5);
  });
});
