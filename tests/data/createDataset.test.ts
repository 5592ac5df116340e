import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError, DataError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { failure } from "./failure.ts";

describe("createDataset takes", () => {
  test("one input and one target as plain arrays", () => {
    expect(createDataset({ x: [1, 2], y: Float64Array.of(3, 4) })).toEqual({
      x: { rows: 2, cols: 1, data: Float64Array.of(1, 2) },
      y: { rows: 2, cols: 1, data: Float64Array.of(3, 4) },
      featureNames: ["x"],
      targetNames: ["y"],
    });
  });

  test("rows as arrays, typed arrays or a matrix, all to the same effect", () => {
    const y = [[5], [6]];
    const fromRows = createDataset({
      x: [
        [1, 2],
        [3, 4],
      ],
      y,
    });
    expect(fromRows.x.data).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(fromRows.featureNames).toEqual(["x1", "x2"]);
    expect(createDataset({ x: [Float64Array.of(1, 2), Float32Array.of(3, 4)], y })).toEqual(fromRows);
    expect(
      createDataset({
        x: createMatrix(2, 2, Float64Array.of(1, 2, 3, 4)),
        y: createMatrix(2, 1, Float64Array.of(5, 6)),
      }),
    ).toEqual(fromRows);
  });

  test("names, weights, several targets and classes", () => {
    const data = createDataset({
      x: [1, 2],
      y: [
        [1, 2],
        [3, 4],
      ],
      weights: [1, 0.5],
      featureNames: ["a"],
      targetNames: ["u", "v"],
    });
    expect(data).toMatchObject({
      weights: Float64Array.of(1, 0.5),
      featureNames: ["a"],
      targetNames: ["u", "v"],
    });
    expect(createDataset({ x: [1, 2], y: [1, 0], classes: ["no", "yes"] }).classes).toEqual(["no", "yes"]);
  });

  test("no rows, if the number of inputs is known", () => {
    const fromMatrix = createDataset({ x: createMatrix(0, 3), y: createMatrix(0, 2) });
    expect(fromMatrix).toMatchObject({
      x: { rows: 0, cols: 3 },
      y: { rows: 0, cols: 2 },
      targetNames: ["y1", "y2"],
    });
    const fromNames = createDataset({ x: [], y: [], featureNames: ["a", "b"] });
    expect(fromNames).toMatchObject({ x: { rows: 0, cols: 2 }, y: { rows: 0, cols: 1 } });
    const error = failure(() => createDataset({ x: [], y: [] }));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.fix).toContain("Name the columns");
  });

  test("copies: a later change of the arrays changes nothing", () => {
    const x = createMatrix(1, 1, Float64Array.of(1));
    const weights = Float64Array.of(1);
    const data = createDataset({ x, y: x, weights });
    x.data[0] = 9;
    weights[0] = 9;
    expect([data.x.data[0], data.y.data[0], data.weights![0]]).toEqual([1, 1, 1]);
  });
});

describe("createDataset refuses", () => {
  test("sizes that do not fit", () => {
    const shapes: [Parameters<typeof createDataset>[0], string][] = [
      [{ x: [1, 2], y: [1] }, "same number of rows, got 2 and 1"],
      [{ x: [[1, 2], [3]], y: [1, 2] }, "x[1] must have length 2 like x[0], got an array of length 1"],
      [{ x: [[1], 2] as never, y: [1, 2] }, "x[1] must have length 1 like x[0], got 2"],
      [{ x: [[]], y: [1] }, "at least one column"],
      [{ x: createMatrix(1, 0), y: [1] }, "at least one column"],
      [{ x: { rows: 2, cols: 2, data: new Float64Array(3) }, y: [1, 2] }, "x must be an array of numbers"],
      [{ x: "12" as never, y: [1] }, "x must be an array of numbers"],
      [{ x: undefined as never, y: [1] }, "x must be an array of numbers"],
      [{ x: [1], y: [1], weights: [1, 2] }, "weights must have length 1"],
      [{ x: [1], y: [1], featureNames: ["a", "b"] }, "featureNames must have length 1"],
      [{ x: [1], y: [1], targetNames: [] }, "targetNames must have length 1"],
      [{ x: [1], y: [[0, 1]], classes: ["a", "b"] }, "one column"],
    ];
    for (const [arrays, words] of shapes) {
      const error = failure(() => createDataset(arrays));
      expect(error).toBeInstanceOf(ShapeError);
      expect(error.message).toContain(words);
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, "3", null, undefined, true, 3n])(
    "the value %p, by position",
    (value) => {
      const error = failure(() =>
        createDataset({
          x: [
            [1, 2],
            [3, value as number],
          ],
          y: [1, 2],
        }),
      );
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toContain("x must be finite numbers");
      expect(error.message).toContain("row 1, column 1 (counted from 0)");
      expect(failure(() => createDataset({ x: [1, 2], y: [1, value as number] })).message).toContain(
        "y must be finite",
      );
    },
  );

  test("a hole in an array and a NaN in a matrix", () => {
    const x = [1, 2, 3];
    delete x[1];
    expect(failure(() => createDataset({ x, y: [1, 2, 3] })).message).toContain("row 1, column 0");
    const matrix = createMatrix(2, 2, Float64Array.of(1, 2, Number.NaN, 4));
    expect(failure(() => createDataset({ x: matrix, y: [1, 2] })).message).toContain("row 1, column 0");
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, "1"])("the weight %p", (weight) => {
    const error = failure(() => createDataset({ x: [1, 2], y: [1, 2], weights: [1, weight as number] }));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain("row 1");
  });

  test.each([2, -1, 0.5])("the class index %p", (k) => {
    const error = failure(() => createDataset({ x: [1, 2], y: [0, k], classes: ["a", "b"] }));
    expect(error.message).toContain("whole numbers from 0 to 1");
  });

  test("names that are not distinct texts, unknown keys, no object", () => {
    for (const arrays of [
      { x: [[1, 2]], y: [1], featureNames: ["a", "a"] },
      { x: [1], y: [1], featureNames: [1] },
      { x: [1], y: [1], weights: 1 },
      { x: [1], y: [1], wieghts: [1] },
      undefined,
      [1, 2],
    ]) {
      expect(failure(() => createDataset(arrays as never))).toBeInstanceOf(ArgumentError);
    }
  });
});
