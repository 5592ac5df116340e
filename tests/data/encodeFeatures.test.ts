import { describe, expect, test } from "vitest";
import { datasetFromTable, readDataset } from "../../src/data/datasetFromTable.ts";
import { encodeDataset } from "../../src/data/encodeDataset.ts";
import { encodeFeatures } from "../../src/data/encodeFeatures.ts";
import { readTable } from "../../src/data/readTable.ts";
import { DataError, FormatError } from "../../src/errors/errors.ts";
import { failure } from "./failure.ts";

const csv = "age,mix,w,kind\n28,b,1,p\n90,a,2,q\n7,b,3,p\n";
const train = readDataset(csv, { target: "kind", weights: "w", categorical: "one-hot", classes: true });
const { encoding } = train;

describe("encodeFeatures", () => {
  test("gives back the inputs of the data set itself", () => {
    expect(encodeFeatures(encoding, readTable(csv))).toEqual(train.x);
  });

  test("finds columns by name in any order and ignores others", () => {
    const x = encodeFeatures(encoding, readTable("other,mix,age\nNA,a,1\nzzz,b,2\n"));
    expect(x).toEqual({ rows: 2, cols: 3, data: Float64Array.of(1, 1, 0, 2, 0, 1) });
  });

  test("works after a trip through JSON, and on no rows", () => {
    const saved = JSON.parse(JSON.stringify(encoding));
    expect(encodeFeatures(saved, readTable("age,mix\n"))).toEqual({
      rows: 0,
      cols: 3,
      data: new Float64Array(0),
    });
  });

  test("names a column that is missing and those that are there", () => {
    const error = failure(() => encodeFeatures(encoding, readTable("Age,mix\n1,a\n")));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain('no column "age"; the columns are "Age", "mix"');
  });

  test("refuses an unknown level, or sets zeros if asked to", () => {
    const table = readTable("age,mix\n1,b\n2,c\n");
    const error = failure(() => encodeFeatures(encoding, table));
    expect(error.message).toContain(
      'column "mix", row 3 (the header is row 1): "c" is not among the known levels "a", "b"',
    );
    expect(error.fix).toContain('unknownLevels: "zeros"');
    expect(encodeFeatures(encoding, table, { unknownLevels: "zeros" }).data).toEqual(
      Float64Array.of(1, 0, 1, 2, 0, 0),
    );
  });

  test("refuses missing cells and text where there were numbers", () => {
    expect(failure(() => encodeFeatures(encoding, readTable("age,mix\n,a\n"))).message).toContain("missing");
    expect(failure(() => encodeFeatures(encoding, readTable("age,mix\nold,a\n"))).fix).toContain(
      "column of numbers",
    );
  });

  test("is not misled by names that every object has", () => {
    const data = readDataset("c,y\ntoString,1\nx,2\n", { target: "y", categorical: "one-hot" });
    const error = failure(() => encodeFeatures(data.encoding, readTable("c\nvalueOf\n")));
    expect(error.message).toContain('"valueOf"');
  });

  test("refuses what is not an encoding or a table, and misspelt options", () => {
    for (const wrong of [
      undefined,
      null,
      {},
      { features: [{}], targets: [] },
      { features: [], targets: [], weights: 1 },
    ]) {
      expect(failure(() => encodeFeatures(wrong as never, readTable("a\n1\n")))).toBeInstanceOf(FormatError);
    }
    expect(failure(() => encodeFeatures(encoding, "age,mix\n1,a" as never)).code).toBe("argument");
    expect(failure(() => encodeFeatures(encoding, readTable("age\n1\n"), { unknown: 1 } as never)).code).toBe(
      "argument",
    );
    expect(
      failure(() => encodeFeatures(encoding, readTable("age\n1\n"), { unknownLevels: "drop" as never })).code,
    ).toBe("argument");
  });
});

describe("encodeDataset", () => {
  test("gives back the data set itself", () => {
    expect(encodeDataset(encoding, readTable(csv))).toEqual(train);
  });

  test("keeps the order of the classes in a file that has only some", () => {
    const test = encodeDataset(encoding, readTable("kind,w,mix,age\nq,1,a,5\n"));
    expect(test.y.data).toEqual(Float64Array.of(1));
    expect(test.classes).toEqual(["p", "q"]);
  });

  test("drops rows with missing cells if asked to", () => {
    const table = readTable("age,mix,w,kind\n,a,1,p\n1,a,1,p\n");
    expect(failure(() => encodeDataset(encoding, table)).message).toContain("missing");
    expect(encodeDataset(encoding, table, { missing: "drop" })).toMatchObject({
      droppedRows: 1,
      rowNumbers: [3],
    });
  });

  test("refuses an unknown class even where unknown levels become zeros", () => {
    const table = readTable("age,mix,w,kind\n1,z,1,r\n");
    const error = failure(() => encodeDataset(encoding, table, { unknownLevels: "zeros" }));
    expect(error.message).toContain('column "kind"');
  });

  test("needs the target, and may have no rows", () => {
    expect(failure(() => encodeDataset(encoding, readTable("age,mix,w\n1,a,1\n"))).message).toContain(
      '"kind"',
    );
    expect(encodeDataset(encoding, readTable("age,mix,w,kind\n")).x).toMatchObject({ rows: 0, cols: 3 });
  });
});

test("splitting a table and encoding its parts is splitting the data set", () => {
  const table = readTable("x,c,y\n1,u,1\n2,v,2\n3,u,3\n4,v,4\n");
  const whole = datasetFromTable(table, { target: "y", categorical: "one-hot" });
  const part = { ...table, rows: table.rows.slice(2), rowNumbers: table.rowNumbers.slice(2) };
  expect(encodeDataset(whole.encoding, part).x.data).toEqual(whole.x.data.slice(2 * whole.x.cols));
});
