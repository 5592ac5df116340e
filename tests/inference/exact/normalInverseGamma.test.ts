import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { multiply, transposed } from "../../support/denseAlgebra.ts";
import { largestDifference, largestRelativeDifference } from "../../support/differences.ts";
import { readJson } from "../../support/readFixture.ts";
import { normalModel } from "./models.ts";

/** Conjugate regression with unknown noise variance: beta | s ~ N(m0, s V0), s ~ InvGamma(a0, b0); Python with scipy. */
interface Case {
  readonly name: string;
  readonly X: number[][];
  readonly y: number[];
  readonly prior: {
    readonly m0: number[];
    readonly V0: number[][];
    readonly a0: number;
    readonly b0: number;
  };
  readonly posterior: {
    readonly mn: number[];
    readonly Vn: number[][];
    readonly an: number;
    readonly bn: number;
  };
  readonly log_evidence: number;
  readonly marginal_beta_sd: number[];
  readonly sigma2_mean: number;
  readonly X_star: number[][];
  readonly y_star: number[];
  readonly predictive: Record<"loc" | "scale" | "sd" | "q025" | "q975" | "logpdf" | "cdf", number[]> & {
    readonly df: number;
  };
}

const { cases } = readJson<{ cases: Case[] }>("references/normal_inverse_gamma.json");

/** The column of ones is the first of X; this library's bias is the last parameter. */
const biasLast = <T>(row: readonly T[]): T[] => [...row.slice(1), row[0]!];

/** Lower triangular L with L L' = A. */
function choleskyRows(a: readonly number[][]): number[][] {
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = a[i]![j]! - l[i]!.reduce((sum, value, k) => sum + (k < j ? value * l[j]![k]! : 0), 0);
      l[i]![j] = i === j ? Math.sqrt(rest) : rest / l[j]![j]!;
    }
  }
  return l;
}

/**
 * beta = L z with L L' = V0 makes the prior of z independent, as this library wants it; the features become X L, whose
 * last column stays constant. The bias then is z_last times that constant.
 */
function independent(c: Case) {
  const l = choleskyRows(biasLast(c.prior.V0.map(biasLast)));
  const inputs = (x: number[][]) => multiply(x.map(biasLast), l).map((row) => row.slice(0, -1));
  const last = l.at(-1)!.at(-1)!;
  // z0 = L^-1 m0, by forward substitution.
  const z0: number[] = [];
  biasLast(c.prior.m0).forEach((m, i) => {
    z0.push((m - z0.reduce((sum, z, k) => sum + l[i]![k]! * z, 0)) / l[i]![i]!);
  });
  /** What turns parameters (weights of X L, bias) into beta: L with its last column divided by the constant. */
  const back = l.map((row) => row.map((value, j) => (j === row.length - 1 ? value / last : value)));
  return {
    back,
    at: inputs(c.X_star),
    data: createDataset({ x: inputs(c.X), y: c.y }),
    prior: {
      variance: 1,
      biasVariance: last * last,
      mean: z0.map((z, j) => (j === z0.length - 1 ? z * last : z)),
    },
  };
}

const close = (found: ArrayLike<number>, expected: ArrayLike<number>) =>
  expect(largestRelativeDifference(found, expected)).toBeLessThan(1e-11);

describe.each(cases.map((c) => [c.name, c] as const))("%s", (_, c) => {
  const { back, at, data, prior } = independent(c);
  const noise = { shape: c.prior.a0, scale: c.prior.b0 };
  const model = normalModel({ kind: "linear" }, prior, noise, data);

  test.each(["qr", "cholesky", "dual"] as const)(
    "%s gives posterior, evidence and Student t predictive",
    async (solver) => {
      const posterior = await exact({ solver }).fit(model, data);
      close(
        back.map((row) => row.reduce((sum, v, j) => sum + v * posterior.mean[j]!, 0)),
        biasLast(c.posterior.mn),
      );
      const d = posterior.size;
      const covariance = posterior.covariance().data;
      const rows = back.map((_, i) => [...covariance.subarray(i * d, (i + 1) * d)]);
      const inBeta = multiply(multiply(back, rows), transposed(back));
      const expected = biasLast(c.posterior.Vn.map(biasLast)).map((row) => row.map((v) => v * c.sigma2_mean));
      close(inBeta.flat(), expected.flat());
      close(
        inBeta.map((row, i) => Math.sqrt(row[i]!)),
        biasLast(c.marginal_beta_sd),
      );
      close([posterior.noiseVariance, posterior.logEvidence], [c.sigma2_mean, c.log_evidence]);
      expect(posterior.evidenceKind).toBe("proper");

      const predictive = posterior.predict(at);
      expect(predictive.family).toBe("student-t");
      close(predictive.mean, c.predictive.loc);
      close(predictive.std, c.predictive.sd);
      // sd^2 = scale^2 df / (df - 2) tells the degrees of freedom apart.
      const scale = c.predictive.scale.map((s) => s * Math.sqrt(c.predictive.df / (c.predictive.df - 2)));
      close(predictive.std, scale);
      // The listed quantiles are good to about 1e-8 of the scale: the cdf, which agrees, says so.
      for (const [p, listed] of [
        [0.025, c.predictive.q025],
        [0.975, c.predictive.q975],
      ] as const) {
        const found = predictive.quantile(p);
        const off = found.map((q, i) => (q - listed[i]!) / c.predictive.scale[i]!);
        expect(
          largestDifference(
            off,
            off.map(() => 0),
          ),
        ).toBeLessThan(2e-8);
        close(
          predictive.cdf(found),
          c.y_star.map(() => p),
        );
      }
      close(predictive.logProb(c.y_star), c.predictive.logpdf);
      close(predictive.cdf(c.y_star), c.predictive.cdf);
    },
  );
});
