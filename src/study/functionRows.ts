import { functionDiagnostics } from "../diagnostics/functionDiagnostics.ts";
import type { DrawsSummary } from "../diagnostics/summarizeDraws.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { Posterior } from "../inference/method.ts";
import { compileModel } from "../model/compileModel.ts";
import type { Model } from "../model/model.ts";
import { outputNames } from "../model/parameterNames.ts";
import type { ClassificationPredictive, RegressionPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
import { expectationsOf, expectedDraws } from "./expectedDraws.ts";
import { type Distribution, independentSummary } from "./independentSummary.ts";
import { drawsOf, REASONS } from "./parameterRows.ts";
import { newDraws, type PosteriorBasis } from "./posteriorBasis.ts";

/** How many draws, and their source, where probabilities of classes have to be drawn. */
export interface FunctionDraws {
  readonly draws: number;
  readonly rng: Rng;
}

/**
 * A row for every expected observation at the rows of x, in the units of y: f(x), a rate of counts, or the probability of a
 * class (of the second alone where there are two). Figures are those of `predict`, and of the draws of chains where there are
 * any: they do not depend on how hidden units are numbered.
 */
export function functionRows(
  posterior: Posterior,
  basis: PosteriorBasis,
  x: Inputs,
  { draws, rng }: FunctionDraws,
): DrawsSummary[] {
  const { model, scaler } = posterior;
  if (basis.kind === "chains") {
    const compiled = compileModel(model, scaler);
    const values = expectedDraws(compiled, basis.posterior.draws, x);
    return functionDiagnostics(values, basis.posterior.chains, names(model, values.cols));
  }
  const predictive = posterior.predict(x);
  if (predictive.kind === "regression") return regressionRows(model, predictive, REASONS[basis.kind]);
  // A linearised network has other probabilities than the network of its draws: only their average is known.
  if (posterior.method === "laplace") return averageRows(model, predictive);
  const bank = "bank" in basis ? basis.bank : newDraws(posterior, draws, rng);
  const values = expectedDraws(compileModel(model, scaler), bank, x);
  const kind = basis.kind === "normal" ? "draws" : basis.kind;
  return names(model, values.cols).map((name, i) =>
    independentSummary(name, drawsOf(values, i, kind), REASONS[kind]),
  );
}

function names({ targets, classes }: Pick<Model, "targets" | "classes">, count: number): string[] {
  if (classes.length === 0) return outputNames("x", count / targets, targets);
  const shown = classes.length === 2 ? classes.slice(1) : classes;
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / shown.length);
    return `P(${shown[i % shown.length]} | x[${row}])`;
  });
}

function regressionRows(model: Model, predictive: RegressionPredictive, reason: string): DrawsSummary[] {
  const { mean, epistemic } = predictive;
  const quantiles = new Map([0.05, 0.5, 0.95].map((p) => [p, predictive.quantile(p, "function")]));
  return names(model, mean.length).map((name, i) => {
    const of: Distribution = {
      mean: mean[i]!,
      sd: Math.sqrt(epistemic[i]!),
      quantile: (p) => quantiles.get(p)![i]!,
    };
    return independentSummary(name, of, reason);
  });
}

const AVERAGE_ONLY = "a linearised network gives the average probability alone";

function averageRows(model: Model, predictive: ClassificationPredictive): DrawsSummary[] {
  const average = expectationsOf(predictive);
  return names(model, average.length).map((name, i) => {
    const unknown = () => Number.NaN;
    return {
      ...independentSummary(name, { mean: average[i]!, sd: Number.NaN, quantile: unknown }, ""),
      reason: AVERAGE_ONLY,
    };
  });
}
