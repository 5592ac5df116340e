import { describe, expect, test } from "vitest";
import { delimiterFlag, namesFlag, numberFlag, numberOrWord, rangeFlag } from "../../src/cli/parseFlags.ts";
import { ArgumentError } from "../../src/errors/errors.ts";

describe("names of columns", () => {
  test.each([
    ["a,b", ["a", "b"]],
    [" a , b c ", ["a", "b c"]],
    ['"a,b",c', ["a,b", "c"]],
    ['"say ""hi""",x', ['say "hi"', "x"]],
    ["σ", ["σ"]],
  ])("%s", (text, names) => {
    expect(namesFlag("--features")(text)).toEqual(names);
  });

  test("the flag may be given again", () => {
    const read = namesFlag("--features");
    expect(read("c", read("a,b"))).toEqual(["a", "b", "c"]);
  });

  test.each(["", ",", " , "])("%j names nothing", (text) => {
    expect(() => namesFlag("--features")(text)).toThrow(ArgumentError);
  });
});

describe("numbers", () => {
  test.each([
    ["1e-3", 0.001],
    ["+2", 2],
    [".5", 0.5],
  ])("%s", (text, value) => {
    expect(numberFlag("--x", { above: 0 })(text)).toBe(value);
    expect(numberOrWord("--x", ["learned"])(text)).toBe(value);
  });

  test.each(["", "x", "1,5", "0x1", "1_0", "NaN", "Infinity", "1e999", "0", "-1", "1 2"])(
    "%j is refused in the name of the flag",
    (text) => {
      expect(() => numberFlag("--x", { above: 0 })(text)).toThrow(/^--x: /);
      expect(() => numberOrWord("--x", ["learned"])(text)).toThrow(/^--x: /);
    },
  );

  test("a word stands for itself", () => {
    expect(numberOrWord("--x", ["learned"])("learned")).toBe("learned");
  });
});

describe("ranges", () => {
  test.each([
    ["0.01..1000", [0.01, 1000]],
    ["1e-3..1e3", [0.001, 1000]],
    ["1...5", undefined],
    ["1..", undefined],
    ["..1", undefined],
    ["0..1", undefined],
    ["2..1", undefined],
    ["1..1", undefined],
    ["1..2..3", undefined],
    ["1..Infinity", undefined],
    ["1-2", undefined],
  ])("%s", (text, range) => {
    if (range === undefined) expect(() => rangeFlag("--x")(text)).toThrow(ArgumentError);
    else expect(rangeFlag("--x")(text)).toEqual(range);
  });
});

test("delimiters by word or by sign", () => {
  const read = delimiterFlag("--delimiter");
  expect([",", ";", "\t", "\\t", "comma", "semicolon", "tab"].map(read)).toEqual([
    ",",
    ";",
    "\t",
    "\t",
    ",",
    ";",
    "\t",
  ]);
  for (const text of ["", "|", ",,", "toString"]) expect(() => read(text)).toThrow(ArgumentError);
});
