import { recalibrate } from "../../calibration/recalibrate.ts";
import type { Dataset } from "../../data/dataset.ts";
import { takeDatasetRows } from "../../data/takeDatasetRows.ts";
import { checkKeys } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { asRegression } from "../../inference/asRegression.ts";
import { milliseconds } from "../../inference/clock.ts";
import type { TaskContext, TaskHandler } from "../../inference/executor.ts";
import { createRng, type Rng, type RngLabel } from "../../random/rng.ts";
import type { BenchmarkFit, TimedOutcome } from "./benchmarkResult.ts";
import type { BenchmarkMethod } from "./benchmarkSpec.ts";
import { chooseSettings } from "./chooseSettings.ts";
import { fitConfigured, type Work } from "./fitConfigured.ts";
import { type InsideJudgement, judgeInside } from "./judgeInside.ts";
import { learnedSettings } from "./learnedSettings.ts";
import { scoreTestRows } from "./scoreTestRows.ts";
import { type Configured, withSettings } from "./settings.ts";

/** The spec of the task "benchmark": one method on one split. */
export interface BenchmarkTaskSpec extends Pick<BenchmarkMethod, "method" | "model" | "choose" | "inside"> {
  readonly trainRows: ArrayLike<number>;
  readonly testRows: ArrayLike<number>;
  /** The stream that divides the training part for the methods of this split. */
  readonly foldsPath: readonly RngLabel[];
}

/**
 * The task "benchmark": settings are chosen, the method is fitted and judged by the rows of the training part; what is fitted
 * then predicts the test rows, of which nothing was known before.
 */
export const benchmarkTask: TaskHandler = async (given, context): Promise<TimedOutcome> => {
  const spec = checkTask(given);
  const begin = milliseconds();
  const fit = await fitAndScore(spec, context);
  return { outcome: { fit }, seconds: (milliseconds() - begin) / 1000 };
};

async function fitAndScore(spec: BenchmarkTaskSpec, context: TaskContext): Promise<BenchmarkFit> {
  const { data, rng, signal } = context;
  if (data === undefined) {
    throw new ArgumentError({ where: "benchmark", problem: "a data set is required, the task names none" });
  }
  const train = takeDatasetRows(data, spec.trainRows);
  const work: Work = { rows: train.x.rows, fits: 0, gradients: 0 };
  const base = { method: spec.method, model: spec.model };
  const judge = judgeOf(spec, train, rng.fork("inside"), signal, work);
  const chosen = await chooseSettings(base, spec.choose, judge, train, rng, signal, work);
  const configured = withSettings(base, chosen.settings);
  const fitted = chosen.posterior ?? (await fitConfigured(configured, train, rng.fork("fit"), signal, work));
  const posterior = asRegression(fitted);
  const inside = chosen.inside ?? (await judge?.(configured));
  const recalibration = inside?.recalibration;
  return {
    settings: chosen.settings,
    tried: chosen.tried,
    learned: learnedSettings(posterior),
    ...(inside === undefined ? {} : { inside }),
    rows: scoreTestRows(
      (x) => {
        const predictive = posterior.predict(x);
        return recalibration === undefined ? predictive : recalibrate(predictive, recalibration);
      },
      takeDatasetRows(data, spec.testRows),
      signal,
    ),
    fits: work.fits,
    gradients: work.gradients,
    notes: posterior.notes,
  };
}

/** The judgement inside, where the spec asks for one. It divides the rows alike whenever it is called. */
function judgeOf(
  { inside, foldsPath }: BenchmarkTaskSpec,
  train: Dataset,
  fits: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): ((configured: Configured) => Promise<InsideJudgement>) | undefined {
  if (inside === undefined) return undefined;
  return (configured) =>
    judgeInside(configured, inside, train, { folds: rngAt(foldsPath), fits }, signal, work);
}

const rngAt = ([seed, ...labels]: readonly RngLabel[]) =>
  labels.reduce((rng, label) => rng.fork(label), createRng(seed!));

function checkTask(spec: unknown): BenchmarkTaskSpec {
  if (typeof spec !== "object" || spec === null || !("method" in spec) || !("model" in spec)) {
    throw new ArgumentError({
      where: "benchmark",
      problem: "the spec must be an object { method, model, ... }",
    });
  }
  checkKeys("benchmark", spec, ["method", "model", "choose", "inside", "trainRows", "testRows", "foldsPath"]);
  return spec as BenchmarkTaskSpec;
}
