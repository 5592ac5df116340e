import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tableFromRecords } from "../../src/data/datasetFromRecords.ts";
import { datasetFromTable, readDataset } from "../../src/data/datasetFromTable.ts";
import { readTable } from "../../src/data/readTable.ts";
import { ArgumentError, DataError } from "../../src/errors/errors.ts";
import { failure } from "./failure.ts";

describe("readDataset", () => {
  test("takes every other column as an input, in the order of the file", () => {
    const data = readDataset("age,strength,water\n28,79.9,162\n90,40.2,228\n", { target: "strength" });
    expect(data).toEqual({
      x: { rows: 2, cols: 2, data: Float64Array.of(28, 162, 90, 228) },
      y: { rows: 2, cols: 1, data: Float64Array.of(79.9, 40.2) },
      featureNames: ["age", "water"],
      targetNames: ["strength"],
      encoding: { features: [{ column: "age" }, { column: "water" }], targets: [{ column: "strength" }] },
      rowNumbers: [2, 3],
      droppedRows: 0,
    });
  });

  test("takes chosen inputs in the chosen order, several targets, and weights", () => {
    const data = readDataset("a;b;c;w;text\n1;2;3;0.5;hello\n4;5;6;2;world\n", {
      delimiter: ";",
      targets: ["c", "a"],
      features: ["b"],
      weights: "w",
    });
    expect(data.x.data).toEqual(Float64Array.of(2, 5));
    expect(data.y.data).toEqual(Float64Array.of(3, 1, 6, 4));
    expect(data.weights).toEqual(Float64Array.of(0.5, 2));
    expect(data.targetNames).toEqual(["c", "a"]);
  });

  test("the encoding is plain JSON", () => {
    const { encoding } = readDataset("a,b,y\n1,u,p\n2,v,q\n", {
      target: "y",
      categorical: "one-hot",
      classes: true,
    });
    expect(JSON.parse(JSON.stringify(encoding))).toEqual(encoding);
  });
});

describe("numbers", () => {
  test.each([
    ["-1.5", -1.5],
    ["+2", 2],
    [".5", 0.5],
    ["7.", 7],
    ["1e-3", 0.001],
    ["1E+2", 100],
    ["-0", -0],
    ["1e-999", 0],
    ["0012", 12],
    ['" 3 "', 3],
  ])("%s is read", (text, value) => {
    expect(readDataset(`x,y\n${text},1\n`, { target: "y" }).x.data[0]).toBe(value);
  });

  test.each([
    "0x1F",
    "1_000",
    "1,5",
    "1 000",
    "12%",
    "$5",
    "1e",
    "e5",
    ".",
    "-",
    "1.2.3",
    "0b1",
    "1n",
    "true",
    "٣",
  ])("%s is refused by row, column and cell", (text) => {
    const error = failure(() => readDataset(`x,y\n1,1\n"${text}",1\n`, { target: "y" }));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain('column "x", row 3 (the header is row 1)');
    expect(error.message).toContain(JSON.stringify(text));
    expect(error.fix).toContain(text === "1,5" ? "decimal point" : 'categorical: "one-hot"');
    expect(error.details).toEqual({ row: 3, column: "x", cell: text });
  });

  test.each(["Infinity", "-inf", "1e999"])(
    "%s is refused as not finite, whatever becomes of text",
    (text) => {
      for (const categorical of ["refuse", "one-hot"] as const) {
        const error = failure(() => readDataset(`x,y\n${text},1\n`, { target: "y", categorical }));
        expect(error.message).toContain("must be finite");
      }
    },
  );

  test("a decimal comma gets a hint of its own", () => {
    expect(failure(() => readDataset('x,y\n"1,5",2\n', { target: "y" })).fix).toContain("decimal point");
    const semicolons = failure(() => readDataset("x;y\n1,5;2\n", { target: "y", delimiter: ";" }));
    expect(semicolons.fix).toContain("decimal point");
  });

  test("a very long cell is shortened in the message", () => {
    const error = failure(() => readDataset(`x,y\n${"z".repeat(1e6)},2\n`, { target: "y" }));
    expect(error.message.length).toBeLessThan(400);
  });

  test("every finite number survives as text", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), (values) => {
        const text = `x,y\n${values.map((value) => `${value},1`).join("\n")}`;
        const back = Array.from(readDataset(text, { target: "y" }).x.data);
        expect(back).toEqual(values.map((value) => value + 0));
      }),
      { seed: 3 },
    );
  });
});

describe("missing cells", () => {
  const csv = "a,b,unused,y\n1,2,,1\n3,NA,x,1\n,5,x,2\n6,7,?,nan\n8,9,x,3\n";

  test("are refused by row and column, with the remedy", () => {
    const error = failure(() => readDataset(csv, { target: "y", features: ["a", "b"] }));
    expect(error.message).toContain('column "b", row 3 (the header is row 1): the cell is missing ("NA")');
    expect(error.fix).toContain('missing: "drop"');
  });

  test("drop their rows if asked to, counting them", () => {
    const data = readDataset(csv, { target: "y", features: ["a", "b"], missing: "drop" });
    expect(data.x.data).toEqual(Float64Array.of(1, 2, 8, 9));
    expect(data.rowNumbers).toEqual([2, 6]);
    expect(data.droppedRows).toBe(3);
  });

  test.each(["", "NA", "na", "NaN", "nan", "null", "NULL", "?", " NA "])("%j is one", (cell) => {
    expect(failure(() => readDataset(`x,y\n"${cell}",1\n`, { target: "y" })).message).toContain("missing");
  });

  test("in every row leave nothing, and that is an error", () => {
    const error = failure(() => readDataset("x,y\n,1\n2,\n", { target: "y", missing: "drop" }));
    expect(error.message).toContain("each of the 2 rows");
    expect(failure(() => readDataset("x,y\n", { target: "y" })).message).toContain("at least one row");
  });

  test("do not make levels", () => {
    const data = readDataset("c,y\nu,1\nv,\nu,2\n", { target: "y", missing: "drop", categorical: "one-hot" });
    expect(data.featureNames).toEqual(["c=u"]);
  });
});

describe("categories", () => {
  test("become one input per level, sorted by code unit, between the numbers", () => {
    const csv = "a,colour,b,y\n1,red,2,0\n3,Blue,4,0\n5,red,6,0\n7,été,8,0\n";
    const data = readDataset(csv, { target: "y", categorical: "one-hot" });
    expect(data.featureNames).toEqual(["a", "colour=Blue", "colour=red", "colour=été", "b"]);
    expect(Array.from(data.x.data)).toEqual([1, 0, 1, 0, 2, 3, 1, 0, 0, 4, 5, 0, 1, 0, 6, 7, 0, 0, 1, 8]);
  });

  test("may be numbers if the column is named, sorted by value, and other text is refused", () => {
    const csv = "size,text,y\n10,u,1\n9,v,1\n-1,w,1\n";
    const data = readDataset(csv, { target: "y", features: ["size"], categorical: ["size"] });
    expect(data.featureNames).toEqual(["size=-1", "size=9", "size=10"]);
    expect(failure(() => readDataset(csv, { target: "y", categorical: ["size"] })).message).toContain(
      '"text"',
    );
  });

  test("are not made of a column of numbers with a misprint", () => {
    const csv = "x,y\n1,1\n2,1\nO.5,1\n";
    const error = failure(() => readDataset(csv, { target: "y", categorical: "one-hot" }));
    expect(error.message).toContain('row 4 (the header is row 1): a number is needed, got the text "O.5"');
    expect(error.fix).toContain('categorical: ["x"]');
    expect(readDataset(csv, { target: "y", categorical: ["x"] }).x.cols).toBe(3);
  });

  test("are refused when there are more than 1000 in a column", () => {
    const csv = `id,y\n${Array.from({ length: 1001 }, (_, i) => `id${i},1`).join("\n")}`;
    expect(failure(() => readDataset(csv, { target: "y", categorical: "one-hot" })).message).toContain(
      "1000",
    );
  });

  test("must not give two inputs of one name", () => {
    const csv = "a,a=b,y\nb=c,c,1\nu,v,1\n";
    expect(failure(() => readDataset(csv, { target: "y", categorical: "one-hot" })).message).toContain(
      '"a=b=c"',
    );
  });

  test("can be read off the inputs again", () => {
    const word = fc.string({ unit: "binary" }).map((text) => `_${text.replace(/["\0]/g, "")}`);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
        const csv = `c,y\n${words.map((text) => `"${text}",1`).join("\n")}`;
        const data = readDataset(csv, { target: "y", categorical: "one-hot" });
        const back = words.map((_, i) => {
          const row = Array.from(data.x.data.subarray(i * data.x.cols, (i + 1) * data.x.cols));
          expect(row.reduce((sum, value) => sum + value)).toBe(1);
          return data.featureNames[row.indexOf(1)]!.slice("c=".length);
        });
        expect(back).toEqual(words);
        expect(data.encoding.features[0]!.levels).toEqual([...new Set(words)].sort());
      }),
      { seed: 4 },
    );
  });
});

describe("classes", () => {
  test("are indices of the sorted labels", () => {
    const data = readDataset("x,kind\n1,setosa\n2,virginica\n3,setosa\n", { target: "kind", classes: true });
    expect(data.classes).toEqual(["setosa", "virginica"]);
    expect(Array.from(data.y.data)).toEqual([0, 1, 0]);
  });

  test("may be numbers, sorted by value", () => {
    const data = readDataset("x,digit\n1,10\n2,9\n3,0\n", { target: "digit", classes: true });
    expect(data.classes).toEqual(["0", "9", "10"]);
    expect(Array.from(data.y.data)).toEqual([2, 1, 0]);
  });

  test("are what a text target is told to ask for", () => {
    expect(failure(() => readDataset("x,kind\n1,a\n", { target: "kind" })).fix).toContain("classes: true");
    const two = { targets: ["a", "b"], classes: true };
    expect(failure(() => readDataset("a,b,x\n1,2,3\n", two))).toBeInstanceOf(ArgumentError);
  });
});

describe("options", () => {
  const table = readTable("a,b,y\n1,2,3\n");

  test.each([
    [{}, "either target or targets"],
    [{ target: "y", targets: ["y"] }, "either target or targets"],
    [{ targets: [] }, "one or more names"],
    [{ targets: "y" }, "one or more names"],
    [{ target: "Y" }, 'no column "Y"; the columns are "a", "b", "y"'],
    [{ target: "y", features: ["c"] }, 'no column "c"'],
    [{ target: "y", features: [] }, "one or more names"],
    [{ target: "y", features: ["a", "a"] }, "twice"],
    [{ target: "y", features: ["a", "y"] }, "both an input and a target"],
    [{ target: "y", weights: "y" }, "twice"],
    [{ target: "y", weights: "w" }, 'no column "w"'],
    [{ target: "y", missing: "mean" }, '"refuse", "drop"'],
    [{ target: "y", categorical: "onehot" }, '"one-hot"'],
    [{ target: "y", categorical: ["y"] }, "not an input"],
    [{ target: "y", classes: "yes" }, "true or false"],
    [{ target: "y", traget: "y" }, "unknown option"],
    [undefined, "options must be an object"],
    ["y", "options must be an object"],
  ])("%j is refused", (options, words) => {
    const error = failure(() => datasetFromTable(table, options as never));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toContain(words);
  });

  test("a table must be a table", () => {
    expect(failure(() => datasetFromTable("a,y\n1,2" as never, { target: "y" })).message).toContain(
      "readTable",
    );
  });

  test("an unknown target in a file of one column hints at the delimiter, in a file without names at those", () => {
    expect(failure(() => readDataset("a;y\n1;2\n", { target: "y" })).fix).toContain('delimiter: ";"');
    expect(failure(() => readDataset("1.5,2\n3,4\n", { target: "y" })).fix).toContain("names of the columns");
  });

  test("no column is left as an input", () => {
    expect(failure(() => readDataset("y\n1\n", { target: "y" })).message).toContain("no column is left");
  });

  test("many columns are not all listed", () => {
    const wide = tableFromRecords([Object.fromEntries(Array.from({ length: 500 }, (_, j) => [`c${j}`, j]))]);
    expect(failure(() => datasetFromTable(wide, { target: "y" })).message).toContain("and 480 more");
  });

  test("weights must be positive", () => {
    for (const weight of ["0", "-1"]) {
      const error = failure(() => readDataset(`x,w,y\n1,${weight},2\n`, { target: "y", weights: "w" }));
      expect(error.message).toContain(
        'column "w", row 2 (the header is row 1): a precision weight must be above 0',
      );
    }
  });
});
