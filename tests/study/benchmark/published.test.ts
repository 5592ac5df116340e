import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { createMethod } from "../../../src/inference/registry.ts";
import { createModel } from "../../../src/model/model.ts";
import { checkBenchmark } from "../../../src/study/benchmark/checkBenchmark.ts";
import { checkPublishedRows, publishedError } from "../../../src/study/benchmark/publishedRow.ts";
import { gridSettings, withSettings } from "../../../src/study/benchmark/settings.ts";
import { splitsOfTestRows } from "../../../src/study/benchmark/splitsOfTestRows.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../examples/data/uci/${name}`, import.meta.url), "utf8"));

test("the table that comes along names methods, settings and published rows that there are", () => {
  const { methods, goals, data } = read("../../uci.json");
  const set = {
    name: "three rows",
    data: createDataset({ x: [0, 1, 2], y: [0, 1, 0] }),
    splits: splitsOfTestRows(3, [[0]]),
    hash: "",
  };
  expect(() => checkBenchmark(methods, [set])).not.toThrow();
  for (const { method, model, choose } of methods) {
    for (const settings of gridSettings(choose?.grid ?? {})) {
      const configured = withSettings({ method, model }, settings);
      expect(() => createMethod(configured.method)).not.toThrow();
      expect(() => createModel(configured.model, set.data)).not.toThrow();
    }
  }
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  for (const { method, row } of goals.published) {
    expect(names(methods)).toContain(method);
    expect(names(read("published.json"))).toContain(row);
  }
  for (const level of [goals.least, goals.aim]) expect(Object.keys(level)).toEqual(names(data));
});

describe("the published rows that come along", () => {
  const rows = checkPublishedRows("published.json", read("published.json"));

  test("have a source each, and standard errors that later papers give for the same means", () => {
    expect(rows.length).toBe(8);
    const dropout = rows.find(({ name }) => name === "dropout 2016")!;
    // Standard errors of the same table as quoted later: 0.06, 0.02, 0.02, 0.01 and 0.03.
    const quoted = { boston_housing: 0.06, concrete: 0.02, energy: 0.02, wine_red: 0.01, yacht: 0.03 };
    for (const [set, error] of Object.entries(quoted)) {
      expect(publishedError(dropout, dropout.logScore[set]!)).toBeCloseTo(error, 1.9);
    }
    const evidential = rows.find(({ name }) => name === "evidential 2020")!;
    expect(publishedError(evidential, evidential.logScore["yacht"]!)).toBeNull();
  });

  test("refuses what is no table of rows", () => {
    const [row] = rows;
    const bad: unknown[] = [
      {},
      [{ ...row, plusMinus: "sd" }],
      [{ ...row, source: 1 }],
      [{ ...row, rmse: { yacht: ["1", 2] } }],
      [{ ...row, rmse: { yacht: [1, -2] } }],
      [{ ...row, nll: {} }],
    ];
    for (const one of bad) expect(() => checkPublishedRows("rows", one)).toThrow(ArgumentError);
  });
});

test("the splits that come along: twenty test parts of a tenth of the rows, none twice", () => {
  for (const [name, size] of [
    ["boston_housing", 51],
    ["concrete", 103],
    ["energy", 77],
    ["wine_red", 160],
    ["yacht", 31],
  ] as const) {
    const { rows, testRows } = read(`${name}.splits.json`);
    expect(testRows.length).toBe(20);
    for (const { trainRows, testRows: tested } of splitsOfTestRows(rows, testRows)) {
      expect(tested.length).toBe(size);
      expect(new Set([...Array.from(trainRows), ...Array.from(tested)]).size).toBe(rows);
      expect(trainRows.length + tested.length).toBe(rows);
    }
  }
  expect(() => splitsOfTestRows(3, [[3]])).toThrow(ArgumentError);
  expect(() => splitsOfTestRows(3, [1 as never])).toThrow(/list of rows/);
});
