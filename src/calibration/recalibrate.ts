import { ArgumentError, ShapeError } from "../errors/errors.ts";
import type { ClassificationPredictive, Predictive, RegressionPredictive } from "../predictive/predictive.ts";
import { respreadPredictive } from "../predictive/respreadPredictive.ts";
import { checkReal } from "./checkHeldOut.ts";
import { checkRecalibration } from "./checkRecalibration.ts";
import { classPowers, logProbabilities } from "./classPowers.ts";
import { isotonicClassProbabilities } from "./isotonicClassProbabilities.ts";
import { isotonicPredictive } from "./isotonicPredictive.ts";
import { recalibratedClasses } from "./recalibratedClasses.ts";
import type { ClassRecalibration, Recalibration, RegressionRecalibration } from "./recalibration.ts";

/**
 * The predictive distributions as a recalibration changes them: distributions like any others, to be scored, drawn and mixed.
 * The recalibration may come from JSON and is checked.
 * Throws an ArgumentError for a recalibration that is none, or is of another outcome, a ShapeError for one of another number of
 * targets or classes.
 */
export function recalibrate(
  predictive: RegressionPredictive,
  recalibration: RegressionRecalibration,
): RegressionPredictive;
export function recalibrate(
  predictive: ClassificationPredictive,
  recalibration: ClassRecalibration,
): ClassificationPredictive;
export function recalibrate(predictive: Predictive, recalibration: Recalibration): Predictive;
export function recalibrate(predictive: Predictive, recalibration: Recalibration): Predictive {
  checkRecalibration(recalibration);
  switch (recalibration.kind) {
    case "variance-scaling": {
      const base = regressionOf(predictive, recalibration);
      const spread = fitting(recalibration.factors, base.targets, "targets").map(Math.sqrt);
      return respreadPredictive(base, { spread });
    }
    case "isotonic": {
      const base = regressionOf(predictive, recalibration);
      return isotonicPredictive(base, fitting(recalibration.targets, base.targets, "targets"));
    }
    case "temperature": {
      const base = classesOf(predictive, recalibration);
      const powers = new Array<number>(base.classes.length).fill(1 / recalibration.temperature);
      return powered(base, powers, new Array<number>(base.classes.length).fill(0));
    }
    case "vector-scaling": {
      const base = classesOf(predictive, recalibration);
      const scales = fitting(recalibration.scales, base.classes.length, "classes");
      return powered(base, scales, recalibration.offsets);
    }
    case "isotonic-classes": {
      const base = classesOf(predictive, recalibration);
      fitting(recalibration.classes, base.classes.length, "classes");
      return recalibratedClasses(base, isotonicClassProbabilities(base.probabilities, recalibration));
    }
  }
}

function powered(
  base: ClassificationPredictive,
  scales: readonly number[],
  offsets: readonly number[],
): ClassificationPredictive {
  return recalibratedClasses(base, classPowers(logProbabilities(base.probabilities), scales, offsets));
}

function regressionOf(predictive: Predictive, { kind }: Recalibration): RegressionPredictive {
  if (predictive.kind !== "regression") throw otherOutcome(kind, "real numbers", "classes");
  checkReal("recalibrate", predictive);
  return predictive;
}

function classesOf(predictive: Predictive, { kind }: Recalibration): ClassificationPredictive {
  if (predictive.kind !== "classification") throw otherOutcome(kind, "classes", "numbers");
  return predictive;
}

function otherOutcome(kind: string, wanted: string, found: string): ArgumentError {
  return new ArgumentError({
    where: "recalibrate",
    problem: `a recalibration of kind "${kind}" needs predictions of ${wanted}, these are of ${found}`,
  });
}

function fitting<T>(list: readonly T[], count: number, what: string): readonly T[] {
  if (list.length === count) return list;
  throw new ShapeError({
    where: "recalibrate",
    problem: `the recalibration must have been learned for ${count} ${what}, it was for ${list.length}`,
    details: { expected: count, found: list.length },
  });
}
