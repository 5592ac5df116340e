import { describe, expect, it } from "vitest";
import { standardNormalCdf } from "../../src/distributions/standardNormal.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { type BootstrapEntry, bootstrap, type RowStatistic } from "../../src/metrics/bootstrap.ts";
import { calibrationErrors } from "../../src/metrics/calibrationErrors.ts";
import { classCalibration } from "../../src/metrics/classCalibration.ts";
import { detection } from "../../src/metrics/detection.ts";
import { meanEntry } from "../../src/metrics/scoreEntry.ts";
import { varianceCalibration } from "../../src/metrics/varianceCalibration.ts";
import { matrixFromRows } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { createRng, type Rng } from "../../src/random/rng.ts";

/** The mean of some values, as a statistic of the rows. */
const meanOf = (values: ArrayLike<number>): RowStatistic => ({
  of: (weights) => weights.reduce((sum, w, i) => sum + w * values[i]!, 0) / weights.length,
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
});

describe("bootstrap", () => {
  const values = createRng("values").fillNormal(new Float64Array(80));

  it("of a mean: its standard error, and a symmetric interval of two of them", () => {
    const { mean } = bootstrap(80, { mean: meanOf(values) }, { replicates: 4000, rng: createRng("a") });
    const { value, standardError } = meanEntry(values);
    expect(mean.value).toBeCloseTo(value!, 14);
    // The bootstrap has the divisor n; its standard error from 4000 replicates is known to 1.1 %.
    expect(mean.standardError! / (standardError! * Math.sqrt(79 / 80))).toBeGreaterThan(0.955);
    expect(mean.standardError! / (standardError! * Math.sqrt(79 / 80))).toBeLessThan(1.045);
    expect((mean.upper! - mean.lower!) / mean.standardError!).toBeGreaterThan(3.7);
    expect((mean.upper! - mean.lower!) / mean.standardError!).toBeLessThan(4.15);
  });

  it("gives the same numbers for the same stream, others for another, and the names and nesting of the statistics", () => {
    const tree = { a: { b: meanOf(values) }, list: [{ c: meanOf(values) }] };
    const first = bootstrap(80, tree);
    expect(bootstrap(80, tree)).toEqual(first);
    expect(bootstrap(80, tree, { rng: createRng("evaluate") })).toEqual(first);
    expect(first.a.b).toEqual(first.list[0]!.c);
    expect(bootstrap(80, tree, { rng: createRng(2) }).a.b.standardError).not.toBe(first.a.b.standardError);
    expect(Object.keys(first)).toEqual(["a", "list"]);
  });

  it("intervals stay inside the possible values, and are wider with more confidence", () => {
    const share = { ...meanOf([1, 1, 1, 1, 1, 1, 0]), range: [0, 1] as const };
    const narrow = bootstrap(7, { share }, { confidence: 0.5 }).share;
    const wide = bootstrap(7, { share }, { confidence: 0.99 }).share;
    expect(wide.upper).toBe(1);
    expect(wide.upper! - wide.lower!).toBeGreaterThan(narrow.upper! - narrow.lower!);
  });

  it("one row, no replicates, and statistics that do not exist have notes", () => {
    const none = { standardError: null, lower: null, upper: null };
    expect(bootstrap(1, { m: meanOf([3]) }).m).toEqual({
      value: 3,
      ...none,
      note: "one row has no standard error",
    });
    expect(bootstrap(2, { m: meanOf([1, 2]) }, { replicates: 0 }).m).toEqual({
      value: 1.5,
      ...none,
      note: "no standard error was asked for",
    });
    const absent: RowStatistic = { of: () => null, missing: "there is nothing" };
    expect(bootstrap(5, { absent }).absent).toEqual({ value: null, ...none, note: "there is nothing" });
    // The second row of five is in 67 % of the samples, all five are in 4 %.
    const some = (least: number): RowStatistic => ({
      of: (w) => (w.filter((v) => v > 0).length >= least ? w[1]! : null),
      missing: "rows are missing",
    });
    const { often, rarely } = bootstrap(5, { often: some(3), rarely: some(5) });
    expect(often.standardError).toEqual(expect.any(Number));
    expect(rarely).toEqual({
      value: 1,
      ...none,
      note: "no standard error: in most samples of the rows rows are missing",
    });
  });

  it("refuses wrong options", () => {
    for (const wrong of [{ replicates: -1 }, { confidence: 1 }, { seed: 1 } as never]) {
      expect(() => bootstrap(3, { m: meanOf([1, 2, 3]) }, wrong)).toThrow(ArgumentError);
    }
  });
});

/** One data set of n rows whose every score is away from its bound, and the entries of the scores. */
function scoresOf(rng: Rng, n: number): Record<string, BootstrapEntry> {
  const options = { replicates: 60, rng };
  const positive = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const scores = positive.map((p) => p + rng.normal());
  const sd = Float64Array.from({ length: n }, () => 0.5 + rng.uniform());
  // Errors are half as large again as was said.
  const y = sd.map((s) => 1.5 * s * rng.normal());
  const pit = y.map((v, i) => standardNormalCdf(v / sd[i]!));
  const predictive = normalPredictive({
    mean: new Float64Array(n),
    epistemic: new Float64Array(n),
    aleatoric: sd.map((s) => s * s),
  });
  const confidence = Array.from({ length: n }, () => 0.5 + 0.5 * rng.uniform());
  const labels = confidence.map((p) => (rng.uniform() < 0.5 + 0.5 * (p - 0.5) ? 0 : 1));
  const classes = classificationPredictive({
    probabilities: matrixFromRows([confidence.flatMap((p) => [p, 1 - p])]),
    classes: ["a", "b"],
  });
  return {
    auroc: detection(scores, positive, options).auroc,
    area: calibrationErrors(pit, options).area,
    ence: varianceCalibration(predictive, y, { ...options, bins: 4 }).ence,
    ece: classCalibration(classes, labels, { ...options, bins: 4 }).expected,
  };
}

describe("standard errors and intervals of scores that are no means", () => {
  const n = 150;
  const count = 200;
  const runs = Array.from({ length: count }, (_, r) => scoresOf(createRng("scores").fork(r), n));
  const of = (name: string) => runs.map((run) => run[name]!);

  it.each(["auroc", "area", "ence", "ece"])("%s: as the spread over fresh data sets", (name) => {
    const spread = meanEntry(of(name).map((e) => e.value!)).standardError! * Math.sqrt(count);
    const stated = meanEntry(of(name).map((e) => e.standardError!)).value!;
    // A spread of 250 values is known to 4.5 %; four of them, and the bootstrap is a little wide.
    expect(stated / spread).toBeGreaterThan(0.82);
    expect(stated / spread).toBeLessThan(1.3);
    // The broken twin forgets that the score is one of n rows.
    expect((stated * Math.sqrt(n)) / spread).toBeGreaterThan(1.3);
  });

  it("intervals hold the true values about as often as they say; those of half the confidence do not", () => {
    const truth = { auroc: standardNormalCdf(Math.SQRT1_2), ence: 0.5 };
    for (const [name, value] of Object.entries(truth)) {
      const hits = of(name).filter((e) => e.lower! <= value && value <= e.upper!).length / count;
      expect(hits).toBeGreaterThan(0.95 - 0.03 - 4 * Math.sqrt((0.95 * 0.05) / count));
      const half =
        of(name).filter((e) => Math.abs(e.value! - value) < (e.upper! - e.lower!) / 6).length / count;
      expect(half).toBeLessThan(0.85);
    }
  });
});

describe("distances by chance", () => {
  const [n, count] = [200, 30];
  /** What chance makes of calibrated predictions: as stated for one data set, and over fresh ones. */
  const compare = (name: string, one: (rng: Rng) => BootstrapEntry) => {
    const rng = createRng(name);
    const entries = Array.from({ length: count }, (_, r) => one(rng.fork(r)));
    return {
      stated: meanEntry(entries.map((e) => e.chance!)),
      fresh: meanEntry(entries.map((e) => e.value!)),
    };
  };
  const uniform = (rng: Rng) => Array.from({ length: n }, () => rng.uniform());
  const options = (rng: Rng) => ({ replicates: 40, rng });
  const sd = Float64Array.from(uniform(createRng("sd")), (u) => 0.5 + u);
  const variances = normalPredictive({
    mean: new Float64Array(n),
    epistemic: new Float64Array(n),
    aleatoric: sd.map((s) => s * s),
  });
  /** Three classes whose probabilities differ from row to row; y is drawn from them raised to a power. */
  const classes = (rng: Rng, power: number) => {
    const rows = Array.from({ length: n }, () => [rng.uniform(), rng.uniform(), rng.uniform()]).map((row) => {
      const total = row.reduce((a, b) => a + b);
      return row.map((p) => p / total);
    });
    const predictive = classificationPredictive({
      probabilities: matrixFromRows([rows.flat()]),
      classes: ["a", "b", "c"],
    });
    const truth = rows.map((row) => row.map((p) => (power === 1 ? p : Math.sqrt(p))));
    const y = truth.map(([a, b, c]) => {
      const u = rng.uniform() * (a! + b! + c!);
      return u < a! ? 0 : u < a! + b! ? 1 : 2;
    });
    return classCalibration(predictive, y, { ...options(rng), bins: 5 });
  };

  it.each([
    ["area", (rng: Rng) => calibrationErrors(uniform(rng), options(rng)).area],
    ["levels", (rng: Rng) => calibrationErrors(uniform(rng), options(rng)).sumSquared],
    [
      "variances",
      (rng: Rng) =>
        varianceCalibration(
          variances,
          sd.map((s) => s * rng.normal()),
          options(rng),
        ).ence,
    ],
    ["classes", (rng: Rng) => classes(rng, 1).expected],
    ["every class", (rng: Rng) => classes(rng, 1).classwise],
  ] as const)("of %s are those of fresh calibrated predictions", (name, one) => {
    const { stated, fresh } = compare(name, one);
    const error = Math.sqrt(stated.standardError! ** 2 + fresh.standardError! ** 2);
    expect(Math.abs(stated.value! - fresh.value!)).toBeLessThan(4 * error);
    // It is far from 0: a twin that takes 0 for calibrated is caught.
    expect(stated.value!).toBeGreaterThan(4 * error);
  });

  it("predictions that are too sure lie above", () => {
    const { stated, fresh } = compare("sure", (rng) => classes(rng, 0.5).classwise);
    expect(fresh.value!).toBeGreaterThan(1.3 * stated.value!);
  });

  it("are told of distances alone, and only where samples were asked for", () => {
    const pit = uniform(createRng(1));
    expect(calibrationErrors(pit).area.chance).toEqual(expect.any(Number));
    expect(calibrationErrors(pit, { replicates: 0 }).area).not.toHaveProperty("chance");
    expect(detection([1, 2, 3], [0, 1, 0]).auroc).not.toHaveProperty("chance");
  });
});
