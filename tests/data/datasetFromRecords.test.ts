import { describe, expect, test } from "vitest";
import { datasetFromRecords, encodeRecords, tableFromRecords } from "../../src/data/datasetFromRecords.ts";
import { readDataset } from "../../src/data/datasetFromTable.ts";
import { encodeFeatures } from "../../src/data/encodeFeatures.ts";
import { readTable } from "../../src/data/readTable.ts";
import { ArgumentError, DataError, FormatError } from "../../src/errors/errors.ts";
import { failure } from "./failure.ts";

describe("datasetFromRecords", () => {
  test("gives what the same table gives as CSV text", () => {
    const records = [
      { age: 28, mix: "b", strength: 79.9 },
      { strength: 40.2, age: 90, mix: "a" },
    ];
    const options = { target: "strength", categorical: "one-hot" } as const;
    const fromText = readDataset("age,mix,strength\n28,b,79.9\n90,a,40.2\n", options);
    expect(datasetFromRecords(records, options)).toEqual({ ...fromText, rowNumbers: [0, 1] });
  });

  test("takes true and false as 1 and 0", () => {
    const data = datasetFromRecords(
      [
        { member: true, y: 1 },
        { member: false, y: 2 },
      ],
      { target: "y" },
    );
    expect(data.x.data).toEqual(Float64Array.of(1, 0));
  });

  test("takes null, undefined and absent keys as missing, and nothing else", () => {
    const records = [{ x: 1, y: 1 }, { x: null, y: 1 }, { x: undefined, y: 1 }, { y: 1 }, { x: 5, y: 2 }];
    const error = failure(() => datasetFromRecords(records, { target: "y" }));
    expect(error.message).toContain('column "x", record 1 (counted from 0): the cell is missing (null)');
    const data = datasetFromRecords(records, { target: "y", missing: "drop" });
    expect(data).toMatchObject({ rowNumbers: [0, 4], droppedRows: 3 });
    for (const x of ["", "NA", Number.NaN]) {
      expect(failure(() => datasetFromRecords([{ x, y: 1 }], { target: "y" })).message).not.toContain(
        "is missing",
      );
    }
  });

  test.each([
    ["12", "Number(text)"],
    ["abc", "categorical"],
    ["", "null"],
    [new Date(0), "days"],
    [Number.NaN, "Repair"],
    [Number.POSITIVE_INFINITY, "Repair"],
    [{ nested: 1 }, "Convert"],
    [[1], "Convert"],
    [10n, "Convert"],
    [() => 1, "Convert"],
    [Symbol("s"), "Convert"],
  ])("refuses %p and says what to do", (x, fix) => {
    const error = failure(() =>
      datasetFromRecords(
        [
          { x: 1, y: 1 },
          { x, y: 1 },
        ],
        { target: "y" },
      ),
    );
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain('column "x", record 1 (counted from 0)');
    expect(error.fix).toContain(fix);
  });

  test("does not take numbers written as text for categories unless the column is named", () => {
    const records = [
      { zip: "8001", y: 1 },
      { zip: "8002", y: 2 },
    ];
    const error = failure(() => datasetFromRecords(records, { target: "y", categorical: "one-hot" }));
    expect(error.fix).toContain("Number(text)");
    expect(datasetFromRecords(records, { target: "y", categorical: ["zip"] }).featureNames).toEqual([
      "zip=8001",
      "zip=8002",
    ]);
  });

  test("does not look at values that are not used", () => {
    const records = [{ id: Symbol("a"), when: new Date(0), tags: [], x: 1, y: 2 }];
    expect(datasetFromRecords(records, { target: "y", features: ["x"] }).x.data).toEqual(Float64Array.of(1));
  });

  test("reads own properties only and refuses dangerous keys", () => {
    const inherited = Object.assign(Object.create({ z: 1 }), { x: 1, y: 2 });
    expect(datasetFromRecords([inherited], { target: "y" }).featureNames).toEqual(["x"]);
    const hostile = JSON.parse('[{"__proto__": 1, "x": 1, "y": 2}]');
    expect(failure(() => datasetFromRecords(hostile, { target: "y" })).message).toContain("__proto__");
    const named: Record<string, unknown>[] = [{ toString: 1, y: 1 }, { y: 2 }];
    expect(failure(() => datasetFromRecords(named, { target: "y" })).message).toContain(
      "record 1 (counted from 0): the cell is missing (undefined)",
    );
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("classes may be text, numbers or booleans", () => {
    const labels = (values: unknown[]) =>
      datasetFromRecords(
        values.map((y) => ({ x: 1, y })),
        { target: "y", classes: true },
      );
    expect(labels(["no", "yes", "no"])).toMatchObject({
      classes: ["no", "yes"],
      y: { data: Float64Array.of(0, 1, 0) },
    });
    expect(labels([3, 20, 3]).classes).toEqual(["3", "20"]);
    expect(labels([true, false]).classes).toEqual(["0", "1"]);
    expect(failure(() => labels([new Date(0)])).message).toContain("a category must be text or a number");
  });

  test("refuses what is not an array of objects", () => {
    expect(failure(() => datasetFromRecords({} as never, { target: "y" }))).toBeInstanceOf(ArgumentError);
    for (const record of [null, 1, "x", [1, 2], undefined]) {
      const error = failure(() => datasetFromRecords([{ x: 1, y: 1 }, record] as never, { target: "y" }));
      expect(error.message).toContain("record 1 (counted from 0) must be an object");
    }
    expect(failure(() => datasetFromRecords([], { target: "y" }))).toBeInstanceOf(ArgumentError);
  });
});

describe("encodeRecords", () => {
  const records = [
    { age: 28, mix: "b", y: 1 },
    { age: 90, mix: "a", y: 2 },
  ];
  const { encoding, x } = datasetFromRecords(records, { target: "y", categorical: "one-hot" });

  test("encodes records as the data set, with or without the target", () => {
    expect(encodeRecords(encoding, records)).toEqual(x);
    expect(encodeRecords(encoding, [{ mix: "a", age: 3 }]).data).toEqual(Float64Array.of(3, 1, 0));
  });

  test("agrees with the same rows as CSV text", () => {
    expect(encodeFeatures(encoding, readTable("mix,age\na,3\n"))).toEqual(
      encodeRecords(encoding, [{ mix: "a", age: 3 }]),
    );
  });

  test("refuses unknown levels and missing keys, naming the record", () => {
    expect(failure(() => encodeRecords(encoding, [{ age: 1, mix: "c" }])).message).toContain("record 0");
    expect(failure(() => encodeRecords(encoding, [{ age: 1 }])).message).toContain('no column "mix"');
    expect(encodeRecords(encoding, [{ age: 1, mix: "c" }], { unknownLevels: "zeros" }).data).toEqual(
      Float64Array.of(1, 0, 0),
    );
    const date = [{ age: 1, mix: new Date(0) }];
    expect(failure(() => encodeRecords(encoding, date, { unknownLevels: "zeros" })).code).toBe("data");
  });

  test("takes no records for no rows", () => {
    expect(encodeRecords(encoding, [])).toEqual({ rows: 0, cols: 3, data: new Float64Array(0) });
    expect(failure(() => encodeRecords(undefined as never, []))).toBeInstanceOf(FormatError);
  });
});

test("tableFromRecords orders the columns by first appearance", () => {
  expect(tableFromRecords([{ b: 1 }, { a: 2, b: 3 }])).toEqual({
    columns: ["b", "a"],
    rows: [
      [1, undefined],
      [3, 2],
    ],
    rowNumbers: [0, 1],
    source: "records",
  });
});
