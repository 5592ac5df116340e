import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTable } from "../../src/data/readTable.ts";
import { ShapeError } from "../../src/errors/errors.ts";
import { csvText } from "../../src/io/csvText.ts";

describe("csvText", () => {
  test("header, rows, line feeds", () => {
    expect(
      csvText(
        ["name", "mean"],
        [
          ["a", 1.5],
          ["b", -0.1],
        ],
      ),
    ).toBe("name,mean\na,1.5\nb,-0.1\n");
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["\n=1", `"'\n=1"`],
    [`=HYPERLINK("x","y")`, `"'=HYPERLINK(""x"",""y"")"`],
  ])("a text that a spreadsheet would run is kept as text: %j", (cell, written) => {
    expect(csvText(["a"], [[cell]])).toBe(`a\n${written}\n`);
    expect(csvText([cell], [])).toBe(`${written}\n`);
  });

  test("numbers are never changed: negative ones stay numbers", () => {
    expect(csvText(["a"], [[-1], [1e300], [5e-324], [0.1 + 0.2]])).toBe(
      "a\n-1\n1e+300\n5e-324\n0.30000000000000004\n",
    );
  });

  test("every finite number reads back as the same number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const cell = readTable(csvText(["a"], [[value]])).rows[0]![0];
        return Number(cell) === value;
      }),
    );
  });

  test("every text reads back as itself, or with the apostrophe of the guard", () => {
    const text = fc.string({ unit: "binary" }).filter((value) => !/[\0\p{Surrogate}]/u.test(value));
    const delimiter = fc.constantFrom(",", ";", "\t") as fc.Arbitrary<"," | ";" | "\t">;
    fc.assert(
      fc.property(text, text, delimiter, (a, b, sign) => {
        const { rows } = readTable(csvText(["a", "b"], [[a, b]], { delimiter: sign }), { delimiter: sign });
        const guarded = (value: string) => (/^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value);
        expect(rows).toEqual([[guarded(a), guarded(b)]]);
      }),
    );
  });

  test("a row of another length is refused", () => {
    expect(() => csvText(["a", "b"], [[1]])).toThrow(ShapeError);
  });
});
