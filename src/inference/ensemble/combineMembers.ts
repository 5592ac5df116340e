import type { CompiledModel } from "../../model/compileModel.ts";
import type { Outcome } from "../../model/model.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { classificationPredictive } from "../../predictive/classificationPredictive.ts";
import { predictDraws } from "../../predictive/predictDraws.ts";
import type { ClassificationPredictive, RegressionPredictive } from "../../predictive/predictive.ts";
import { respreadPredictive } from "../../predictive/respreadPredictive.ts";
import type { Inputs } from "../inputs.ts";
import type { PredictiveOf } from "../method.ts";
import { bankOutputs, predictBank } from "../predictBank.ts";
import type { CombinationRule } from "./combinationRule.ts";

/** The prediction at the rows of x of members [M, size] of one model. */
export function combineMembers<O extends Outcome>(
  rule: CombinationRule,
  compiled: CompiledModel,
  members: Matrix,
  x: Inputs,
): PredictiveOf<O> {
  switch (rule) {
    case "mixture":
      return predictBank<O>(compiled, members, x);
    case "median":
      return median(compiled, members, x) as PredictiveOf<O>;
    case "vote":
      return vote(compiled, members, x) as PredictiveOf<O>;
    case "logit":
      return averagedLogits(compiled, members, x) as PredictiveOf<O>;
  }
}

/** The mixture, moved so that its mean is the median of the members' function values. */
function median(compiled: CompiledModel, members: Matrix, x: Inputs): RegressionPredictive {
  const { model, likelihood, scaler } = compiled;
  const draws = bankOutputs(compiled, members, x);
  const { outputs } = draws;
  const mixture = predictDraws(model.spec.likelihood, model, draws, scaler.y) as RegressionPredictive;
  const values = new Float64Array(members.rows);
  const shift = mixture.mean.map((_, i) => {
    const [row, target] = [Math.floor(i / likelihood.targets), i % likelihood.targets];
    let sum = 0;
    for (let s = 0; s < values.length; s++) {
      // The means come first among the outputs of a row.
      values[s] = outputs.data[s * outputs.cols + row * likelihood.outputs + target]!;
      sum += values[s]!;
    }
    return scaler.y.scale[target]! * (middle(values) - sum / values.length);
  });
  return respreadPredictive(mixture, { shift });
}

/** The median of numbers, which are sorted; of an even count the mean of the two in the middle. */
function middle(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half]! : 0.5 * (values[half - 1]! + values[half]!);
}

/** Every member gives all its probability to the class that it finds the most probable. */
function vote(compiled: CompiledModel, members: Matrix, x: Inputs): ClassificationPredictive {
  const { outputs } = bankOutputs(compiled, members, x);
  const { classes } = compiled.model;
  const width = compiled.likelihood.outputs;
  const rows = outputs.cols / width;
  const probabilities = createMatrix(members.rows, rows * classes.length);
  for (let k = 0; k < members.rows * rows; k++) {
    const chosen = largest(outputs.data.subarray(k * width, (k + 1) * width));
    probabilities.data[k * classes.length + chosen] = 1;
  }
  return classificationPredictive({ probabilities, classes });
}

/** The class of one row of outputs: the first of equals; of a single logit the second class where it is above 0. */
function largest(outputs: Float64Array): number {
  if (outputs.length === 1) return Number(outputs[0]! > 0);
  let best = 0;
  for (let k = 1; k < outputs.length; k++) if (outputs[k]! > outputs[best]!) best = k;
  return best;
}

/** The outputs before the softmax averaged over the members. */
function averagedLogits(compiled: CompiledModel, members: Matrix, x: Inputs): ClassificationPredictive {
  const { outputs } = bankOutputs(compiled, members, x);
  const average = createMatrix(1, outputs.cols);
  for (let s = 0; s < outputs.rows; s++) {
    for (let i = 0; i < outputs.cols; i++) {
      average.data[i] = average.data[i]! + outputs.data[s * outputs.cols + i]! / outputs.rows;
    }
  }
  const { model, scaler } = compiled;
  const draws = { outputs: average, own: createMatrix(1, 0) };
  return predictDraws(model.spec.likelihood, model, draws, scaler.y) as ClassificationPredictive;
}
