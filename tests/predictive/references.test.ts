import { describe, expect, it } from "vitest";
import { mixturePredictive } from "../../src/predictive/combine.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { close } from "../contracts/closeness.ts";
import { relativeError } from "../distributions/relativeError.ts";
import distributions from "../fixtures/predictive/distributions.json" with { type: "json" };
import metrics from "../fixtures/references/metrics.json" with { type: "json" };
import conjugate from "../fixtures/references/normal_inverse_gamma.json" with { type: "json" };

const column = (rows: number[][], s: number) => Float64Array.from(rows, (row) => row[s]!);
const squares = (values: Float64Array) => values.map((v) => v * v);
const all = (found: ArrayLike<number>, expected: number[], what: string, tolerance = 1e-10) => {
  expect(found.length).toBeGreaterThanOrEqual(expected.length);
  for (const [i, value] of expected.entries()) close(found[i]!, value, tolerance, `${what} ${i}`);
};

describe("normal predictive against numpy and scipy", () => {
  const { inputs, ...expected } = metrics.regression_gaussian;
  const predictive = normalPredictive({
    mean: Float64Array.from(inputs.mean),
    epistemic: new Float64Array(inputs.mean.length),
    aleatoric: squares(Float64Array.from(inputs.sd)),
  });

  it("log density, crps and PIT", () => {
    const logProb = predictive.logProb(inputs.y);
    all(
      logProb.map((v) => -v),
      expected.nll_first5,
      "nll",
    );
    close(logProb.reduce((a, b) => a + b, 0) / 200, -expected.nll_mean, 1e-10, "mean nll");
    const crps = predictive.crps(inputs.y);
    all(crps, expected.crps_first5, "crps");
    close(crps.reduce((a, b) => a + b, 0) / 200, expected.crps_mean, 1e-10, "mean crps");
    all(predictive.cdf(inputs.y), expected.pit_first5, "pit");
  });
});

describe("mixture of five normals against numpy and scipy", () => {
  const { inputs, ...expected } = metrics.regression_mixture;
  const n = inputs.y.length;
  const members = [0, 1, 2, 3, 4].map((s) =>
    normalPredictive({
      mean: column(inputs.means, s),
      epistemic: new Float64Array(n),
      aleatoric: squares(column(inputs.sds, s)),
    }),
  );
  const predictive = mixturePredictive(members);

  it("moments and their two sources", () => {
    all(predictive.mean, expected.mixture_mean, "mean");
    all(predictive.variance, expected.mixture_variance, "variance");
    all(predictive.aleatoric, expected.aleatoric_variance, "aleatoric");
    all(predictive.epistemic, expected.epistemic_variance, "epistemic");
  });

  it("log density, crps and PIT", () => {
    const nll = predictive.logProb(inputs.y).map((v) => -v);
    all(nll, expected.nll_mixture, "nll");
    all(predictive.crps(inputs.y), expected.crps_mixture, "crps");
    all(predictive.cdf(inputs.y), expected.pit, "pit");
  });

  it("a normal distribution of the same moments scores differently", () => {
    const matched = normalPredictive({
      mean: predictive.mean,
      epistemic: predictive.epistemic,
      aleatoric: predictive.aleatoric,
    });
    const nll = matched.logProb(inputs.y).map((v) => -v);
    all(nll, expected.nll_moment_matched_gaussian, "nll");
    expect(Math.abs(nll[0]! - expected.nll_mixture[0]!)).toBeGreaterThan(0.1);
  });
});

describe("banks of 40 points against numpy", () => {
  const { inputs, ...expected } = metrics.regression_samples;
  const n = inputs.y.length;
  const points = inputs.samples[0]!.map((_, s) =>
    normalPredictive({
      mean: column(inputs.samples, s),
      epistemic: new Float64Array(n),
      aleatoric: new Float64Array(n),
    }),
  );
  const predictive = mixturePredictive(points);

  it("mean, crps and the share of points below", () => {
    all(predictive.mean, expected.mean, "mean");
    all(predictive.crps(inputs.y), expected.crps_V_statistic, "crps");
    const share = predictive.cdf(inputs.y.map((y) => y - 1e-12));
    all(
      share,
      expected.rank_histogram_counts_strictly_below.map((k) => k / 40),
      "share",
    );
  });
});

describe.each(conjugate.cases)(
  "Student t predictive of $name against scipy",
  ({ predictive: p, y_star: y }) => {
    const scale = Float64Array.from(p.scale);
    const predictive = studentTPredictive({
      df: p.df,
      location: Float64Array.from(p.loc),
      functionScale: scale.map((s) => 0.6 * s),
      observationScale: scale,
      aleatoric: scale.map((s) => (0.64 * s * s * p.df) / (p.df - 2)),
    });

    it("standard deviation, quantiles, log density and cdf", () => {
      all(predictive.std, p.sd, "sd");
      // That scipy has 2.4469118488 for the quantile of t with df = 6; mpmath, and later versions, have 2.4469118511.
      const tolerance = p.df === 6 ? 1e-8 : 1e-10;
      all(predictive.quantile(0.025), p.q025, "2.5 % quantile", tolerance);
      all(predictive.interval(0.95).upper, p.q975, "97.5 % quantile", tolerance);
      all(predictive.logProb(y), p.logpdf, "log density");
      all(predictive.cdf(y), p.cdf, "cdf");
    });
  },
);

describe("mixture of three t distributions against mpmath", () => {
  const m = distributions.mixtures.find((mixture) => mixture.family === "t")!;
  const predictive = mixturePredictive(
    m.location.map((location, s) =>
      studentTPredictive({
        df: m.df!,
        location: Float64Array.of(location),
        functionScale: Float64Array.of(0),
        observationScale: Float64Array.of(m.scale[s]!),
        aleatoric: Float64Array.of((m.scale[s]! * m.scale[s]! * m.df!) / (m.df! - 2)),
      }),
    ),
    m.weights,
  );

  it("cdf, log density, crps and quantiles", () => {
    for (const [k, y] of m.points.entries()) {
      expect(relativeError(predictive.cdf([y])[0]!, m.cdf[k]!)).toBeLessThan(1e-14);
      expect(relativeError(predictive.logProb([y])[0]!, m.logDensity[k]!)).toBeLessThan(1e-13);
      expect(relativeError(predictive.crps([y])[0]!, m.crps[k]!)).toBeLessThan(1e-11);
    }
    for (const [k, p] of m.probabilities.entries()) {
      // In the upper tail 1 - cdf has lost digits: 1e-16 of the four zeros of 1 - 0.9999.
      expect(relativeError(predictive.quantile(p)[0]!, m.quantile[k]!)).toBeLessThan(1e-12);
    }
  });
});
