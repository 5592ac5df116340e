import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseParquet } from "../../../src/io/parquet/parseParquet.ts";

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/tables/${name}`, import.meta.url));
const expected = JSON.parse(new TextDecoder().decode(fixture("types.json")));

describe("x", () => {
  test.each(["types", "gzip", "brotli", "none"])("%s", async (name) => {
    const t = await parseParquet(name, fixture(`${name}.parquet`));
    const rows = t.rows.map((r) => Object.fromEntries(t.columns.map((c, j) => [c, r[j]])));
    expect(rows).toEqual(expected);
  });
  test.each(["dictionary", "delta", "lengths"])("%s", async (name) => {
    const t = await parseParquet(name, fixture(`${name}.parquet`));
    const want = Array.from({ length: 3000 }, (_, k) => [
      ((7 * k) % 1001) - 500,
      k % 10 === 0 ? null : k * k * 1000,
      k / 7,
      `text ${Math.floor(k / 5)}`,
      `text ${k % 3}`,
      k % 97 === 0,
    ]);
    expect(t.rows).toEqual(want);
  });
  test.each(["dates", "oldDates", "nested", "time", "bytes", "index", "noRows", "zstd", "mcycle"])(
    "%s",
    async (name) => {
      const t = await parseParquet(name, fixture(`${name}.parquet`)).catch((e) => e);
      console.log(name, t.message ?? t.columns, t.rows?.slice(0, 3));
    },
  );
});
