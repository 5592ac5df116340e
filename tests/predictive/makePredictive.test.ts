import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { makePredictive } from "../../src/predictive/makePredictive.ts";
import { normalMarginals } from "../../src/predictive/normalMarginals.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import type { PredictiveParts } from "../../src/predictive/predictiveParts.ts";
import { selectPredictive } from "../../src/predictive/selectPredictive.ts";

const zeros = (n: number) => new Float64Array(n);
const parts = (n: number): PredictiveParts => ({
  observation: normalMarginals(zeros(n), zeros(n).fill(2)),
  function: normalMarginals(zeros(n), zeros(n).fill(1)),
  aleatoric: zeros(n).fill(3),
});

describe("makePredictive", () => {
  it("counts rows and targets", () => {
    const p = makePredictive({ ...parts(6), targets: 3 });
    expect([p.kind, p.family, p.size, p.targets]).toEqual(["regression", "normal", 2, 3]);
  });

  it("does not share the array of the caller", () => {
    const aleatoric = zeros(2).fill(3);
    const p = makePredictive({ ...parts(2), aleatoric });
    aleatoric[0] = 100;
    expect(p.aleatoric[0]).toBe(3);
  });

  it("calls the methods of a family on the family", () => {
    class Uniform {
      readonly family = "uniform";
      readonly size = 2;
      readonly width = 2;
      mean = () => 1;
      variance = () => 1 / 3;
      draw = () => 1;
      quantile(_: number, p: number) {
        return this.width * p;
      }
      cdf(_: number, y: number) {
        return y / this.width;
      }
      logProb() {
        return -Math.log(this.width);
      }
      crps() {
        return this.width;
      }
    }
    const p = makePredictive({ ...parts(2), observation: new Uniform(), aleatoric: zeros(2) });
    expect([...p.cdf([1, 1]), ...p.logProb([1, 1]), ...p.quantile(0.25)]).toEqual([
      0.5,
      0.5,
      -Math.log(2),
      -Math.log(2),
      0.5,
      0.5,
    ]);
  });

  it("offers joint draws of the function only where they are known", () => {
    expect(makePredictive(parts(2)).functionDraws).toBeUndefined();
    const p = makePredictive({ ...parts(2), drawJoint: (of, _, out) => out.fill(of === "function" ? 1 : 2) });
    expect([...p.functionDraws!(1, undefined as never).data]).toEqual([1, 1]);
    expect([...p.sample(1, undefined as never).data]).toEqual([2, 2]);
  });

  it("refuses parts that do not fit", () => {
    expect(() => makePredictive({ ...parts(2), aleatoric: zeros(3) })).toThrow(ShapeError);
    expect(() => makePredictive({ ...parts(2), function: normalMarginals(zeros(1), zeros(1)) })).toThrow(
      ShapeError,
    );
    expect(() => makePredictive({ ...parts(3), targets: 2 })).toThrow(ShapeError);
    expect(() => makePredictive({ ...parts(3), targets: 0 })).toThrow(ArgumentError);
    expect(() => makePredictive({ ...parts(1), aleatoric: Float64Array.of(-1e-20) })).toThrow(ArgumentError);
    expect(() => makePredictive({ ...parts(1), noise: 1 } as PredictiveParts)).toThrow(
      /unknown option "noise"/,
    );
  });
});

describe("families refuse parameters that are none", () => {
  const normal = (mean: number, epistemic: number, aleatoric: number) => () =>
    normalPredictive({
      mean: Float64Array.of(mean),
      epistemic: Float64Array.of(epistemic),
      aleatoric: Float64Array.of(aleatoric),
    });
  const t = (df: number, location: number, scale: number) => () =>
    studentTPredictive({
      df,
      location: Float64Array.of(location),
      functionScale: Float64Array.of(scale),
      observationScale: Float64Array.of(1),
      aleatoric: Float64Array.of(1),
    });

  it("normal", () => {
    for (const make of [
      normal(Number.NaN, 1, 1),
      normal(0, -1, 2),
      normal(0, 1, -1e-18),
      normal(0, Number.NaN, 1),
    ]) {
      expect(make).toThrow(ArgumentError);
    }
    expect(() => normalPredictive({ mean: zeros(2), epistemic: zeros(1), aleatoric: zeros(2) })).toThrow(
      ShapeError,
    );
  });

  it("Student t", () => {
    for (const make of [t(0, 0, 1), t(-1, 0, 1), t(5, Number.NaN, 1), t(5, 0, -1)])
      expect(make).toThrow(ArgumentError);
  });

  it("one degree of freedom: no mean, infinite variance, finite intervals and scores", () => {
    const p = t(1, 3, 0.5)();
    expect([p.mean[0], p.variance[0], p.epistemic[0]]).toEqual([Number.NaN, Infinity, Infinity]);
    expect(p.quantile(0.5)[0]).toBe(3);
    expect(Number.isFinite(p.interval(0.95).upper[0]!)).toBe(true);
    expect(Number.isFinite(p.crps([4])[0]!)).toBe(true);
  });
});

describe("selectPredictive", () => {
  const p = normalPredictive({
    mean: Float64Array.of(1, 2, 3, 4, 5, 6),
    epistemic: zeros(6),
    aleatoric: zeros(6).fill(1),
    targets: 2,
    drawJoint: (_, rng, out) => {
      const shared = rng.normal();
      for (let i = 0; i < out.length; i++) out[i] = i + shared;
    },
  });

  it("takes rows, in their order and as often as asked, or one target", () => {
    expect([...selectPredictive(p, { rows: [2, 0, 2] }).mean]).toEqual([5, 6, 1, 2, 5, 6]);
    expect([...selectPredictive(p, { target: 1 }).mean]).toEqual([2, 4, 6]);
    expect(selectPredictive(p, { rows: [] }).size).toBe(0);
  });

  it("joint draws stay joint", async () => {
    const { createRng } = await import("../../src/random/rng.ts");
    const drawn = selectPredictive(p, { rows: [2, 1], target: 1 }).sample(3, createRng(1));
    for (let s = 0; s < 3; s++) expect(drawn.data[2 * s]! - drawn.data[2 * s + 1]!).toBeCloseTo(2, 12);
  });

  it("refuses rows and targets that do not exist", () => {
    expect(() => selectPredictive(p, { rows: [3] })).toThrow(ArgumentError);
    expect(() => selectPredictive(p, { rows: [0.5] })).toThrow(ArgumentError);
    expect(() => selectPredictive(p, { target: 2 })).toThrow(ArgumentError);
    expect(() => selectPredictive(p, { row: [1] } as never)).toThrow(/unknown option/);
  });
});
