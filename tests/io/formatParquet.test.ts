import { describe, expect, test } from "vitest";
import { DataError, ShapeError } from "../../src/errors/errors.ts";
import { formatParquet, type ParquetColumn } from "../../src/io/formatParquet.ts";
import { parseParquet } from "../../src/io/parquet/parseParquet.ts";
import { rejection } from "../support/rejection.ts";

const roundTrip = async (columns: readonly ParquetColumn[]) =>
  parseParquet("a.parquet", await formatParquet(columns));

describe("formatParquet", () => {
  test("numbers come back to the last bit, texts as they are: no formula is run here", async () => {
    const numbers = [0.1 + 0.2, -1e300, 5e-324, Number.NEGATIVE_INFINITY, -0, 7];
    const texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t'\"\n🙂", ""];
    const ids = [1, 2, 2 ** 53 - 1, -5, 0, 3];
    const { columns, rows } = await roundTrip([
      ["id", ids],
      ["mean", Float64Array.from(numbers)],
      ["plain", numbers],
      ["name", texts],
    ]);
    expect(columns).toEqual(["id", "mean", "plain", "name"]);
    expect(rows).toEqual(numbers.map((number, i) => [ids[i], number, number, texts[i]]));
  });

  test("thousands of rows, over several row groups", async () => {
    const mean = Float64Array.from({ length: 2500 }, (_, i) => i / 3);
    const word = Array.from(mean, (_, i) => `row ${i % 7}`);
    const { rows } = await roundTrip([
      ["mean", mean],
      ["word", word],
    ]);
    expect(JSON.stringify(rows)).toBe(JSON.stringify(Array.from(mean, (value, i) => [value, word[i]])));
  });

  test("no rows", async () => {
    const empty = await roundTrip([
      ["mean", new Float64Array(0)],
      ["class", []],
    ]);
    expect(empty).toMatchObject({ columns: ["mean", "class"], rows: [] });
  });

  test("the same columns are the same bytes", async () => {
    const once = await formatParquet([["x", Float64Array.of(1, 2)]]);
    expect(await formatParquet([["x", Float64Array.of(1, 2)]])).toEqual(once);
  });

  test("names of their own, and one length", async () => {
    const cells = Float64Array.of(1);
    const twice = formatParquet([
      ["x", cells],
      ["x", cells],
    ]);
    expect(await rejection(twice)).toBeInstanceOf(DataError);
    const uneven = formatParquet([
      ["x", cells],
      ["y", Float64Array.of(1, 2)],
    ]);
    expect(await rejection(uneven)).toBeInstanceOf(ShapeError);
  });
});
