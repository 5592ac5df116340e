import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { ArgumentError, DataError, NumericError, ShapeError } from "../../../src/errors/errors.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { columnMatrix } from "../../../src/numeric/matrix.ts";
import { rejection } from "../../support/rejection.ts";
import { evenJoints, normalModel, toyData } from "./models.ts";

const data = toyData();
const model = normalModel(evenJoints(4), { variance: 1 }, 0.1, data);
const FLAT = { variance: "flat", biasVariance: "flat" } as const;

describe("options", () => {
  test("unknown keys are refused by name", () => {
    expect(() => exact({ solvers: "qr" } as never)).toThrow(/"solvers".*solver, scaler/s);
    expect(() => exact({ solvers: "qr" } as never)).toThrow(ArgumentError);
  });
  test("unknown solvers are refused by name", () => {
    expect(() => exact({ solver: "lu" as never })).toThrow(/"banded".*"lu"/s);
  });
  test("are told back, frozen", () => {
    const method = exact({ solver: "qr" });
    expect(method.options).toEqual({ solver: "qr" });
    expect(Object.isFrozen(method.options)).toBe(true);
    expect(exact().options).toEqual({ solver: "auto" });
  });
  test("the banded solver needs fixed joints, the dual one a proper prior", async () => {
    const line = normalModel({ kind: "linear" }, { variance: 1 }, 0.1, data);
    const banded = await rejection(exact({ solver: "banded" }).fit(line, data));
    expect(banded).toBeInstanceOf(ArgumentError);
    expect(banded.message).toMatch(/fixed joints/);
    const flat = normalModel(evenJoints(40), { variance: 1, biasVariance: "flat" }, 0.1, data);
    const dual = await rejection(exact({ solver: "dual" }).fit(flat, data));
    expect(dual).toBeInstanceOf(ArgumentError);
    expect(dual.message).toMatch(/1 parameter\(s\) have a flat one/);
  });
});

describe("data", () => {
  const broken = (x: number[], y: number[]): Dataset => ({
    ...data,
    x: columnMatrix(Float64Array.from(x)),
    y: columnMatrix(Float64Array.from(y)),
  });
  test.each([
    ["NaN in x", broken([1, Number.NaN], [1, 2]), /x must be finite, got NaN at position 1/],
    ["Infinity in x", broken([Number.POSITIVE_INFINITY, 0], [1, 2]), /got Infinity at position 0/],
    ["NaN in y", broken([1, 2], [1, Number.NaN]), /y must be finite, got NaN/],
    ["-Infinity in y", broken([1, 2], [Number.NEGATIVE_INFINITY, 1]), /got -Infinity/],
  ])("%s is refused with its position", async (_, bad, message) => {
    for (const attempt of [
      exact().fit(model, bad),
      exact()
        .fit(model, data)
        .then((p) => p.update(bad)),
    ]) {
      const error = await rejection(attempt);
      expect(error).toBeInstanceOf(ArgumentError);
      expect(error.message).toMatch(message);
    }
  });

  test("several targets, or other inputs than the model's, are refused", async () => {
    const two = createDataset({
      x: [[1], [2]],
      y: [
        [1, 2],
        [3, 4],
      ],
    });
    expect((await rejection(exact().fit(model, two))).message).toMatch(
      /one target is required, the data have 2/,
    );
    const wide = createDataset({
      x: [
        [1, 2],
        [3, 4],
      ],
      y: [1, 2],
    });
    expect((await rejection(exact().fit(model, wide))).message).toMatch(/made for 1 input/);
  });
});

describe("a flat prior that the data do not settle", () => {
  test("no rows, or fewer than flat parameters", async () => {
    const empty = createDataset({ x: [], y: [], featureNames: ["x"] });
    const bias = normalModel(evenJoints(3), { variance: 1, biasVariance: "flat" }, 0.1, empty);
    expect(await rejection(exact().fit(bias, empty))).toBeInstanceOf(DataError);
    const two = createDataset({ x: [[0.1], [0.9]], y: [1, 2] });
    const all = normalModel(evenJoints(3), FLAT, 0.1, two);
    expect((await rejection(exact().fit(all, two))).message).toMatch(/4 parameter\(s\) with a flat prior/);
  });

  test.each(["banded", "qr", "cholesky"] as const)(
    "%s: enough rows, but at too few places",
    async (solver) => {
      // A tenth three times and its like: what rounding leaves must not pass for information.
      const x = [0.1, 0.1, 0.1, 0.7, 0.7, 0.7, 0.7].map((v) => [v]);
      const few = createDataset({ x, y: [1, 2, 3, 4, 5, 6, 7] });
      const error = await rejection(exact({ solver }).fit(normalModel(evenJoints(4), FLAT, 0.1, few), few));
      expect(error).toBeInstanceOf(NumericError);
      expect(error.message).toMatch(/of 5/);
    },
  );

  test("noise with no prior and no residual", async () => {
    const line = createDataset({ x: [[0], [1]], y: [1, 2] });
    const noise = { shape: 0, scale: 0 };
    const error = await rejection(exact().fit(normalModel({ kind: "linear" }, FLAT, noise, line), line));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(/posterior of the noise variance must be proper/);
  });
});

describe("predict", () => {
  test("refuses other columns and values that are not finite", async () => {
    const posterior = await exact().fit(model, data);
    expect(() => posterior.predict([[1, 2]])).toThrow(ShapeError);
    expect(() => posterior.predict([[1, 2]])).toThrow(
      /must have shape \[n, 1\], got \[1, 2\].*target column/,
    );
    expect(() => posterior.predict([Number.NaN])).toThrow(ArgumentError);
    expect(() => posterior.predict([[1], [1, 2]])).toThrow(ShapeError);
  });

  test("takes numbers, arrays of rows, typed arrays and matrices alike", async () => {
    const posterior = await exact().fit(model, data);
    const expected = posterior.predict([[0.2], [0.8]]).mean;
    const forms = [[0.2, 0.8], Float64Array.of(0.2, 0.8), columnMatrix(Float64Array.of(0.2, 0.8))];
    for (const x of forms) expect(posterior.predict(x).mean).toEqual(expected);
  });
});
