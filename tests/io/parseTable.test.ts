import { describe, expect, test } from "vitest";
import { ArgumentError, DataError } from "../../src/errors/errors.ts";
import { sha256 } from "../../src/io/hash.ts";
import { type ParseTableOptions, parseTable } from "../../src/io/parseTable.ts";
import { rejection } from "../support/rejection.ts";
import { tableBytes } from "../support/tableFixture.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const jsonl = bytes('{"x": 1}\n');

describe("parseTable", () => {
  test("by default CSV, and Parquet where it begins with its mark", async () => {
    const csv = await parseTable("a", bytes("x\n1\n"));
    expect(csv).toMatchObject({
      format: "csv",
      hash: sha256("x\n1\n"),
      table: { columns: ["x"], source: "csv" },
    });
    const parquet = await parseTable("a", tableBytes("mcycle.parquet"));
    expect(parquet).toMatchObject({ format: "parquet", table: { columns: ["times", "accel"] } });
  });

  test("as asked for", async () => {
    expect((await parseTable("a", jsonl, { format: "jsonl" })).table.rows).toEqual([[1]]);
    const semicolons = await parseTable("a", bytes("x;y\n1;2\n"), { format: "csv", delimiter: ";" });
    expect(semicolons.table.columns).toEqual(["x", "y"]);
  });

  test.each([
    ["JSON lines that nobody announced", jsonl, {}, "a: the file must be CSV, it begins like JSON lines"],
    [
      "Parquet as CSV",
      tableBytes("mcycle.parquet"),
      { format: "csv" },
      "a: the file must be csv, it begins like Parquet",
    ],
    ["Parquet as JSON lines", tableBytes("mcycle.parquet"), { format: "jsonl" }, "it begins like Parquet"],
    ["CSV as Parquet", bytes("x\n1\n"), { format: "parquet" }, "must begin and end with PAR1"],
    [
      "other bytes as JSON lines",
      Uint8Array.of(0x7b, 0xff),
      { format: "jsonl" },
      "save it as JSON lines in UTF-8",
    ],
  ] as const)("refused: %s", async (_what, content, options, message) => {
    const error = await rejection(parseTable("a", content, options));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
  });

  test("options that there are not", async () => {
    for (const options of [{ format: "xlsx" }, { formats: "csv" }]) {
      const error = await rejection(parseTable("a", jsonl, options as ParseTableOptions));
      expect(error).toBeInstanceOf(ArgumentError);
    }
  });
});
