import { ShapeError } from "../errors/errors.ts";
import { makePredictive } from "./makePredictive.ts";
import type { Marginals } from "./marginals.ts";
import type { RegressionPredictive } from "./predictive.ts";
import { partsOf } from "./predictiveParts.ts";

/**
 * The rows of several predictive distributions one below the other: those of the folds of a cross-validation, for instance,
 * each by the fit that has not seen it. Only marginal distributions are kept, as the parts know nothing of each other.
 * Throws a ShapeError where there is no part, or their numbers of targets differ.
 */
export function stackRows(predictives: readonly RegressionPredictive[]): RegressionPredictive {
  const targets = predictives[0]?.targets;
  const other = predictives.find((one) => one.targets !== targets);
  if (targets === undefined || other !== undefined) {
    throw new ShapeError({
      where: "stackRows",
      problem:
        targets === undefined
          ? "at least one predictive distribution is required, got none"
          : `all must have ${targets} targets, one has ${other!.targets}`,
    });
  }
  const parts = predictives.map(partsOf);
  return makePredictive({
    observation: stackMarginals(parts.map(({ observation }) => observation)),
    function: stackMarginals(parts.map((part) => part.function)),
    aleatoric: Float64Array.from(parts.flatMap(({ aleatoric }) => Array.from(aleatoric))),
    targets,
  });
}

function stackMarginals(parts: readonly Marginals[]): Marginals {
  const owner: Marginals[] = [];
  const position: number[] = [];
  for (const part of parts) {
    for (let i = 0; i < part.size; i++) {
      owner.push(part);
      position.push(i);
    }
  }
  return {
    family: parts[0]!.family,
    size: owner.length,
    ...(parts[0]!.discrete === undefined ? {} : { discrete: parts[0]!.discrete }),
    mean: (i) => owner[i]!.mean(position[i]!),
    variance: (i) => owner[i]!.variance(position[i]!),
    logProb: (i, y) => owner[i]!.logProb(position[i]!, y),
    cdf: (i, y) => owner[i]!.cdf(position[i]!, y),
    quantile: (i, p) => owner[i]!.quantile(position[i]!, p),
    crps: (i, y) => owner[i]!.crps(position[i]!, y),
    draw: (i, rng) => owner[i]!.draw(position[i]!, rng),
  };
}
