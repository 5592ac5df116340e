import { describe, expect, test } from "vitest";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import type { LinearModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply, transposed } from "../../support/denseAlgebra.ts";
import { largestDifference } from "../../support/differences.ts";
import { worstMoment } from "../../support/drawMoments.ts";
import { evenJoints, featureRows, fitAll, normalModel, solversFor, toyData } from "./models.ts";

const DRAWS = 4000;
const data = toyData();
const at = [[-0.5], [0.15], [0.5], [0.97], [1.5]];

const NOISES: readonly [string, LinearModelSpec["likelihood"]["noiseVariance"]][] = [
  ["known noise", 0.09],
  ["noise integrated out", { shape: 1, scale: 0.1 }],
];
/** 2 a_N = 2 + 15. */
const DF = { "known noise": Number.POSITIVE_INFINITY, "noise integrated out": 17 } as Record<string, number>;
// More parameters than rows, too, so that the dual solver is really used.
const NETWORKS: readonly [string, LinearNetworkSpec, number][] = [
  ["4 joints", evenJoints(4), 4],
  ["16 joints", evenJoints(16), 16],
];

const drawParameters = (posterior: ExactPosterior, seed: string) => {
  const rng = createRng(seed);
  return Array.from({ length: DRAWS }, () => posterior.sample(rng));
};

describe.each(NETWORKS)("draws from the posterior of %s", (_, network) => {
  describe.each(NOISES)("%s", (name, noise) => {
    const model = normalModel(network, { variance: 2, biasVariance: 1 }, noise, data);
    const df = DF[name]!;

    test.each(solversFor(network))(
      "%s: parameters have the posterior's mean and covariance",
      async (solver) => {
        const posterior = await exact({ solver }).fit(model, data);
        const known = { mean: posterior.mean, covariance: posterior.covariance().data, df };
        expect(worstMoment(drawParameters(posterior, "parameters"), known)).toBeLessThan(4);
      },
    );

    test.each(solversFor(network))(
      "%s: functions are jointly distributed as the parameters say",
      async (solver) => {
        const posterior = await exact({ solver }).fit(model, data);
        const predictive = posterior.predict(at);
        const draws = predictive.functionDraws!(DRAWS, createRng("functions"));
        const observed = predictive.sample(DRAWS, createRng("observations"));
        const split = (m: typeof draws) =>
          Array.from({ length: m.rows }, (_, s) => m.data.subarray(s * m.cols, (s + 1) * m.cols));
        const d = posterior.size;
        const c = posterior.covariance().data;
        const h = featureRows(model, { x: toyAt });
        const rows = Array.from({ length: d }, (_, i) => [...c.subarray(i * d, (i + 1) * d)]);
        const covariance = multiply(multiply(h, rows), transposed(h));
        const known = { mean: predictive.mean, covariance: covariance.flat(), df };
        expect(worstMoment(split(draws), known)).toBeLessThan(4);
        // An observation adds noise of its own at every row, not one shared by all.
        const noisy = covariance.map((row, i) =>
          row.map((v, j) => v + (i === j ? predictive.aleatoric[0]! : 0)),
        );
        expect(worstMoment(split(observed), { ...known, covariance: noisy.flat() })).toBeLessThan(4);
      },
    );

    test("a drawn function is the network with the drawn parameters", async () => {
      for (const posterior of await fitAll(model, data)) {
        const parameters = posterior.sample(createRng("one"));
        const [f] = [posterior.predict(at).functionDraws!(1, createRng("one")).data];
        const expected = featureRows(model, { x: toyAt }).map((row) =>
          row.reduce((s, v, j) => s + v * parameters[j]!, 0),
        );
        expect(largestDifference(f, expected)).toBeLessThan(1e-11);
      }
    });
  });
});

const toyAt = { rows: 5, cols: 1, data: Float64Array.from(at.flat()) };

describe("broken twins are caught", () => {
  const model = normalModel(evenJoints(4), { variance: 2, biasVariance: 1 }, 0.09, data);

  test("draws with the wrong triangle of the factor", async () => {
    const posterior = await exact({ solver: "qr" }).fit(model, data);
    const covariance = posterior.covariance();
    const d = posterior.size;
    const precision = invert(
      Array.from({ length: d }, (_, i) => [...covariance.data.subarray(i * d, (i + 1) * d)]),
    ).inverse;
    // L with L L' = precision; correct draws solve L'z = e, the twin solves L z = e.
    const l = precision.map((row) => row.map(() => 0));
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const rest = precision[i]![j]! - l[i]!.reduce((sum, v, k) => sum + (k < j ? v * l[j]![k]! : 0), 0);
        l[i]![j] = i === j ? Math.sqrt(rest) : rest / l[j]![j]!;
      }
    }
    const known = { mean: posterior.mean, covariance: covariance.data };
    const inverse = invert(l).inverse;
    const draw = (factor: number[][], seed: string) => {
      const rng = createRng(seed);
      return Array.from({ length: DRAWS }, () => {
        const e = rng.fillNormal(new Float64Array(d));
        return posterior.mean.map((m, i) => m + factor[i]!.reduce((sum, v, k) => sum + v * e[k]!, 0));
      });
    };
    expect(worstMoment(draw(transposed(inverse), "right"), known)).toBeLessThan(4);
    expect(worstMoment(draw(inverse, "wrong"), known)).toBeGreaterThan(10);
  });

  test("draws without a square root, of the noise variance or of the spread", async () => {
    const t = normalModel(evenJoints(4), { variance: 2 }, { shape: 1, scale: 0.1 }, data);
    const posterior = await exact().fit(t, data);
    const known = { mean: posterior.mean, covariance: posterior.covariance().data, df: 17 };
    const { noiseVariance } = posterior;
    const deviate = (factor: number) =>
      drawParameters(posterior, "twin").map((draw) =>
        draw.map((v, j) => posterior.mean[j]! + factor * (v - posterior.mean[j]!)),
      );
    expect(worstMoment(deviate(1), known)).toBeLessThan(4);
    expect(worstMoment(deviate(Math.sqrt(noiseVariance)), known)).toBeGreaterThan(10);
    // And draws of t parameters are not those of a normal distribution with known noise.
    const fixed = await exact().fit(normalModel(evenJoints(4), { variance: 2 }, 0.09, data), data);
    expect(worstMoment(drawParameters(fixed, "twin"), known)).toBeGreaterThan(10);
  });
});

describe("the log density of parameters", () => {
  test.each(NOISES)("%s: integrates to 1", async (_, noise) => {
    const line = normalModel({ kind: "linear" }, { variance: 2 }, noise, data);
    for (const posterior of await fitAll(line, data)) {
      const c = posterior.covariance().data;
      // A grid along the axes of the covariance's factor, where a sum is as good as an integral.
      const l00 = Math.sqrt(c[0]!);
      const l10 = c[2]! / l00;
      const l11 = Math.sqrt(c[3]! - l10 * l10);
      const step = 0.25;
      let sum = 0;
      for (let a = -14; a <= 14; a += step) {
        for (let b = -14; b <= 14; b += step) {
          const at = Float64Array.of(posterior.mean[0]! + l00 * a, posterior.mean[1]! + l10 * a + l11 * b);
          sum += Math.exp(posterior.logDensity(at));
        }
      }
      expect(sum * step * step * l00 * l11).toBeCloseTo(1, 6);
    }
  });

  test("falls off with the precision", async () => {
    const model = normalModel(evenJoints(16), { variance: 2, biasVariance: 1 }, 0.09, data);
    for (const posterior of await fitAll(model, data)) {
      const d = posterior.size;
      const c = posterior.covariance().data;
      const { inverse, logDeterminant } = invert(
        Array.from({ length: d }, (_, i) => [...c.subarray(i * d, (i + 1) * d)]),
      );
      const peak = posterior.logDensity(posterior.mean);
      expect(peak).toBeCloseTo(-0.5 * (d * Math.log(2 * Math.PI) + logDeterminant), 7);
      const rng = createRng("delta");
      for (let k = 0; k < 5; k++) {
        const delta = rng.fillNormal(new Float64Array(d));
        const expected =
          0.5 * delta.reduce((s, v, i) => s + v * inverse[i]!.reduce((t, w, j) => t + w * delta[j]!, 0), 0);
        const found = peak - posterior.logDensity(posterior.mean.map((v, j) => v + delta[j]!));
        expect(found / expected).toBeCloseTo(1, 7);
      }
    }
  });
});
