import { expect, test } from "vitest";
import { isTextColumn } from "../../src/data/isTextColumn.ts";
import { readTable } from "../../src/data/readTable.ts";

test.each([
  ["words", ["u", "v"], true],
  ["words and missing cells", ["u", "NA", "", "v"], true],
  ["words and a number", ["u", "7"], false],
  ["numbers", ["1", "2e3"], false],
  ["missing cells alone", ["NA", "?"], false],
  ["no rows", [], false],
] as const)("%s", (_what, cells, text) => {
  const table = readTable(`x,kind\n${cells.map((cell) => `1,${cell}\n`).join("")}`);
  expect(isTextColumn(table, "kind")).toBe(text);
  expect(isTextColumn(table, "other")).toBe(false);
});
