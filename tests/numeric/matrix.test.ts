import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors/errors.ts";
import {
  columnMatrix,
  columnOf,
  createMatrix,
  matrixFromRows,
  rowOf,
  stackRows,
  takeRows,
} from "../../src/numeric/matrix.ts";

const m = matrixFromRows([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("matrices", () => {
  test("hold their rows one after the other", () => {
    expect(m).toEqual({ rows: 2, cols: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(createMatrix(2, 2).data).toEqual(new Float64Array(4));
    expect(matrixFromRows([])).toEqual({ rows: 0, cols: 0, data: new Float64Array(0) });
  });

  test("share the array they were given, and views of rows share theirs", () => {
    const data = Float64Array.of(1, 2);
    expect(createMatrix(1, 2, data).data).toBe(data);
    expect(columnMatrix(data)).toEqual({ rows: 2, cols: 1, data });
    const own = createMatrix(2, 2);
    rowOf(own, 1)[0] = 7;
    expect([...own.data]).toEqual([0, 0, 7, 0]);
  });

  test("give columns, rows in any order, and stacks", () => {
    expect([...columnOf(m, 1)]).toEqual([2, 5]);
    expect(takeRows(m, [1, 1, 0])).toEqual(
      matrixFromRows([
        [4, 5, 6],
        [4, 5, 6],
        [1, 2, 3],
      ]),
    );
    expect(stackRows(m, matrixFromRows([[7, 8, 9]]))).toEqual(
      matrixFromRows([
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ]),
    );
    expect(stackRows(m, createMatrix(0, 3))).toEqual(m);
  });

  test("refuse sizes that do not fit", () => {
    expect(() => createMatrix(2, 2, new Float64Array(3))).toThrow(ShapeError);
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow(/row 1 has 1/);
    expect(() => stackRows(m, createMatrix(1, 2))).toThrow(/got 3 and 2/);
  });
});
