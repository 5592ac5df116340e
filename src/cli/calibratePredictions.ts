import type { Recalibration } from "../calibration/recalibration.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Note } from "../inference/method.ts";
import type { ClassificationPredictive, Predictive, RegressionPredictive } from "../predictive/predictive.ts";
import { speakingOf } from "./errorText.ts";
import type { PredictionColumn } from "./predictionColumns.ts";

/** What held-out rows may be used for. */
export const RECALIBRATIONS = ["variance", "isotonic", "temperature", "vector"] as const;

/** Flags on what is done with rows that had no part in the fit. */
export interface CalibrationFlags {
  readonly heldOut?: string;
  readonly recalibrate?: (typeof RECALIBRATIONS)[number];
  readonly conformal?: number;
}

/** Predictions as held-out rows changed them, or what they added to them. */
export interface CalibratedPredictions {
  readonly predictive: Predictive;
  /** The columns of conformal intervals or sets. */
  readonly columns: readonly PredictionColumn[];
  readonly notes: readonly Note[];
}

/** Held-out rows: what the model says of them, and what was observed. */
export interface HeldOutRows {
  readonly predictive: Predictive;
  readonly y: Float64Array;
}

/**
 * Throws an ArgumentError unless held-out rows come with one use for them: intervals from the rows that predictions were mended by
 * would promise too much.
 */
export function checkCalibrationFlags({ heldOut, recalibrate, conformal }: CalibrationFlags): void {
  const uses = [recalibrate, conformal].filter((use) => use !== undefined).length;
  if (heldOut === undefined ? uses === 0 : uses === 1) return;
  if (heldOut === undefined) {
    throw new ArgumentError({
      where: recalibrate === undefined ? "--conformal" : "--recalibrate",
      problem: "rows that had no part in the fit are required, got none",
      fix: "Name their table: --held-out rows.csv.",
    });
  }
  throw new ArgumentError({
    where: "--held-out",
    problem: `held-out rows must have one use, --recalibrate or --conformal, got ${uses === 0 ? "none" : "both"}`,
    ...(uses === 0
      ? {}
      : { fix: "The same rows cannot mend predictions and tell how good the mended ones are." }),
  });
}

/** Recalibrates the predictions, or adds conformal intervals or sets, as the flags say. */
export async function calibratePredictions(
  predictive: Predictive,
  heldOut: HeldOutRows,
  targetNames: readonly string[],
  { recalibrate, conformal }: CalibrationFlags,
): Promise<CalibratedPredictions> {
  const { predictive: seen, y } = heldOut;
  if (recalibrate !== undefined) {
    return speakingOf("--recalibrate", async () => {
      const [learn, { recalibrate: apply }] = await Promise.all([
        learner(recalibrate, predictive.kind),
        import("../calibration/recalibrate.ts"),
      ]);
      const learned = learn(seen, y);
      return { predictive: apply(predictive, learned), columns: [], notes: learned.notes };
    });
  }
  const level = conformal!;
  return speakingOf("--conformal", () =>
    predictive.kind === "classification"
      ? withSets(predictive, seen as ClassificationPredictive, y, level)
      : withIntervals(predictive, seen as RegressionPredictive, y, level, targetNames),
  );
}

type Learner = (seen: Predictive, y: Float64Array) => Recalibration;

async function learner(name: (typeof RECALIBRATIONS)[number], kind: Predictive["kind"]): Promise<Learner> {
  switch (`${kind} ${name}`) {
    case "regression variance":
      return (await import("../calibration/fitVarianceScaling.ts")).fitVarianceScaling as Learner;
    case "regression isotonic":
      return (await import("../calibration/fitIsotonic.ts")).fitIsotonic as Learner;
    case "classification isotonic":
      return (await import("../calibration/fitIsotonicClasses.ts")).fitIsotonicClasses as Learner;
    case "classification temperature":
      return (await import("../calibration/fitTemperature.ts")).fitTemperature as Learner;
    case "classification vector":
      return (await import("../calibration/fitVectorScaling.ts")).fitVectorScaling as Learner;
  }
  throw new ArgumentError({
    where: "--recalibrate",
    problem:
      kind === "regression"
        ? `predictions of numbers need variance or isotonic, got ${name}`
        : `predictions of classes need temperature, vector or isotonic, got ${name}`,
  });
}

async function withIntervals(
  predictive: RegressionPredictive,
  seen: RegressionPredictive,
  y: Float64Array,
  level: number,
  targetNames: readonly string[],
): Promise<CalibratedPredictions> {
  const { conformalInterval, fitConformal } = await import("../calibration/fitConformal.ts");
  const { lower, upper, notes } = conformalInterval(predictive, fitConformal(seen, y, { level }));
  const { targets } = predictive;
  const columns = targetNames.flatMap((target, j): PredictionColumn[] => {
    const end = targets === 1 ? "" : `_${target}`;
    const ofTarget = (ends: Float64Array) => ends.filter((_, i) => i % targets === j);
    return [
      [`lower${end}`, ofTarget(lower)],
      [`upper${end}`, ofTarget(upper)],
    ];
  });
  return { predictive, columns, notes };
}

/** One column of 0 and 1 per class: whether it belongs to the set of the row. */
async function withSets(
  predictive: ClassificationPredictive,
  seen: ClassificationPredictive,
  y: Float64Array,
  level: number,
): Promise<CalibratedPredictions> {
  const { conformalSets, fitConformalSets } = await import("../calibration/fitConformalSets.ts");
  const { sets, classes, notes } = conformalSets(predictive, fitConformalSets(seen, y, { level }));
  const columns = classes.map(
    (name, k): PredictionColumn => [`set_${name}`, sets.map((set) => (set.includes(k) ? 1 : 0))],
  );
  return { predictive, columns, notes };
}
