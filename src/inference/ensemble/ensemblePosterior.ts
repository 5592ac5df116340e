import type { CompiledModel } from "../../model/compileModel.ts";
import type { Outcome } from "../../model/model.ts";
import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import { respreadPredictive } from "../../predictive/respreadPredictive.ts";
import { bankPosterior } from "../bankPosterior.ts";
import { type MapPosterior, mapPosterior } from "../map/mapPosterior.ts";
import type { Posterior, PredictiveOf } from "../method.ts";
import { combineMembers } from "./combineMembers.ts";
import type { EnsembleParts } from "./ensembleParts.ts";
import { saveEnsemble } from "./saveEnsemble.ts";

/** Several parameter vectors, found independently, in place of a posterior. */
export interface DeepEnsemblePosterior<O extends Outcome = Outcome> extends Posterior<O> {
  readonly method: "deep-ensemble";
  readonly members: readonly MapPosterior<O>[];
  /** What the predictive variance of each target is multiplied by [t]: 1 unless it is calibrated out of bag. */
  readonly varianceFactors: readonly number[];
}

/** The posterior of its parts. */
export function ensemblePosterior<O extends Outcome>(parts: EnsembleParts): DeepEnsemblePosterior<O> {
  const { options, compiled, varianceFactors } = parts;
  const members = membersOf(compiled, parts.fits) as MapPosterior<O>[];
  const bank = stackParameters(members, compiled.size);
  const spread = varianceFactors.map(Math.sqrt);
  return {
    ...bankPosterior<O>({ ...parts, method: "deep-ensemble", bank }),
    method: "deep-ensemble",
    members,
    varianceFactors,
    predict: (x) => {
      const combined = combineMembers<O>(options.combine, compiled, bank, x);
      if (combined.kind === "classification") return combined;
      return respreadPredictive(combined as RegressionPredictive, { spread }) as PredictiveOf<O>;
    },
    save: () => saveEnsemble(parts),
  };
}

/** The members of fits: each itself, or its snapshots where it has any. */
export function membersOf(compiled: CompiledModel, fits: readonly MapPosterior[]): readonly MapPosterior[] {
  return fits.flatMap((fit) => {
    const { parameters, logPosterior } = fit.snapshots;
    const count = parameters.rows;
    if (count === 0) return [fit];
    const none = { parameters: createMatrix(0, compiled.size), logPosterior: new Float64Array(0) };
    return Array.from(logPosterior, (value, k) =>
      mapPosterior({
        ...fit,
        options: fit.save().options,
        compiled,
        parameters: rowOf(parameters, k).slice(),
        logPosterior: value,
        gradients: (fit.gradients * (k + 1)) / count,
        snapshots: none,
      }),
    );
  });
}

function stackParameters(members: readonly MapPosterior[], size: number): Matrix {
  const bank = createMatrix(members.length, size);
  members.forEach(({ parameters }, k) => {
    bank.data.set(parameters, k * size);
  });
  return bank;
}
