import { describe, expect, test } from "vitest";
import { datasetFromTable } from "../../src/data/datasetFromTable.ts";
import { DataError } from "../../src/errors/errors.ts";
import { parseJsonLines } from "../../src/io/parseJsonLines.ts";
import { failure } from "../data/failure.ts";

const parse = (...lines: string[]) => parseJsonLines("a.jsonl", lines.join("\n"));

describe("parseJsonLines", () => {
  test("keys are columns, a key that is not there is a missing cell, empty lines count", () => {
    expect(parse('{"x": 1.5, "y": "a"}', "", '{"y": true, "z": -2e-3}\r', '{"x": null}', "")).toEqual({
      columns: ["x", "y", "z"],
      rows: [
        [1.5, "a", null],
        [null, true, -0.002],
        [null, null, null],
      ],
      rowNumbers: [1, 3, 4],
      source: "json-lines",
    });
  });

  test("true counts as 1, and a number written as text is refused as one", () => {
    const table = parse('{"x": true, "y": 1, "t": "2"}', '{"x": false, "y": 2, "t": "3"}');
    expect(datasetFromTable(table, { target: "y", features: ["x"] }).x.data).toEqual(Float64Array.of(1, 0));
    const error = failure(() => datasetFromTable(table, { target: "y", features: ["t"] }));
    expect(error.message).toContain(
      'column "t", line 1 (counted from 1): a number is needed, got the text "2"',
    );
    expect(error.fix).toContain("Write it as a number");
  });

  test("an infinite number by overflow is refused where it is used", () => {
    const table = parse('{"x": 1e999, "y": 1}');
    expect(failure(() => datasetFromTable(table, { target: "y" })).message).toContain("must be finite");
  });

  test.each([
    ["an array as value", '{"x": [1]}', 'line 2 (counted from 1), key "x": a value must be a number'],
    ["an object as value", '{"x": {"y": 1}}', 'line 2 (counted from 1), key "x": a value must be a number'],
    ["an array", "[1, 2]", "line 2 (counted from 1) must hold an object, got an array of length 2"],
    ["a number", "1", "line 2 (counted from 1) must hold an object, got 1"],
    ["null", "null", "line 2 (counted from 1) must hold an object, got null"],
    ["no JSON", "{x: 1}", "line 2 (counted from 1) must hold JSON"],
    ["a line cut short", '{"x": 1', "line 2 (counted from 1) must hold JSON"],
    ["two objects", '{"x": 1} {"x": 2}', "line 2 (counted from 1) must hold JSON"],
    ["NaN", '{"x": NaN}', "line 2 (counted from 1) must hold JSON"],
    ["a key twice", '{"x": 1, "\\u0078": 2}', 'line 2 (counted from 1) has the key "x" twice'],
    ["an unsafe key", '{"__proto__": 1}', 'no column may be named "__proto__"'],
    ["another unsafe key", '{"constructor": 1}', 'no column may be named "constructor"'],
    ["a key without a name", '{"": 1}', "column 2 (counted from 1) has no name"],
    ["something nested under an unsafe key", '{"__proto__": {"polluted": 1}}', 'key "__proto__"'],
  ])("refused: %s", (_what, line, message) => {
    const error = failure(() => parse('{"x": 1}', line));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("no line at all", () => {
    for (const text of ["", "\n \n"]) expect(failure(() => parse(text)).message).toContain("no line of JSON");
  });

  test("keys of their own on every line: refused before the table is made", () => {
    const lines = Array.from({ length: 8000 }, (_, i) => `{"k${i}": 1}`);
    expect(failure(() => parse(...lines)).message).toContain("tables of up to 25000000 cells are read");
  });
});
