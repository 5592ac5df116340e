import { checkChoice, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import type { Interval, Of, RegressionPredictive } from "./predictive.ts";
import { type PredictiveParts, rememberParts } from "./predictiveParts.ts";

/**
 * A predictive distribution from its parts. The variance is the sum of the epistemic and the aleatoric one by
 * construction. Throws a ShapeError if the parts differ in size.
 */
export function makePredictive(parts: PredictiveParts): RegressionPredictive {
  const { observation, aleatoric, drawJoint } = parts;
  const targets = parts.targets ?? 1;
  const total = observation.size;
  checkKeys("makePredictive", parts, ["observation", "function", "aleatoric", "targets", "drawJoint"]);
  checkNumber("makePredictive", "targets", targets, { integer: true, min: 1 });
  checkLength("makePredictive", "function", { length: parts.function.size }, total);
  checkLength("makePredictive", "aleatoric", aleatoric, total);
  if (total % targets !== 0) {
    throw new ShapeError({
      where: "makePredictive",
      problem: `the number of predictions must be a multiple of the ${targets} targets, got ${total}`,
    });
  }

  const distribution = (of: Of) =>
    checkChoice("predictive", "of", of, ["observation", "function"]) === "function"
      ? parts.function
      : observation;
  const each = (value: (i: number) => number) => Float64Array.from({ length: total }, (_, i) => value(i));
  const scored = (what: string, y: ArrayLike<number>, value: (i: number, y: number) => number) => {
    checkLength(`predictive.${what}`, "y", y, total, "one per prediction");
    return each((i) => value(i, y[i]!));
  };

  const mean = each((i) => observation.mean(i));
  const epistemic = each((i) => parts.function.variance(i));
  const variance = each((i) => epistemic[i]! + aleatoric[i]!);
  const std = variance.map(Math.sqrt);
  const functionStd = epistemic.map(Math.sqrt);

  const quantile = (p: number, of: Of = "observation"): Float64Array => {
    checkNumber("predictive.quantile", "p", p, { above: 0, below: 1 });
    const marginals = distribution(of);
    return each((i) => marginals.quantile(i, p));
  };

  const draws = (count: number, rng: Rng, of: Of): Matrix => {
    checkNumber("predictive.sample", "draws", count, { integer: true, min: 0 });
    const result = createMatrix(count, total);
    for (let s = 0; s < count; s++) {
      const out = rowOf(result, s);
      if (drawJoint !== undefined) drawJoint(of, rng, out);
      else for (let i = 0; i < total; i++) out[i] = observation.draw(i, rng);
    }
    return result;
  };

  const predictive: RegressionPredictive = {
    kind: "regression",
    family: observation.family,
    size: total / targets,
    targets,
    mean,
    variance,
    std,
    epistemic,
    aleatoric,
    band(k: number, of: Of = "observation"): Interval {
      checkNumber("predictive.band", "k", k, { min: 0 });
      const spread = distribution(of) === observation ? std : functionStd;
      return { lower: mean.map((m, i) => m - k * spread[i]!), upper: mean.map((m, i) => m + k * spread[i]!) };
    },
    interval(level: number, of: Of = "observation"): Interval {
      checkNumber("predictive.interval", "level", level, { above: 0, below: 1 });
      return { lower: quantile(0.5 - level / 2, of), upper: quantile(0.5 + level / 2, of) };
    },
    quantile,
    cdf: (y) => scored("cdf", y, observation.cdf),
    logProb: (y) => scored("logProb", y, observation.logProb),
    crps: (y) => scored("crps", y, observation.crps),
    sample: (count, rng) => draws(count, rng, "observation"),
    ...(drawJoint === undefined
      ? {}
      : { functionDraws: (count: number, rng: Rng) => draws(count, rng, "function") }),
  };
  return rememberParts(predictive, parts);
}
