import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import {
  fitColumnScaler,
  fitScaler,
  identityScaler,
  isIdentity,
  scaleColumns,
  scaleDataset,
  unscaleColumns,
} from "../../src/data/scaler.ts";
import { ArgumentError, NumericError, ShapeError } from "../../src/errors/errors.ts";
import { columnMatrix, columnOf, createMatrix, type Matrix } from "../../src/numeric/matrix.ts";
import { failure } from "./failure.ts";

function column(...values: number[]): Matrix {
  return columnMatrix(Float64Array.from(values));
}

describe("fitColumnScaler", () => {
  test("gives mean and population standard deviation", () => {
    const scaler = fitColumnScaler(createMatrix(4, 2, Float64Array.of(1, 10, 2, 10, 3, 20, 6, 20)));
    expect(scaler.shift).toEqual([3, 15]);
    expect(scaler.scale[0]).toBeCloseTo(Math.sqrt(3.5), 14);
    expect(scaler.scale[1]).toBeCloseTo(5, 14);
  });

  test("only shifts a constant column, whatever the rounding of its mean", () => {
    for (const value of [0.1, 1e300, -3, 5e-324]) {
      const scaler = fitColumnScaler(columnMatrix(new Float64Array(1001).fill(value)));
      expect(scaler).toEqual({ shift: [value], scale: [1] });
    }
  });

  test("only shifts a single row, and leaves no rows alone", () => {
    expect(fitColumnScaler(column(7))).toEqual({ shift: [7], scale: [1] });
    expect(fitColumnScaler(createMatrix(0, 2))).toEqual(identityScaler(2));
  });

  test("finds the same standardised values at any scale", () => {
    const base = [1, 2, 4, 9];
    const expected = scaleColumns(fitColumnScaler(column(...base)), column(...base));
    for (const unit of [1e-300, 1e-200, 1e200, 1e307]) {
      const matrix = column(...base.map((value) => value * unit));
      const scaled = scaleColumns(fitColumnScaler(matrix), matrix);
      scaled.data.forEach((value, i) => {
        expect(value).toBeCloseTo(expected.data[i]!, 13);
      });
    }
  });

  test("stays finite next to the smallest numbers and refuses a range beyond the largest", () => {
    for (const matrix of [column(0, 5e-324), column(0, 3e-308, 0, 0, 0)]) {
      const scaler = fitColumnScaler(matrix);
      expect(scaler.scale[0]).toBeGreaterThan(0);
      expect(Array.from(scaleColumns(scaler, matrix).data).every(Number.isFinite)).toBe(true);
    }
    expect(failure(() => fitColumnScaler(column(-1.7e308, 1.7e308)))).toBeInstanceOf(NumericError);
  });

  test("keeps the digits of a column far from 0", () => {
    const scaler = fitColumnScaler(column(1e9, 1e9 + 1, 1e9 + 2));
    expect(scaler.shift).toEqual([1e9 + 1]);
    expect(scaler.scale[0]).toBeCloseTo(Math.sqrt(2 / 3), 14);
  });

  test("brings any column to mean 0 and standard deviation 1", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 50 }), (values) => {
        const matrix = column(...values);
        fc.pre(Math.max(...values) - Math.min(...values) > 1e-3);
        const scaled = columnOf(scaleColumns(fitColumnScaler(matrix), matrix), 0);
        const mean = scaled.reduce((sum, v) => sum + v, 0) / scaled.length;
        const variance = scaled.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / scaled.length;
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        expect(variance).toBeCloseTo(1, 6);
      }),
      { seed: 10 },
    );
  });
});

describe("scaleColumns and unscaleColumns", () => {
  test("undo each other", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }), (rows) => {
        const matrix = createMatrix(rows.length, 2, Float64Array.from(rows.flat()));
        const scaler = fitColumnScaler(matrix);
        const back = unscaleColumns(scaler, scaleColumns(scaler, matrix));
        back.data.forEach((v, k) => {
          expect(Math.abs(v - matrix.data[k]!)).toBeLessThanOrEqual(1e-9);
        });
      }),
      { seed: 11 },
    );
  });

  test("refuse another number of columns", () => {
    for (const map of [scaleColumns, unscaleColumns]) {
      const error = failure(() => map(identityScaler(2), createMatrix(3, 1)));
      expect(error).toBeInstanceOf(ShapeError);
      expect(error.where).toBe(map.name);
    }
  });

  test("take no rows", () => {
    expect(scaleColumns(identityScaler(2), createMatrix(0, 2))).toEqual(createMatrix(0, 2));
  });
});

describe("fitScaler", () => {
  const data = createDataset({ x: [1, 3], y: [10, 30] });

  test.each([
    ["none", [0], [0]],
    ["inputs", [2], [0]],
    ["target", [0], [20]],
    ["both", [2], [20]],
  ] as const)("%s", (standardise, x, y) => {
    const scaler = fitScaler(standardise, data);
    expect(scaler.x.shift).toEqual(x);
    expect(scaler.y.shift).toEqual(y);
    expect(JSON.parse(JSON.stringify(scaler))).toEqual(scaler);
  });

  test("never scales a class index", () => {
    const classes = createDataset({ x: [1, 3], y: [0, 1], classes: ["a", "b"] });
    expect(isIdentity(fitScaler("both", classes).y)).toBe(true);
    expect(isIdentity(fitScaler("both", classes).x)).toBe(false);
  });

  test("refuses another word", () => {
    expect(failure(() => fitScaler("outputs" as never, data))).toBeInstanceOf(ArgumentError);
  });
});

describe("scaleDataset", () => {
  test("scales what is to be scaled and keeps the rest, without copying it", () => {
    const data = createDataset({ x: [1, 3], y: [10, 30], weights: [1, 2], featureNames: ["a"] });
    const scaled = scaleDataset(fitScaler("inputs", data), data);
    expect(Array.from(scaled.x.data)).toEqual([-1, 1]);
    expect(scaled.y).toBe(data.y);
    expect(scaled.weights).toBe(data.weights);
    expect(scaled.featureNames).toEqual(["a"]);
    expect(Array.from(data.x.data)).toEqual([1, 3]);
  });
});
