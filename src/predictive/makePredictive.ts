import { checkChoice, checkFinite, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import { checkVariances } from "./checkVariances.ts";
import type { Interval, Of, RegressionPredictive } from "./predictive.ts";
import { type PredictiveParts, rememberParts } from "./predictiveParts.ts";

/**
 * A predictive distribution from its parts. The variance is the sum of the epistemic and the aleatoric one by
 * construction; the variance of `parts.observation` must agree with it.
 * Throws a ShapeError if the parts differ in size, an ArgumentError if a variance is negative.
 */
export function makePredictive(parts: PredictiveParts): RegressionPredictive {
  const { observation, drawJoint } = parts;
  const targets = parts.targets ?? 1;
  checkParts(parts, targets);
  const total = observation.size;
  const each = (value: (i: number) => number): Float64Array => {
    const result = new Float64Array(total);
    for (let i = 0; i < total; i++) result[i] = value(i);
    return result;
  };

  const mean = each((i) => observation.mean(i));
  const epistemic = each((i) => parts.function.variance(i));
  checkVariances("makePredictive", "epistemic", epistemic);
  const aleatoric = Float64Array.from(parts.aleatoric);
  const variance = each((i) => epistemic[i]! + aleatoric[i]!);
  const std = variance.map(Math.sqrt);
  const functionStd = epistemic.map(Math.sqrt);

  const isFunction = (what: string, of: Of) =>
    checkChoice(`predictive.${what}`, "of", of, ["observation", "function"]) === "function";
  const distribution = (what: string, of: Of) => (isFunction(what, of) ? parts.function : observation);

  const quantile = (p: number, of: Of = "observation"): Float64Array => {
    checkNumber("predictive.quantile", "p", p, { above: 0, below: 1 });
    const marginals = distribution("quantile", of);
    return each((i) => marginals.quantile(i, p));
  };
  const at = (what: "cdf" | "logProb" | "crps", y: ArrayLike<number>, of: Of = "observation") => {
    const marginals = distribution(what, of);
    checkLength(`predictive.${what}`, "y", y, total, "one per prediction");
    checkFinite(`predictive.${what}`, "y", y);
    return each((i) => marginals[what](i, y[i]!));
  };
  const draws = (count: number, rng: Rng, of: Of): Matrix => {
    const where = of === "function" ? "predictive.functionDraws" : "predictive.sample";
    checkNumber(where, "draws", count, { integer: true, min: 0 });
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
    ...(observation.discrete === true ? { discrete: true } : {}),
    size: total / targets,
    targets,
    mean,
    variance,
    std,
    epistemic,
    aleatoric,
    band(k: number, of: Of = "observation"): Interval {
      checkNumber("predictive.band", "k", k, { min: 0 });
      const sd = isFunction("band", of) ? functionStd : std;
      const half = k === 0 ? new Float64Array(total) : sd.map((value) => k * value);
      return { lower: each((i) => mean[i]! - half[i]!), upper: each((i) => mean[i]! + half[i]!) };
    },
    interval(level: number, of: Of = "observation"): Interval {
      checkNumber("predictive.interval", "level", level, { above: 0, below: 1 });
      return { lower: quantile(0.5 - level / 2, of), upper: quantile(0.5 + level / 2, of) };
    },
    quantile,
    cdf: (y, of) => at("cdf", y, of),
    logProb: (y, of) => at("logProb", y, of),
    crps: (y, of) => at("crps", y, of),
    sample: (count, rng) => draws(count, rng, "observation"),
    ...(drawJoint === undefined
      ? {}
      : { functionDraws: (count: number, rng: Rng) => draws(count, rng, "function") }),
  };
  return rememberParts(predictive, { ...parts, aleatoric });
}

function checkParts(parts: PredictiveParts, targets: number): void {
  const where = "makePredictive";
  const total = parts.observation.size;
  checkKeys(where, parts, ["observation", "function", "aleatoric", "targets", "drawJoint"]);
  checkNumber(where, "targets", targets, { integer: true, min: 1 });
  checkLength(where, "function", { length: parts.function.size }, total);
  checkLength(where, "aleatoric", parts.aleatoric, total);
  checkVariances(where, "aleatoric", parts.aleatoric);
  if (total % targets === 0) return;
  throw new ShapeError({
    where,
    problem: `the number of predictions must be a multiple of the ${targets} targets, got ${total}`,
    details: { targets, found: total },
  });
}
