import { functionDiagnostics } from "../diagnostics/functionDiagnostics.ts";
import type { DrawsSummary } from "../diagnostics/summarizeDraws.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { Posterior } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import { type CompiledModel, compileModel } from "../model/compileModel.ts";
import type { Model } from "../model/model.ts";
import { outputNames } from "../model/parameterNames.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { predictDraws } from "../predictive/predictDraws.ts";
import type { ClassificationPredictive, Predictive, RegressionPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
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

/** The expected observations [S, n t] or probabilities of classes under every parameter vector of a bank. */
function expectedDraws(compiled: CompiledModel, bank: Matrix, x: Inputs): Matrix {
  const { model, scaler } = compiled;
  const { outputs, own } = bankOutputs(compiled, bank, x);
  const rows = Array.from({ length: bank.rows }, (_, s) => {
    const one = {
      outputs: createMatrix(1, outputs.cols, rowOf(outputs, s)),
      own: createMatrix(1, own.cols, rowOf(own, s)),
    };
    return expected(predictDraws(model.spec.likelihood, model, one, scaler.y));
  });
  const values = createMatrix(bank.rows, rows[0]!.length);
  for (const [s, row] of rows.entries()) values.data.set(row, s * values.cols);
  return values;
}

function expected(predictive: Predictive): Float64Array {
  if (predictive.kind === "regression") return predictive.mean;
  const { data, rows, cols } = predictive.probabilities;
  return cols === 2 ? Float64Array.from({ length: rows }, (_, i) => data[2 * i + 1]!) : data;
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
  const average = expected(predictive);
  return names(model, average.length).map((name, i) => {
    const unknown = () => Number.NaN;
    return {
      ...independentSummary(name, { mean: average[i]!, sd: Number.NaN, quantile: unknown }, ""),
      reason: AVERAGE_ONLY,
    };
  });
}
