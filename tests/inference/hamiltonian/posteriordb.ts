import type { UserDensity } from "../../../src/inference/hamiltonian/userDensity.ts";
import arK from "../../fixtures/posteriordb/arK.json" with { type: "json" };
import schools from "../../fixtures/posteriordb/eight_schools.json" with { type: "json" };
import garch from "../../fixtures/posteriordb/garch.json" with { type: "json" };
import kidiq from "../../fixtures/posteriordb/kidiq.json" with { type: "json" };
import mixture from "../../fixtures/posteriordb/low_dim_gauss_mix.json" with { type: "json" };
import mesquite from "../../fixtures/posteriordb/mesquite.json" with { type: "json" };
import nes from "../../fixtures/posteriordb/nes_logit_data.json" with { type: "json" };
import sblrc from "../../fixtures/posteriordb/sblrc.json" with { type: "json" };
import sblri from "../../fixtures/posteriordb/sblri.json" with { type: "json" };

/** A posterior of posteriordb: its density, and the values it is known by, made of a draw. */
export interface KnownPosterior {
  readonly density: UserDensity;
  /** In the order of the references. Default: the draw itself. */
  readonly report?: (draw: ArrayLike<number>) => number[];
}

/** log density of a prior of sigma, with its slope. */
type ScalePrior = (sigma: number) => readonly [number, number];

const flat: ScalePrior = () => [0, 0];
const halfCauchy =
  (scale: number): ScalePrior =>
  (x) => [-Math.log(1 + (x / scale) ** 2), (-2 * x) / (scale ** 2 + x ** 2)];
const normal =
  (sd: number): ScalePrior =>
  (x) => [-0.5 * (x / sd) ** 2, -x / sd ** 2];

/** y ~ Normal(X beta, sigma), beta_j ~ Normal(0, sd), or flat. */
function linear(
  X: readonly (readonly number[])[],
  y: readonly number[],
  betaSd: number,
  prior: ScalePrior,
): KnownPosterior {
  const D = X[0]!.length;
  return {
    density: {
      parameters: [
        { name: "beta", size: D },
        { name: "sigma", constraint: "positive" },
      ],
      logDensity(values, gradient) {
        const sigma = values[D]!;
        let squares = 0;
        X.forEach((row, i) => {
          const r = y[i]! - row.reduce((sum, x, j) => sum + x * values[j]!, 0);
          squares += r * r;
          for (let j = 0; j < D; j++) gradient[j]! += (r * row[j]!) / sigma ** 2;
        });
        const [scale, slope] = prior(sigma);
        let value = -y.length * Math.log(sigma) - squares / (2 * sigma ** 2) + scale;
        gradient[D] = -y.length / sigma + squares / sigma ** 3 + slope;
        for (let j = 0; j < D; j++) {
          value -= 0.5 * (values[j]! / betaSd) ** 2;
          gradient[j]! -= values[j]! / betaSd ** 2;
        }
        return value;
      },
    },
  };
}

/** Non-centred: theta = mu + tau z. */
const eightSchools: KnownPosterior = {
  density: {
    parameters: [{ name: "z", size: 8 }, { name: "mu" }, { name: "tau", constraint: "positive" }],
    logDensity(values, gradient) {
      const [mu, tau] = [values[8]!, values[9]!];
      const [spread, slope] = halfCauchy(5)(tau);
      let value = spread - 0.5 * (mu / 5) ** 2;
      gradient[8] = -mu / 25;
      gradient[9] = slope;
      for (let j = 0; j < 8; j++) {
        const z = values[j]!;
        const precision = 1 / schools.sigma[j]! ** 2;
        const r = schools.y[j]! - mu - tau * z;
        value -= 0.5 * (r * r * precision + z * z);
        gradient[j] = r * precision * tau - z;
        gradient[8]! += r * precision;
        gradient[9]! += r * precision * z;
      }
      return value;
    },
  },
  report: (draw) => [
    draw[8]!,
    draw[9]!,
    ...Array.from({ length: 8 }, (_, j) => draw[8]! + draw[9]! * draw[j]!),
  ],
};

/** theta N(mu_1, sigma_1) + (1 - theta) N(mu_2, sigma_2), mu_1 < mu_2. */
const twoNormals: KnownPosterior = {
  density: {
    parameters: [
      { name: "mu", size: 2, constraint: "ordered" },
      { name: "sigma", size: 2, constraint: "positive" },
      { name: "theta", constraint: { lower: 0, upper: 1 } },
    ],
    logDensity(values, gradient) {
      const theta = values[4]!;
      let value = 4 * Math.log(theta) + 4 * Math.log(1 - theta);
      gradient[4] = 4 / theta - 4 / (1 - theta);
      for (let k = 0; k < 4; k++) {
        value -= values[k]! ** 2 / 8;
        gradient[k] = -values[k]! / 4;
      }
      for (const y of mixture.y) {
        const parts = [0, 1].map((k) => {
          const z = (y - values[k]!) / values[2 + k]!;
          return Math.log(k === 0 ? theta : 1 - theta) - Math.log(values[2 + k]!) - 0.5 * z * z;
        });
        const most = Math.max(...parts);
        const total = most + Math.log(parts.reduce((sum, part) => sum + Math.exp(part - most), 0));
        value += total;
        for (const k of [0, 1]) {
          const share = Math.exp(parts[k]! - total);
          const sigma = values[2 + k]!;
          const z = (y - values[k]!) / sigma;
          gradient[k]! += (share * z) / sigma;
          gradient[2 + k]! += (share * (z * z - 1)) / sigma;
          gradient[4]! += k === 0 ? share / theta : -share / (1 - theta);
        }
      }
      return value;
    },
  },
};

/** beta1 = share (1 - alpha1): flat on beta1 is 1 - alpha1 on the share. */
const garch11: KnownPosterior = {
  density: {
    parameters: [
      { name: "mu" },
      { name: "alpha0", constraint: "positive" },
      { name: "alpha1", constraint: { lower: 0, upper: 1 } },
      { name: "share", constraint: { lower: 0, upper: 1 } },
    ],
    logDensity(values, gradient) {
      const [mu, a0, a1, share] = [values[0]!, values[1]!, values[2]!, values[3]!];
      const b1 = share * (1 - a1);
      let variance = garch.sigma1 ** 2;
      // The slopes of the variance by mu, alpha0, alpha1 and beta1.
      let slopes = [0, 0, 0, 0];
      let value = Math.log(1 - a1);
      const g = [0, 0, -1 / (1 - a1), 0];
      garch.y.forEach((y, t) => {
        if (t > 0) {
          const last = garch.y[t - 1]! - mu;
          const before = variance;
          slopes = slopes.map((slope, k) => b1 * slope + [-2 * a1 * last, 1, last * last, before][k]!);
          variance = a0 + a1 * last * last + b1 * before;
        }
        const r = y - mu;
        value -= 0.5 * (Math.log(variance) + (r * r) / variance);
        const byVariance = 0.5 * ((r * r) / variance ** 2 - 1 / variance);
        slopes.forEach((slope, k) => {
          g[k]! += byVariance * slope;
        });
        g[0]! += r / variance;
      });
      gradient.set([g[0]!, g[1]!, g[2]! - share * g[3]!, (1 - a1) * g[3]!]);
      return value;
    },
  },
  report: (draw) => [draw[0]!, draw[1]!, draw[2]!, draw[3]! * (1 - draw[2]!)],
};

/** vote ~ Bernoulli(1/(1 + exp(-alpha - beta income))), counted by income. */
function logistic(precision: number): KnownPosterior {
  const levels = [...new Set(nes.income)].map((income) => {
    const votes = nes.vote.filter((_, i) => nes.income[i] === income);
    return { income, rows: votes.length, ones: votes.reduce((sum, vote) => sum + vote, 0) };
  });
  return {
    density: {
      parameters: [{ name: "alpha" }, { name: "beta" }],
      logDensity(values, gradient) {
        const [alpha, beta] = [values[0]!, values[1]!];
        let value = -0.5 * precision * (alpha * alpha + beta * beta);
        gradient.set([-precision * alpha, -precision * beta]);
        for (const { income, rows, ones } of levels) {
          const at = alpha + beta * income;
          value += ones * at - rows * Math.log1p(Math.exp(at));
          const rest = ones - rows / (1 + Math.exp(-at));
          gradient[0]! += rest;
          gradient[1]! += rest * income;
        }
        return value;
      },
    },
  };
}

const lagged = arK.y.slice(5).map((_, i) => [1, ...[1, 2, 3, 4, 5].map((k) => arK.y[i + 5 - k]!)]);
const kids = (row: (hs: number, iq: number) => number[]) =>
  linear(
    kidiq.kid_score.map((_, i) => row(kidiq.mom_hs[i]!, kidiq.mom_iq[i]!)),
    kidiq.kid_score,
    Number.POSITIVE_INFINITY,
    halfCauchy(2.5),
  );

/** Posteriors by their names in posteriordb. */
export const POSTERIORS: Readonly<Record<string, KnownPosterior>> = {
  "sblrc-blr": linear(sblrc.X, sblrc.y, 10, normal(10)),
  "sblri-blr": linear(sblri.X, sblri.y, 10, normal(10)),
  "kidiq-kidscore_momiq": kids((_, iq) => [1, iq]),
  "kidiq-kidscore_interaction": kids((hs, iq) => [1, hs, iq, hs * iq]),
  "mesquite-logmesquite_logvolume": linear(
    mesquite.weight.map((_, i) => [
      1,
      Math.log(mesquite.diam1[i]! * mesquite.diam2[i]! * mesquite.canopy_height[i]!),
    ]),
    mesquite.weight.map(Math.log),
    Number.POSITIVE_INFINITY,
    flat,
  ),
  "arK-arK": linear(lagged, arK.y.slice(5), 10, halfCauchy(2.5)),
  "eight_schools-eight_schools_noncentered": eightSchools,
  "low_dim_gauss_mix-low_dim_gauss_mix": twoNormals,
  "garch-garch11": garch11,
  "nes_logit_data-nes_logit_model": logistic(0),
  nes_logit_N01: logistic(1),
};
