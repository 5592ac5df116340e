import { takeDatasetRows } from "../data/takeDatasetRows.ts";
import { checkKeys } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { createModel } from "../model/model.ts";
import type { TaskHandler } from "./executor.ts";
import type { FitResult, FitSpec } from "./fitResult.ts";
import type { EvidencePosterior, Posterior } from "./method.ts";
import { createMethod, loadPosterior } from "./registry.ts";

/** The task "fit": fits the model of the spec by the method of the spec to the data set, or to some of its rows. */
export const fitTask: TaskHandler = async (spec, context): Promise<FitResult> => {
  const { method, model, rows } = checkFitSpec(spec);
  if (context.data === undefined) {
    throw new ArgumentError({ where: "fit", problem: "a data set is required, the task names none" });
  }
  const data = rows === undefined ? context.data : takeDatasetRows(context.data, rows);
  const posterior = await createMethod(method).fit(createModel(model, data), data, context);
  const { logEvidence } = posterior as Partial<EvidencePosterior>;
  return {
    posterior: posterior.save(),
    notes: posterior.notes,
    ...(logEvidence === undefined ? {} : { logEvidence }),
  };
};

/** The posterior of a fit that ran as a task, with the notes of that fit. */
export function loadFit(result: FitResult): Posterior {
  return Object.assign(loadPosterior(result.posterior), { notes: result.notes });
}

function checkFitSpec(spec: unknown): FitSpec {
  if (typeof spec !== "object" || spec === null || !("method" in spec) || !("model" in spec)) {
    throw new ArgumentError({ where: "fit", problem: "the spec must be an object { method, model }" });
  }
  checkKeys("fit", spec, ["method", "model", "rows"]);
  return spec as FitSpec;
}
