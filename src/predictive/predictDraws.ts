import type { ColumnScaler } from "../data/scaler.ts";
import { checkFinite, checkKeys, checkLength } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import type { LikelihoodSpec } from "../model/likelihoodSpec.ts";
import { createLikelihood } from "../model/likelihoods/createLikelihood.ts";
import { DEFAULT_VARIANCE_FLOOR } from "../model/likelihoods/heteroscedasticLikelihood.ts";
import type { Model } from "../model/model.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import { exp } from "../numeric/special.ts";
import { classificationPredictive } from "./classificationPredictive.ts";
import { affinePredictive } from "./combine.ts";
import { normalDrawsPredictive } from "./normalDrawsPredictive.ts";
import { poissonDrawsPredictive } from "./poissonDrawsPredictive.ts";
import type { Predictive } from "./predictive.ts";
import { studentTDrawsPredictive } from "./studentTDrawsPredictive.ts";

/** What S draws of the parameters say at n rows of inputs. */
export interface OutputDraws {
  /** Outputs of the network [S, n O]: row s holds the O outputs of every row of inputs under draw s. */
  readonly outputs: Matrix;
  /** The parameters of the likelihood itself [S, P]; no columns where it has none. */
  readonly own: Matrix;
  /** Weights of the draws [S]; equal ones by default. */
  readonly weights?: ArrayLike<number>;
}

/**
 * The predictive distribution of a bank of network outputs under a likelihood: the mixture of what each draw predicts. Real
 * targets are brought from standardised units to those of y; classes and counts have no others.
 * Throws a ShapeError if the shapes do not fit, an ArgumentError for outputs that are not finite or stand for rates above
 * 1e15 or infinite variances, and for negative weights.
 */
export function predictDraws(
  spec: LikelihoodSpec,
  model: Pick<Model, "targets" | "classes">,
  draws: OutputDraws,
  scaler: ColumnScaler,
): Predictive {
  const where = "predictDraws";
  checkKeys(where, draws, ["outputs", "own", "weights"]);
  const { targets, classes } = model;
  const { outputs, own } = draws;
  const likelihood = createLikelihood(spec, targets, classes.length);
  checkShapes(draws, likelihood.outputs, likelihood.own.length);
  checkFinite(where, "outputs", outputs.data);
  const weights = draws.weights === undefined ? {} : { weights: draws.weights };
  const common = { targets, ...weights };
  const maps = Array.from({ length: targets }, (_, j) => ({
    shift: scaler.shift[j]!,
    scale: scaler.scale[j]!,
  }));
  switch (spec.kind) {
    case "normal": {
      const { noiseVariance } = spec;
      const noise =
        typeof noiseVariance === "number" ? constant(outputs, noiseVariance) : each(own, (l) => exp(2 * l));
      return affinePredictive(normalDrawsPredictive({ values: outputs, noise, ...common }), maps);
    }
    case "heteroscedastic": {
      const floor = spec.floor ?? DEFAULT_VARIANCE_FLOOR;
      const noise = each(half(outputs, targets, 1), (s) => floor + exp(s));
      return affinePredictive(
        normalDrawsPredictive({ values: half(outputs, targets, 0), noise, ...common }),
        maps,
      );
    }
    case "student-t": {
      const scales = typeof spec.scale === "number" ? constant(outputs, spec.scale) : each(own, exp);
      return affinePredictive(
        studentTDrawsPredictive({ df: spec.df, values: outputs, scales, ...common }),
        maps,
      );
    }
    case "poisson":
      return poissonDrawsPredictive({ rates: each(outputs, exp), ...common });
    case "bernoulli":
      return classificationPredictive({ probabilities: ofTwo(outputs), classes, ...weights });
    case "categorical": {
      const probabilities = softmax(outputs, classes.length);
      return classificationPredictive({ probabilities, classes, ...weights });
    }
  }
}

function checkShapes({ outputs, own }: OutputDraws, perRow: number, ownCount: number): void {
  checkLength("predictDraws", "own", { length: own.cols }, ownCount, "parameters of the likelihood");
  checkLength("predictDraws", "own", { length: own.rows }, outputs.rows, "one row per draw");
  if (outputs.cols % perRow === 0) return;
  throw new ShapeError({
    where: "predictDraws",
    problem: `the columns of the outputs must be a multiple of the ${perRow} outputs of a row, got ${outputs.cols}`,
    details: { expected: perRow, found: outputs.cols },
  });
}

function each(matrix: Matrix, map: (value: number) => number): Matrix {
  return createMatrix(matrix.rows, matrix.cols, matrix.data.map(map));
}

/** One column of a constant. */
function constant({ rows }: Matrix, value: number): Matrix {
  return createMatrix(rows, 1, new Float64Array(rows).fill(value));
}

/** The first or second t of every 2 t outputs. */
function half({ rows, cols, data }: Matrix, targets: number, which: 0 | 1): Matrix {
  const result = createMatrix(rows, cols / 2);
  for (let i = 0; i < result.data.length; i++) {
    const group = Math.floor(i / targets);
    result.data[i] = data[(2 * group + which) * targets + (i % targets)]!;
  }
  return result;
}

/** 1/(1 + e^f) and 1/(1 + e^-f) for every logit f, each with all its digits. */
function ofTwo({ rows, cols, data }: Matrix): Matrix {
  const result = createMatrix(rows, 2 * cols);
  for (let i = 0; i < data.length; i++) {
    const power = exp(-Math.abs(data[i]!));
    const sure = 1 / (1 + power);
    const unsure = power / (1 + power);
    result.data[2 * i] = data[i]! > 0 ? unsure : sure;
    result.data[2 * i + 1] = data[i]! > 0 ? sure : unsure;
  }
  return result;
}

/** e^f_k / sum_j e^f_j over every K outputs. */
function softmax({ rows, cols, data }: Matrix, classes: number): Matrix {
  const result = createMatrix(rows, cols);
  for (let first = 0; first < data.length; first += classes) {
    let largest = data[first]!;
    for (let k = 1; k < classes; k++) largest = Math.max(largest, data[first + k]!);
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const power = exp(data[first + k]! - largest);
      result.data[first + k] = power;
      sum += power;
    }
    for (let k = 0; k < classes; k++) result.data[first + k] = result.data[first + k]! / sum;
  }
  return result;
}
