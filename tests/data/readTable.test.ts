import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTable } from "../../src/data/readTable.ts";
import { ArgumentError, DataError } from "../../src/errors/errors.ts";
import { failure } from "./failure.ts";

describe("readTable reads", () => {
  test("a header and rows of text", () => {
    expect(readTable("a,b\n1,x\n2,\n")).toEqual({
      columns: ["a", "b"],
      rows: [
        ["1", "x"],
        ["2", ""],
      ],
      rowNumbers: [2, 3],
      source: "csv",
    });
  });

  test("quoted cells with delimiters, quotes and line breaks", () => {
    const { rows, rowNumbers } = readTable('a,b\n"1,5","5"" pipe"\n"two\r\nlines",""\n3,4\n');
    expect(rows).toEqual([
      ["1,5", '5" pipe'],
      ["two\r\nlines", ""],
      ["3", "4"],
    ]);
    expect(rowNumbers).toEqual([2, 3, 4]);
  });

  test("a byte-order mark, CRLF, CR and their mixture", () => {
    const expected = {
      columns: ["a", "b"],
      rows: [
        ["1", "2"],
        ["3", "4"],
      ],
    };
    for (const text of [
      "\uFEFFa,b\r\n1,2\r\n3,4\r\n",
      '\uFEFF"a",b\n1,2\n3,4',
      "a,b\r1,2\r3,4",
      "a,b\r\n1,2\n3,4\r",
    ]) {
      expect(readTable(text)).toMatchObject(expected);
    }
  });

  test("spaces around cells, but keeps those inside quotes", () => {
    expect(readTable('a , b\n 1 , " x " \n')).toMatchObject({ columns: ["a", "b"], rows: [["1", " x "]] });
  });

  test("semicolons and tabs, also beside empty cells", () => {
    expect(readTable("a;b\n1,5;2\n", { delimiter: ";" }).rows).toEqual([["1,5", "2"]]);
    expect(readTable("a\tb\tc\n1\t\t3\n\t2\t\n", { delimiter: "\t" }).rows).toEqual([
      ["1", "", "3"],
      ["", "2", ""],
    ]);
  });

  test("past empty lines, which count as rows, from the header on", () => {
    const table = readTable("\n\na\n1\n\n  \n2\n\n\n");
    expect(table.rows).toEqual([["1"], ["2"]]);
    expect(table.rowNumbers).toEqual([2, 5]);
  });

  test("a header without rows", () => {
    expect(readTable("a,b\n").rows).toEqual([]);
    expect(readTable("a,b").columns).toEqual(["a", "b"]);
  });

  test("names that objects have, which are not dangerous as text", () => {
    expect(readTable("toString,hasOwnProperty\n1,2").columns).toEqual(["toString", "hasOwnProperty"]);
  });
});

describe("readTable refuses", () => {
  test("what is not text", () => {
    for (const value of [undefined, null, 1, new Uint8Array(3), {}]) {
      expect(failure(() => readTable(value as never))).toBeInstanceOf(ArgumentError);
    }
  });

  test("unknown options and delimiters", () => {
    expect(failure(() => readTable("a", { seperator: ";" } as never)).message).toContain("delimiter");
    expect(failure(() => readTable("a", { delimiter: "|" as never })).message).toContain('";"');
  });

  test.each(["", "\n\n", "\uFEFF", "   \r\n"])("an empty text %j", (text) => {
    expect(failure(() => readTable(text))).toMatchObject({ code: "data", where: "readTable" });
  });

  test("rows of another length, naming the row", () => {
    const short = failure(() => readTable("a,b\n1,2\n\n3\n"));
    expect(short).toBeInstanceOf(DataError);
    expect(short.message).toContain(
      "row 4 (the header is row 1) must have as many cells as the header, 2, got 1",
    );
    expect(short.details).toEqual({ row: 4, expected: 2, found: 1 });
    expect(failure(() => readTable("a,b\n1,5,2,5\n")).fix).toContain("decimal comma");
  });

  test("the wrong delimiter, with the right one as the remedy", () => {
    const hint = 'pass delimiter: ";"';
    expect(failure(() => readTable("a;b\n1,5;2\n")).fix).toContain(hint);
    expect(failure(() => readTable('"a";"b"\n1;2\n')).fix).toContain(hint);
    expect(failure(() => readTable('"a","b"\n1,2\n', { delimiter: ";" })).fix).toContain('delimiter: ","');
  });

  test("quotes that do not match, naming the row", () => {
    const open = failure(() => readTable('a,b\n1,2\n\n3,"4\n5,6\n'));
    expect(open.message).toContain("row 4 (the header is row 1): a quoted cell is never closed");
    expect(failure(() => readTable('a,b\n1,2"3\n')).details).toEqual({ row: 2 });
    expect(failure(() => readTable('a,b\n1,"2"3\n')).details).toEqual({ row: 2 });
    expect(failure(() => readTable('"a')).details).toEqual({ row: 1 });
  });

  test("columns of the same name, without a name, or with a name unsafe as a key", () => {
    expect(failure(() => readTable("a,b,a\n1,2,3")).message).toContain(
      'columns 1 and 3 (counted from 1) are both named "a"',
    );
    expect(failure(() => readTable(",a\n1,2")).message).toContain("column 1 (counted from 1) has no name");
    for (const name of ["__proto__", "constructor", "prototype"]) {
      expect(failure(() => readTable(`a,${name}\n1,2`)).message).toContain(`"${name}"`);
    }
  });

  test("binary content and broken text", () => {
    expect(failure(() => readTable("PK\0\0")).fix).toContain("UTF-8");
    expect(failure(() => readTable("a\n\ud800\n")).fix).toContain("UTF-8");
  });

  test("very long names in messages: they are shortened", () => {
    const name = "x".repeat(100_000);
    expect(failure(() => readTable(`${name},${name}\n`)).message.length).toBeLessThan(300);
  });
});

describe("whatever text is written comes back", () => {
  const special = fc.constantFrom(
    '"',
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\uFEFF",
    "NA",
    "__proto__",
    "",
  );
  const cell = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(special).map((parts) => parts.join("")),
  );
  const safeCell = cell.map((text) => text.replaceAll("\0", ""));
  const name = safeCell.filter((text) => text !== "" && text !== "__proto__");
  const table = fc.uniqueArray(name, { minLength: 1, maxLength: 5 }).chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.array(safeCell, { minLength: columns.length, maxLength: columns.length }), {
        maxLength: 6,
      }),
    }),
  );

  function write(
    rows: readonly (readonly string[])[],
    delimiter: string,
    lineEnd: string,
    always: boolean,
  ): string {
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const plain = (text: string): boolean => text !== "" && text.trim() === text && !/[",;\t\r\n]/.test(text);
    const line = (cells: readonly string[]): string =>
      cells.map((text) => (!always && plain(text) ? text : quoted(text))).join(delimiter);
    return rows.map((cells) => line(cells) + lineEnd).join("");
  }

  test("for any cells, delimiter, line end and habit of quoting", () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.boolean(),
        ({ columns, rows }, delimiter, lineEnd, always) => {
          const text = write([columns, ...rows], delimiter, lineEnd, always);
          const read = readTable(text, { delimiter: delimiter as "," });
          expect(read.columns).toEqual(columns);
          expect(read.rows).toEqual(rows);
          expect(read.rowNumbers).toEqual(rows.map((_, i) => i + 2));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  test("any text at all is read or refused with a typed error", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(special, fc.string())).map((parts) => parts.join("")),
        (text) => {
          try {
            readTable(text);
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });
});
