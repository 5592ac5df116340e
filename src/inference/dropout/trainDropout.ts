import type { Dataset } from "../../data/dataset.ts";
import { checkLength } from "../../errors/checks.ts";
import type { Model } from "../../model/model.ts";
import { createTarget } from "../../model/target.ts";
import { checkTargetMemory } from "../../model/targetMemory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { runName } from "../checkpoint.ts";
import { descend } from "../map/descend.ts";
import type { Note, Run } from "../method.ts";
import { initialise } from "../parts/initialise.ts";
import { prepare } from "../prepare.ts";
import type { CheckedDropoutOptions } from "./dropoutOptions.ts";
import type { DropoutParts } from "./dropoutParts.ts";
import { dropoutPrior } from "./dropoutPrior.ts";
import { fixedNoise } from "./fixedNoise.ts";
import { maskedLoss } from "./maskedLoss.ts";
import { maskRates } from "./maskRates.ts";

/** Steps that a run takes at least unless its number of epochs is given, and epochs likewise. */
const LEAST_STEPS = 4000;
const LEAST_EPOCHS = 200;

/** Options in which nothing is left to be chosen. */
export interface DecidedOptions extends CheckedDropoutOptions {
  readonly rate: number;
  readonly noise: "trained" | readonly number[];
}

/** Trains one network with fresh masks for every row and step. Errors as of `mcDropout`. */
export async function trainDropout(
  options: DecidedOptions,
  model: Model,
  data: Dataset,
  run: Run,
): Promise<DropoutParts> {
  const where = "mcDropout";
  const { compiled, data: scaled } = prepare(where, model, data);
  const { form, likelihood, size } = compiled;
  const { rate, noise } = options;
  const rates = maskRates(form, rate, options.inputDropout);
  const format = model.spec.precision ?? "f64";
  const batch = Math.min(options.batch, scaled.x.rows);
  checkTargetMemory(where, compiled, scaled.x.rows, batch, format);
  if (noise !== "trained") {
    checkLength(where, "noise", noise, likelihood.own.length, "one per noise parameter of the likelihood");
  }
  return withWorkspace(async (workspace) => {
    const masked = { ...compiled, prior: dropoutPrior(compiled, rates) };
    const masks = rates.units > 0 ? "rows" : "none";
    const target = createTarget(workspace, masked, scaled, { format, batch, masks });
    const epochs =
      options.epochs ?? Math.max(LEAST_EPOCHS, Math.ceil(LEAST_STEPS / Math.ceil(target.rows / batch)));
    const start = initialise(compiled, run.rng.fork("initialise"), new Float64Array(size));
    target.parameters.view.set(start);
    const { parameters, trace, gradients } = await descend(
      workspace,
      noise === "trained" ? target : fixedNoise(target, noise),
      {
        optimiser: options.optimiser,
        schedule: options.schedule,
        batch,
        epochs,
        ...(options.clip === undefined ? {} : { clip: options.clip }),
        batchLoss: maskedLoss(target, rates, run.rng.fork("masks")),
        where,
      },
      run,
      runName("mc-dropout", options, model, run.rng.path, data),
    );
    const words = run.rng.fork("bank");
    return {
      options,
      compiled,
      parameters,
      rate,
      rates,
      key: [words.uint32(), words.uint32()],
      trace: trace.map((value) => value / target.rows),
      tried: [],
      gradients,
      notes: [settings(options, epochs, rates.features)],
    };
  });
}

function settings(
  { rate, optimiser, schedule, batch }: DecidedOptions,
  epochs: number,
  features: number,
): Note {
  const inputs = features > 0 ? ` (features ${features})` : "";
  return {
    code: "settings",
    message: `Dropout rate ${rate}${inputs}, trained by ${optimiser.kind} with learning rate ${optimiser.rate} (${schedule.kind}), ${epochs} epochs of batches of ${batch}.`,
  };
}
