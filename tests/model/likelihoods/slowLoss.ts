import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { logGamma } from "../../../src/numeric/special.ts";

const normal = (y: number, mean: number, variance: number) =>
  Math.exp((-(y - mean) * (y - mean)) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);

const studentT = (y: number, df: number, centre: number, scale: number) =>
  (Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2)) / (Math.sqrt(df * Math.PI) * scale)) *
  (1 + ((y - centre) / scale) ** 2 / df) ** (-(df + 1) / 2);

/** The slow and obvious twin: minus the logarithm of the probability of one row, written down as it is defined. */
export function slowLoss(
  spec: LikelihoodSpec,
  f: ArrayLike<number>,
  y: ArrayLike<number>,
  weight: number,
  own: ArrayLike<number>,
): number {
  const each = (loss: (k: number) => number) =>
    Array.from(y, (_, k) => loss(k)).reduce((sum, value) => sum + value, 0);
  switch (spec.kind) {
    case "normal":
      return each((k) => {
        const variance = typeof spec.noiseVariance === "number" ? spec.noiseVariance : Math.exp(2 * own[k]!);
        return -Math.log(normal(y[k]!, f[k]!, variance / weight));
      });
    case "heteroscedastic":
      return each((k) => {
        const variance = (spec.floor ?? 1e-3) + Math.exp(f[y.length + k]!);
        return -Math.log(normal(y[k]!, f[k]!, variance / weight));
      });
    case "student-t":
      return each((k) => {
        const scale = typeof spec.scale === "number" ? spec.scale : Math.exp(own[k]!);
        return -Math.log(studentT(y[k]!, spec.df, f[k]!, scale / Math.sqrt(weight)));
      });
    case "bernoulli": {
      const p = 1 / (1 + Math.exp(-f[0]!));
      return -weight * Math.log(y[0] === 1 ? p : 1 - p);
    }
    case "categorical": {
      const total = Array.from(f).reduce((sum, value) => sum + Math.exp(value), 0);
      const count = f.length;
      const { share, over } = spec.smoothing ?? { share: 0, over: "others" };
      const loss = Array.from(f).reduce((sum, value, k) => {
        const hit = k === y[0] ? 1 : 0;
        const wanted =
          over === "uniform"
            ? (1 - share) * hit + share / count
            : hit === 1
              ? 1 - share
              : share / (count - 1);
        return sum - wanted * Math.log(Math.exp(value) / total);
      }, 0);
      return weight * loss;
    }
    case "poisson":
      return each((k) => {
        let factorial = 1;
        for (let j = 2; j <= y[k]!; j++) factorial *= j;
        return -weight * Math.log((Math.exp(-Math.exp(f[k]!)) * Math.exp(f[k]!) ** y[k]!) / factorial);
      });
  }
}
