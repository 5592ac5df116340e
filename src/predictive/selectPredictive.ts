import { checkKeys, checkNumber } from "../errors/checks.ts";
import { makePredictive } from "./makePredictive.ts";
import type { Marginals } from "./marginals.ts";
import { isNormal, normalMarginals } from "./normalMarginals.ts";
import { isPoisson, poissonMarginals } from "./poissonMarginals.ts";
import { isPoissonMixture, poissonMixtureMarginals } from "./poissonMixtureMarginals.ts";
import type { RegressionPredictive } from "./predictive.ts";
import { partsOf } from "./predictiveParts.ts";

/** Which predictions to keep. */
export interface PredictiveSelection {
  /** Numbers of the rows, in the wanted order; default all. */
  readonly rows?: ArrayLike<number>;
  /** Number of the one target to keep; default all. */
  readonly target?: number;
}

/**
 * The predictive distributions of some of the rows, or of one of the targets: one group of the data, one output of a
 * model. Joint draws stay joint.
 * Throws an ArgumentError for a row or target that does not exist, or an unknown option.
 */
export function selectPredictive(
  predictive: RegressionPredictive,
  selection: PredictiveSelection,
): RegressionPredictive {
  checkKeys("selectPredictive", selection, ["rows", "target"]);
  const { size, targets } = predictive;
  const { target } = selection;
  const rows = Array.from(selection.rows ?? { length: size }, (row, i) => row ?? i);
  for (const row of rows) checkNumber("selectPredictive", "row", row, { integer: true, min: 0, below: size });
  if (target !== undefined) {
    checkNumber("selectPredictive", "target", target, { integer: true, min: 0, below: targets });
  }
  const kept = target === undefined ? Array.from({ length: targets }, (_, j) => j) : [target];
  const positions = Uint32Array.from(rows.flatMap((row) => kept.map((j) => row * targets + j)));
  const { observation, function: values, aleatoric, drawJoint } = partsOf(predictive);
  const all = new Float64Array(size * targets);
  return makePredictive({
    observation: takeMarginals(observation, positions),
    function: takeMarginals(values, positions),
    aleatoric: Float64Array.from(positions, (at) => aleatoric[at]!),
    targets: kept.length,
    ...(drawJoint === undefined
      ? {}
      : {
          drawJoint: (of, rng, out) => {
            drawJoint(of, rng, all);
            for (let k = 0; k < positions.length; k++) out[k] = all[positions[k]!]!;
          },
        }),
  });
}

/** The distributions at the given positions. */
function takeMarginals(base: Marginals, positions: Uint32Array): Marginals {
  const at = (k: number) => positions[k]!;
  if (isNormal(base)) {
    return normalMarginals(
      Float64Array.from(positions, (i) => base.location[i]!),
      Float64Array.from(positions, (i) => base.scale[i]!),
    );
  }
  if (isPoisson(base)) return poissonMarginals(Float64Array.from(positions, (i) => base.rate[i]!));
  if (isPoissonMixture(base)) {
    const count = base.weights.length;
    const rate = new Float64Array(positions.length * count);
    positions.forEach((i, k) => void rate.set(base.rate.subarray(i * count, (i + 1) * count), k * count));
    return poissonMixtureMarginals(positions.length, base.weights, rate);
  }
  return {
    family: base.family,
    discrete: base.discrete === true,
    size: positions.length,
    mean: (k) => base.mean(at(k)),
    variance: (k) => base.variance(at(k)),
    logProb: (k, y) => base.logProb(at(k), y),
    cdf: (k, y) => base.cdf(at(k), y),
    quantile: (k, p) => base.quantile(at(k), p),
    crps: (k, y) => base.crps(at(k), y),
    draw: (k, rng) => base.draw(at(k), rng),
  };
}
