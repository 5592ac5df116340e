import type { Predictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
import { topOutcomes } from "./classOutcomes.ts";
import { pitValues } from "./pitValues.ts";

/** What is kept of the prediction of every row, to judge afterwards how sure all of them were together. */
export type RowForecasts =
  | {
      readonly kind: "regression";
      /** Probability integral transforms of the observations [n], those of counts spread over their jumps. */
      readonly pit: Float64Array;
      /** Predictive standard deviations [n]. */
      readonly sd: Float64Array;
    }
  | {
      readonly kind: "classification";
      /** Probability of the most probable class [n]. */
      readonly confidence: Float64Array;
      /** 1 where that class was observed, 0 elsewhere [n]. */
      readonly right: Float64Array;
    };

/**
 * What is kept of the predictions of n rows, of one target or of classes, whose observations are y [n]. `rng` spreads the
 * transforms of counts. Throws a ShapeError or ArgumentError where y does not fit the predictions.
 */
export function rowForecasts(predictive: Predictive, y: ArrayLike<number>, rng: Rng): RowForecasts {
  if (predictive.kind === "regression") {
    return { kind: "regression", pit: pitValues(predictive, y, rng), sd: predictive.std };
  }
  const { probability, happened } = topOutcomes("rowForecasts", predictive, y);
  return {
    kind: "classification",
    confidence: Float64Array.from(probability),
    right: Float64Array.from(happened),
  };
}

/** The forecasts of blocks of rows, one after the other, as those of all rows. */
export function joinForecasts(parts: readonly RowForecasts[]): RowForecasts {
  const join = (arrays: readonly (Float64Array | undefined)[]) =>
    Float64Array.from(arrays.flatMap((array) => Array.from(array ?? [])));
  const of = <K extends RowForecasts["kind"]>(kind: K) =>
    parts.filter((part): part is Extract<RowForecasts, { kind: K }> => part.kind === kind);
  if (parts[0]?.kind === "classification") {
    const classes = of("classification");
    return {
      kind: "classification",
      confidence: join(classes.map(({ confidence }) => confidence)),
      right: join(classes.map(({ right }) => right)),
    };
  }
  const numbers = of("regression");
  return {
    kind: "regression",
    pit: join(numbers.map(({ pit }) => pit)),
    sd: join(numbers.map(({ sd }) => sd)),
  };
}
