import type { CsvCell } from "../io/csvText.ts";
import type { ClassificationPredictive, Predictive, RegressionPredictive } from "../predictive/predictive.ts";
import { selectPredictive } from "../predictive/selectPredictive.ts";

/** A column of a table of predictions: its name and its cells. */
export type PredictionColumn = [name: string, cells: ArrayLike<CsvCell>];

/**
 * The columns that tell a predictive distribution. Numbers: mean, standard deviations of function and observation,
 * and quantiles, with the name of the target behind each where there are several. Classes: the most probable one,
 * the probability of each, and the entropy in nats.
 */
export function predictionColumns(
  predictive: Predictive,
  targetNames: readonly string[],
): readonly PredictionColumn[] {
  if (predictive.kind === "classification") return classColumns(predictive);
  if (predictive.targets === 1) return numberColumns(predictive);
  return targetNames.flatMap((target, k) =>
    numberColumns(selectPredictive(predictive, { target: k })).map(
      ([name, cells]): PredictionColumn => [`${name}_${target}`, cells],
    ),
  );
}

function numberColumns(predictive: RegressionPredictive): PredictionColumn[] {
  return [
    ["mean", predictive.mean],
    ["sd_function", predictive.epistemic.map(Math.sqrt)],
    ["sd_observation", predictive.std],
    ["q05", predictive.quantile(0.05)],
    ["q50", predictive.quantile(0.5)],
    ["q95", predictive.quantile(0.95)],
  ];
}

function classColumns({
  classes,
  probabilities,
  mode,
  entropy,
}: ClassificationPredictive): PredictionColumn[] {
  const { rows, cols, data } = probabilities;
  return [
    ["class", Array.from(mode, (k) => classes[k]!)],
    ...classes.map(
      (name, k): PredictionColumn => [
        `prob_${name}`,
        Float64Array.from({ length: rows }, (_, i) => data[i * cols + k]!),
      ],
    ),
    ["entropy", entropy],
  ];
}
