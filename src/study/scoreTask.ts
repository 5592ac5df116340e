import type { Dataset } from "../data/dataset.ts";
import { takeDatasetRows } from "../data/takeDatasetRows.ts";
import { checkKeys } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { TaskContext, TaskHandler } from "../inference/executor.ts";
import type { FitSpec } from "../inference/fitResult.ts";
import type { Note } from "../inference/method.ts";
import { createMethod } from "../inference/registry.ts";
import { joinForecasts, type RowForecasts, rowForecasts } from "../metrics/rowForecasts.ts";
import { type RowScores, rowScores } from "../metrics/rowScores.ts";
import { createModel } from "../model/model.ts";
import type { Predictive } from "../predictive/predictive.ts";
import { rowBlocks } from "./rowBlocks.ts";

/** The spec of the task "score": a fit to some rows of the data, scored on others. */
export interface ScoreSpec extends Omit<FitSpec, "rows"> {
  readonly trainRows: ArrayLike<number>;
  readonly testRows: ArrayLike<number>;
}

/** The result of the task "score". */
export interface ScoreResult {
  /** Scores of the test rows. */
  readonly scores: RowScores;
  /** How sure their predictions were. */
  readonly forecasts: RowForecasts;
  readonly notes: readonly Note[];
}

/** The task "score": the posterior itself never leaves the thread. */
export const scoreTask: TaskHandler = async (spec, context): Promise<ScoreResult> => {
  const { method, model, trainRows, testRows } = checkScoreSpec(spec);
  const { data } = context;
  if (data === undefined) {
    throw new ArgumentError({ where: "score", problem: "a data set is required, the task names none" });
  }
  const train = takeDatasetRows(data, trainRows);
  const posterior = await createMethod(method).fit(createModel(model, train), train, context);
  return {
    ...scoreBlocks((x) => posterior.predict(x), takeDatasetRows(data, testRows), context),
    notes: posterior.notes,
  };
};

function scoreBlocks(
  predict: (x: Dataset["x"]) => Predictive,
  test: Dataset,
  { signal, rng }: TaskContext,
): Pick<ScoreResult, "scores" | "forecasts"> {
  const scores: RowScores[] = [];
  const forecasts: RowForecasts[] = [];
  for (const { from, rows } of rowBlocks(test, signal)) {
    const predictive = predict(rows.x);
    scores.push(rowScores(predictive, rows.y.data));
    forecasts.push(rowForecasts(predictive, rows.y.data, rng.fork("forecasts").fork(from)));
  }
  const names = Object.keys(scores[0]!) as (keyof RowScores)[];
  return {
    scores: Object.fromEntries(
      names.map((name) => [name, Float64Array.from(scores.flatMap((part) => Array.from(part[name]!)))]),
    ),
    forecasts: joinForecasts(forecasts),
  };
}

function checkScoreSpec(spec: unknown): ScoreSpec {
  if (typeof spec !== "object" || spec === null || !("method" in spec) || !("model" in spec)) {
    throw new ArgumentError({ where: "score", problem: "the spec must be an object { method, model, ... }" });
  }
  checkKeys("score", spec, ["method", "model", "trainRows", "testRows"]);
  return spec as ScoreSpec;
}
