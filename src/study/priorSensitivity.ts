import type { Dataset } from "../data/dataset.ts";
import { scaleDataset } from "../data/scaler.ts";
import { type PowerScaling, powerScaling } from "../diagnostics/powerScaling.ts";
import { checkKeys } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Inputs } from "../inference/inputs.ts";
import { logLikelihoods, logPriors } from "../inference/logJoint.ts";
import type { Note, Posterior } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import { checkColumns } from "../model/checkColumns.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import { type DrawOptions, type PosteriorDraws, posteriorDraws } from "./posteriorDraws.ts";

/** Options of {@link priorSensitivity}. */
export interface PriorSensitivityOptions extends DrawOptions {
  /** The powers at which moments are wanted. Default 0.5, 0.8, 1.25, 2. */
  readonly powers?: readonly number[];
}

/** How much of what is believed of f(x) comes from the prior, and how much from the data. */
export interface PriorSensitivity {
  /** When the prior of all parameters counts to another power. */
  readonly prior: PowerScaling;
  /** When the likelihood of all rows does. */
  readonly likelihood: PowerScaling;
  /**
   * For every quantity: "conflict" where both matter, as where prior and data disagree; "prior" where only the prior does, as
   * where it is strong or the data say little; "none" otherwise.
   */
  readonly diagnosis: readonly ("conflict" | "prior" | "none")[];
  readonly notes: readonly Note[];
}

/** A distance per doubling of the power above this is called sensitive (Kallioinen et al. 2024). */
const SENSITIVE = 0.05;

/**
 * Prior and likelihood sensitivity of f at the rows of x, by power scaling of the draws of a posterior: nothing is fitted again.
 * Quantities are f(x) in the units of y for real targets, else the outputs of the network (logits, log rates), row after row.
 * `data` are the rows that the posterior was fitted on. See {@link powerScaling}.
 *
 * A normal prior to the power a is one with its precisions times a, so that this is the prior-variance sweep read at
 * variance/a: both have one axis ({@link exactPriorSlope}, `sweepPriorVariance`).
 *
 * Throws an ArgumentError where draws lack a parameter of the likelihood or the prior is flat, a ShapeError or DataError where data
 * and model do not fit.
 */
export function priorSensitivity(
  posterior: Posterior,
  data: Dataset,
  x: Inputs,
  rng: Rng,
  options: PriorSensitivityOptions = {},
): PriorSensitivity {
  const where = "priorSensitivity";
  checkKeys(where, options, ["draws", "powers"]);
  const { powers, ...of } = options;
  const draws = posteriorDraws(where, posterior, rng, of);
  const { compiled, bank, chains } = draws;
  if (!compiled.prior.scale.every(Number.isFinite)) {
    throw new ArgumentError({
      where,
      problem: "every parameter must have a proper prior, the model has a flat one",
      fix: "Give finite variances.",
    });
  }
  checkColumns(compiled, data);
  const values = functionValues(draws, x);
  const scaling = (logComponent: Float64Array) =>
    powerScaling(values, logComponent, {
      ...(chains === undefined ? {} : { chains }),
      ...(powers === undefined ? {} : { powers }),
    });
  const found = {
    prior: scaling(logPriors(compiled, bank)),
    likelihood: scaling(logLikelihoods(compiled, bank, scaleDataset(compiled.scaler, data))),
  };
  const diagnosis = Array.from(found.prior.distanceSlope, (slope, j) => {
    if (slope < SENSITIVE) return "none";
    return found.likelihood.distanceSlope[j]! < SENSITIVE ? "prior" : "conflict";
  });
  return { ...found, diagnosis, notes: notesOf(found) };
}

function functionValues({ compiled, bank }: PosteriorDraws, x: Inputs): Matrix {
  const { outputs } = bankOutputs(compiled, bank, x);
  const { likelihood, scaler } = compiled;
  if (!likelihood.real) return outputs;
  const { targets, outputs: width } = likelihood;
  const rows = outputs.cols / width;
  const values = createMatrix(outputs.rows, rows * targets);
  for (let s = 0; s < outputs.rows; s++) {
    const [from, to] = [rowOf(outputs, s), rowOf(values, s)];
    for (let i = 0; i < to.length; i++) {
      const k = i % targets;
      to[i] = scaler.y.shift[k]! + scaler.y.scale[k]! * from[((i - k) / targets) * width + k]!;
    }
  }
  return values;
}

function notesOf(found: Pick<PriorSensitivity, "prior" | "likelihood">): Note[] {
  return (["prior", "likelihood"] as const).flatMap((component) => {
    const bad = found[component].scaled.filter(({ reliable }) => !reliable);
    if (bad.length === 0) return [];
    return [
      {
        code: "pareto-k",
        message: `The draws do not reach powers ${bad.map(({ power }) => power).join(", ")} of the ${component}: their moments are not to be trusted.`,
      },
    ];
  });
}
