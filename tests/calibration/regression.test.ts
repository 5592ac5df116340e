import { describe, expect, test } from "vitest";
import { fitIsotonic } from "../../src/calibration/fitIsotonic.ts";
import { fitVarianceScaling } from "../../src/calibration/fitVarianceScaling.ts";
import { isotonicRegression } from "../../src/calibration/isotonicRegression.ts";
import { recalibrate } from "../../src/calibration/recalibrate.ts";
import type { IsotonicRecalibration, RegressionRecalibration } from "../../src/calibration/recalibration.ts";
import { ArgumentError, DataError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { integrate } from "../../src/numeric/quadrature.ts";
import { mixturePredictive } from "../../src/predictive/combine.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";
import { partsOf } from "../../src/predictive/predictiveParts.ts";
import { createRng } from "../../src/random/rng.ts";
import { close } from "../contracts/closeness.ts";
import { largestDifference } from "../support/differences.ts";
import { readJson } from "../support/readFixture.ts";

interface Reference {
  readonly normal: {
    readonly y: number[];
    readonly mean: number[];
    readonly sd: number[];
    readonly factor: number;
  };
  readonly kuleshov: { readonly pit: number[]; readonly at: number[]; readonly value: number[] };
  readonly studentT: {
    readonly df: number;
    readonly mean: number[];
    readonly scale: number[];
    readonly y: number[];
    readonly factor: number;
  };
}

const reference = readJson<Reference>("calibration/calibration.json");
const normal = (mean: ArrayLike<number>, sd: ArrayLike<number>, share = 0, targets = 1) =>
  normalPredictive({
    mean: Float64Array.from(mean),
    epistemic: Float64Array.from(sd, (s) => share * s * s),
    aleatoric: Float64Array.from(sd, (s) => (1 - share) * s * s),
    targets,
  });
const same = (n: number) => normal(new Float64Array(n), new Float64Array(n).fill(1), 0.36);
const drawn = (n: number, sd: number, seed = "observed") =>
  createRng(seed)
    .fillNormal(new Float64Array(n))
    .map((z) => sd * z);

describe("scaling of the variance", () => {
  test("of normals it is the mean square of the standardised residuals", () => {
    const { y, mean, sd, factor } = reference.normal;
    const { factors, rows, notes } = fitVarianceScaling(normal(mean, sd), y);
    close(factors[0]!, factor, 1e-12, "factor");
    expect([rows, notes]).toEqual([200, []]);
  });

  test("agrees with scipy's optimum of a Student t likelihood", () => {
    const { df, mean, scale, y, factor } = reference.studentT;
    const spread = Float64Array.from(scale);
    const base = studentTPredictive({
      df,
      location: Float64Array.from(mean),
      functionScale: spread.map(() => 0),
      observationScale: spread,
      aleatoric: spread.map((s) => (s * s * df) / (df - 2)),
    });
    const { factors } = fitVarianceScaling(base, y);
    close(factors[0]! / factor, 1, 2e-6, "factor");
  });

  test("no other factor makes held-out rows of a mixture more likely", () => {
    const y = drawn(300, 2);
    const base = mixturePredictive([
      same(300),
      normal(new Float64Array(300), new Float64Array(300).fill(0.5)),
    ]);
    const learned = fitVarianceScaling(base, y);
    const score = (factor: number) =>
      recalibrate(base, { ...learned, factors: [learned.factors[0]! * factor] })
        .logProb(y)
        .reduce((a, b) => a + b);
    for (const factor of [0.5, 0.99, 1.01, 2]) expect(score(factor)).toBeLessThan(score(1));
  });

  test("every target has a factor of its own, and both variances are multiplied by it", () => {
    const base = normal([0, 0, 0, 0], [1, 1, 1, 1], 0.3, 2);
    const learned = fitVarianceScaling(base, [2, 10, -2, -10]);
    expect(largestDifference(learned.factors, [4, 100])).toBeLessThan(1e-12);
    const wide = recalibrate(base, learned);
    expect(largestDifference(wide.variance, [4, 100, 4, 100])).toBeLessThan(1e-13);
    expect(largestDifference(wide.epistemic, [1.2, 30, 1.2, 30])).toBeLessThan(1e-13);
  });

  test("tells when there is no best factor", () => {
    expect(() => fitVarianceScaling(same(2), [0, 0])).toThrow(DataError);
    expect(() => fitVarianceScaling(normal([0], [0]), [1])).toThrow(ArgumentError);
    const far = mixturePredictive([same(1), normal([0], [2])]);
    expect(fitVarianceScaling(far, [1e9]).notes.map(({ code }) => code)).toEqual(["boundary"]);
  });
});

describe("isotonic recalibration", () => {
  const asUniform = (pit: readonly number[]) => {
    // Predictions that are uniform enough: a normal whose distribution function at y is the given value.
    const base = same(pit.length);
    return { base, y: pit.map((u) => partsOf(base).observation.quantile(0, u)) };
  };
  const mapOf = (learned: IsotonicRecalibration, u: number) => {
    const one = recalibrate(same(1), learned);
    return one.cdf([partsOf(same(1)).observation.quantile(0, u)])[0]!;
  };

  test("agrees with scikit-learn's isotonic regression at every row", () => {
    const { base, y } = asUniform(reference.kuleshov.pit);
    // Equal values stay equal under the distribution function of equal observations.
    const learned = fitIsotonic(base, y, { knots: "all" });
    const found = reference.kuleshov.at.map((u) => mapOf(learned, u));
    expect(largestDifference(found, reference.kuleshov.value)).toBeLessThan(1e-12);
    expect(isotonicRegression(learned.targets[0]!.to)).toEqual(Float64Array.from(learned.targets[0]!.to));
  });

  test("makes the held-out rows uniform: the i-th smallest of n has probability i/(n + 1)", () => {
    const y = drawn(99, 1.5);
    const all = recalibrate(same(99), fitIsotonic(same(99), y, { knots: "all" }));
    const pit = all.cdf(y).sort();
    expect(
      largestDifference(
        pit,
        pit.map((_, i) => (i + 1) / 100),
      ),
    ).toBeLessThan(1e-12);
    const spaced = fitIsotonic(same(99), y).targets[0]!;
    const ranks = spaced.to.map((r) => Math.round(100 * r));
    expect(ranks).toEqual([1, 2, 4, 8, 16, 25, 34, 43, 57, 66, 75, 84, 92, 96, 98, 99]);
  });

  test("costs a model that was right 1 - Euler's constant with all bends, and a tenth of that with spaced ones", () => {
    // The loss of log score is -E log R'(u) for uniform u: the sum over pieces of -width log slope.
    const lossOf = (knots: "all" | "spaced", n: number, s: number) => {
      const y = drawn(n, 1, `right ${s}`);
      const { from, to } = fitIsotonic(same(n), y, { knots }).targets[0]!;
      const [u, r] = [
        [0, ...from, 1],
        [0, ...to, 1],
      ];
      return u
        .slice(1)
        .reduce((sum, end, k) => sum - (end - u[k]!) * Math.log((r[k + 1]! - r[k]!) / (end - u[k]!)), 0);
    };
    const [n, repeats] = [480, 100];
    const summary = (knots: "all" | "spaced") => {
      const losses = Array.from({ length: repeats }, (_, s) => lossOf(knots, n, s));
      const mean = losses.reduce((a, b) => a + b) / repeats;
      const squares = losses.reduce((sum, loss) => sum + (loss - mean) * (loss - mean), 0);
      return { mean, error: Math.sqrt(squares / (repeats - 1) / repeats) };
    };
    // n + 1 widths of Beta(1, n): psi(2) - psi(n + 2) + log(n + 1), which is 1 - 0.5772 - 1/(2 n) or so.
    const all = summary("all");
    expect(Math.abs(all.mean - (1 - 0.5772156649 - 0.5 / n))).toBeLessThan(4 * all.error);
    const spaced = summary("spaced");
    expect(spaced.mean).toBeLessThan(0.05);
    expect(spaced.mean).toBeGreaterThan(0);
  });

  test("mean and variance are those of the density", () => {
    const y = drawn(60, 1.5).map((v) => v + 0.1 * v * v);
    const { observation } = partsOf(recalibrate(same(60), fitIsotonic(same(60), y)));
    const cuts = [-12, ...Array.from(same(1).quantile(0.5)), 12];
    const knots = fitIsotonic(same(60), y).targets[0]!.from.map((u) =>
      partsOf(same(1)).observation.quantile(0, u),
    );
    const ends = [...cuts, ...knots].sort((a, b) => a - b);
    const expectation = (f: (z: number) => number) =>
      ends
        .slice(1)
        .reduce(
          (sum, b, k) =>
            sum + integrate((z) => f(z) * Math.exp(observation.logProb(0, z)), ends[k]!, b, 1e-13),
          0,
        );
    const mean = expectation((z) => z);
    close(
      expectation(() => 1),
      1,
      1e-11,
      "mass",
    );
    close(observation.mean(0), mean, 1e-11, "mean");
    close(
      observation.variance(0),
      expectation((z) => (z - mean) * (z - mean)),
      1e-10,
      "variance",
    );
  });

  test("the share of the variance that is epistemic stays, and joint draws stay joint", () => {
    const joint = normalPredictive({
      mean: new Float64Array([1, 1]),
      epistemic: new Float64Array([1, 1]),
      aleatoric: new Float64Array([0.01, 0.01]),
      drawJoint: (of, rng, out) => {
        const shared = 1 + rng.normal();
        for (let i = 0; i < 2; i++) out[i] = shared + (of === "function" ? 0 : 0.1 * rng.normal());
      },
    });
    const maps: IsotonicRecalibration = {
      kind: "isotonic",
      rows: 9,
      notes: [],
      targets: [{ from: [0.2, 0.8], to: [0.4, 0.9] }],
    };
    const mapped = recalibrate(joint, maps);
    for (const i of [0, 1]) {
      close(mapped.epistemic[i]! / mapped.variance[i]!, 1 / 1.01, 1e-12, "share");
    }
    const observations = mapped.sample(400, createRng("joint"));
    const functions = mapped.functionDraws!(400, createRng("joint"));
    for (const { data } of [observations, functions]) {
      const gaps = Array.from({ length: 400 }, (_, s) => Math.abs(data[2 * s]! - data[2 * s + 1]!));
      // Independent rows would lie about a standard deviation apart.
      expect(gaps.reduce((a, b) => a + b) / 400).toBeLessThan(0.3 * mapped.std[0]!);
    }
  });

  test("a single row, constants and observations out of reach have an answer with finite scores", () => {
    const one = fitIsotonic(same(1), [0.5]);
    expect(one.targets[0]!.to).toEqual([0.5]);
    const far = fitIsotonic(same(3), [50, -1, 60]);
    expect(far.notes.map(({ code }) => code)).toEqual(["out-of-reach"]);
    const none = fitIsotonic(same(2), [50, 60]);
    expect(none.targets[0]).toEqual({ from: [], to: [] });
    const equal = fitIsotonic(same(4), [1, 1, 1, 1]);
    expect(equal.targets[0]!.to).toEqual([0.8]);
    for (const learned of [one, far, none, equal]) {
      const p = recalibrate(same(2), learned);
      for (const values of [p.mean, p.variance, p.logProb([0, 9]), p.crps([0, 9]), p.quantile(0.99)]) {
        expect(values.every(Number.isFinite)).toBe(true);
      }
    }
    const points = recalibrate(normal([1, 2], [0, 0]), one);
    expect(points.mean).toEqual(new Float64Array([1, 2]));
    expect(points.crps([1, 3])).toEqual(new Float64Array([0, 1]));
  });
});

describe("recalibrations as data", () => {
  const y = drawn(50, 2);
  const learned: readonly RegressionRecalibration[] = [
    fitVarianceScaling(same(50), y),
    fitIsotonic(same(50), y),
  ];

  test("are the same after a round trip through JSON", () => {
    for (const recalibration of learned) {
      const copy = JSON.parse(JSON.stringify(recalibration)) as typeof recalibration;
      expect(copy).toEqual(recalibration);
      expect(recalibrate(same(3), copy).quantile(0.3)).toEqual(
        recalibrate(same(3), recalibration).quantile(0.3),
      );
    }
  });

  test("what is wrong with them, or does not fit, is named", () => {
    const [scaling, isotonic] = learned;
    const wrong = (recalibration: unknown) => () =>
      recalibrate(same(3), recalibration as RegressionRecalibration);
    expect(wrong(null)).toThrow(ArgumentError);
    expect(wrong({ ...scaling, kind: "magic" })).toThrow(/"variance-scaling", "isotonic"/);
    expect(wrong({ ...scaling, factors: [0] })).toThrow(/factors\[0\]/);
    expect(wrong({ ...scaling, factors: [1, 1] })).toThrow(ShapeError);
    expect(wrong({ ...isotonic, targets: [{ from: [0.2, 0.1], to: [0.1, 0.2] }] })).toThrow(/ascend/);
    expect(wrong({ ...isotonic, targets: [{ from: [0.1, 0.2], to: [0.1, 0.1] }] })).toThrow(/ascend/);
    expect(wrong({ ...isotonic, targets: [{ from: [0.2], to: [0.1, 0.2] }] })).toThrow(/as long as/);
    expect(wrong({ ...isotonic, targets: [{ from: [1], to: [0.1] }] })).toThrow(ArgumentError);
    expect(wrong({ kind: "temperature", temperature: 2 })).toThrow(/predictions of classes/);
    expect(() => fitIsotonic(same(2), [1])).toThrow(ShapeError);
    expect(() => fitIsotonic(same(0), [])).toThrow(ArgumentError);
    expect(() => fitIsotonic(same(1), [1], { bins: 3 } as never)).toThrow(/"bins"/);
    const counts = poissonDrawsPredictive({ rates: createMatrix(1, 1, new Float64Array([3])) });
    for (const learn of [fitIsotonic, fitVarianceScaling]) {
      expect(() => learn(counts, [2])).toThrow(/of counts/);
    }
    expect(() => recalibrate(counts, scaling!)).toThrow(/of counts/);
  });
});
