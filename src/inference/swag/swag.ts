import type { Dataset } from "../../data/dataset.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { createTarget, type Target } from "../../model/target.ts";
import { checkTargetMemory } from "../../model/targetMemory.ts";
import { type Workspace, withWorkspace } from "../../numeric/kernels/workspace.ts";
import type { Rng } from "../../random/rng.ts";
import { runName } from "../checkpoint.ts";
import { fitParts } from "../fitParts.ts";
import { type Descent, descend } from "../map/descend.ts";
import { map } from "../map/map.ts";
import { loadMap, type MapPosterior } from "../map/mapPosterior.ts";
import type { InferenceMethod, Note, Run } from "../method.ts";
import { CURVATURE_GRADIENTS, largestCurvature } from "../parts/curvature.ts";
import { checkOptimiser } from "../parts/optimiser.ts";
import { whitenedTarget } from "../parts/whitenedTarget.ts";
import { prepare } from "../prepare.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { stages } from "../stages.ts";
import { iterateMoments } from "./iterateMoments.ts";
import { lossExcess, lossRise } from "./lossChecks.ts";
import { loadSwagParts } from "./saveSwag.ts";
import { type CheckedSwagOptions, checkSwagOptions, type SwagOptions } from "./swagOptions.ts";
import { type SwagPosterior, swagPosterior } from "./swagPosterior.ts";

/** SWAG with its options bound. */
export interface SwagMethod extends InferenceMethod<CheckedSwagOptions> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<SwagPosterior<O>>;
}

/**
 * Stochastic weight averaging, Gaussian (Maddox et al. 2019): from the mode SGD goes on at a constant rate, and the parameters
 * at the end of every epoch give a normal distribution, with half the variances of all and half the covariance of the last K.
 * How far the iterates wander depends on rate and batch: that this resembles the posterior is hoped for, not shown.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit` what `map` throws, and a NumericError where the rate
 * is so large that the loss leaves the finite numbers; rejects with the signal's reason when aborted.
 */
export function swag(options: SwagOptions = {}): SwagMethod {
  const checked = checkSwagOptions(options);
  return {
    name: "swag",
    options: Object.freeze(checked),
    fit: (model, data, run) => fitSwag(checked, model, data, run),
  };
}

/** The rate where the curvature allows it, and the part of 1 over the curvature where not. */
const RATE = 0.01;
const SHARE = 0.5;

/** What the fit of the mode found that is not in the state of the descent after it. */
interface Mode {
  readonly rate: number;
  /** U there. */
  readonly potential: number;
  readonly gradients: number;
  readonly notes: readonly Note[];
}

async function fitSwag<O extends Outcome>(
  options: CheckedSwagOptions,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<SwagPosterior<O>> {
  run.signal?.throwIfAborted();
  const { compiled, data: scaled } = prepare("swag", model, data);
  const format = model.spec.precision ?? "f64";
  checkTargetMemory("swag", compiled, scaled.x.rows, options.batch, format);
  const what = `${options.epochs} iterates of ${compiled.size} parameters`;
  checkMemory("swag", 2 * 8 * options.epochs * compiled.size, what, "Collect over fewer epochs.");
  const name = runName("swag", options, model, run.rng.path, data);
  const staged = stages(run, name, 2);
  const fit =
    staged.first === 0 ? await findMode(options, model, data, staged.run(0, HALF[0]), name) : undefined;
  return withWorkspace(async (workspace) => {
    const target = createTarget(workspace, compiled, scaled, { format });
    if (fit !== undefined) target.parameters.view.set(fit.parameters);
    const mode =
      fit === undefined
        ? (staged.found as Mode)
        : modeOf(options, workspace, target, fit, run.rng.fork("rate"));
    const found = await collect(options, workspace, target, mode.rate, staged.run(1, HALF[1], mode), name);
    const words = run.rng.fork("bank");
    return swagPosterior<O>({
      options,
      compiled,
      moments: iterateMoments(found.snapshots, options.rank),
      trace: found.trace.slice(),
      rate: mode.rate,
      key: [words.uint32(), words.uint32()],
      gradients: mode.gradients + found.gradients,
      notes: notesOn(options, mode, found, compiled.size),
    });
  });
}

/** The two stages, alike long as far as progress goes. */
const HALF = [
  { before: 0, size: 1 },
  { before: 1, size: 1 },
] as const;

async function findMode(
  { training }: CheckedSwagOptions,
  model: Model,
  data: Dataset,
  run: Run,
  name: string,
): Promise<MapPosterior> {
  const method = { name: "map", options: { ...training } };
  const [fit] = await fitParts<MapPosterior>([{ method, model, data, dataId: "data", path: ["map"] }], run, {
    name: `${name} mode`,
    fit: (part, of) => map(part.method.options).fit(part.model, part.data, of),
    load: ({ posterior }) => loadMap(posterior),
  });
  return fit!;
}

/** The rate, where none is given by the largest curvature of the mean loss at the mode. */
function modeOf(
  { rate }: CheckedSwagOptions,
  workspace: Workspace,
  target: Target,
  { gradients, notes }: MapPosterior,
  rng: Rng,
): Mode {
  const potential = target.potential();
  if (rate !== undefined) return { rate, potential, gradients: gradients + 1, notes };
  const unit = { mean: new Float64Array(target.size), scale: new Float64Array(target.size).fill(1) };
  const plain = whitenedTarget(workspace, target, {
    ...unit,
    normal: 0,
    normalLogScale: 0,
    otherLogScale: 0,
  });
  const parameters = Float64Array.from(target.parameters.view);
  plain.moveTo(parameters);
  const largest = largestCurvature(plain, rng) / target.rows;
  target.parameters.view.set(parameters);
  return {
    rate: Math.min(RATE, SHARE / largest),
    potential,
    gradients: gradients + 1 + CURVATURE_GRADIENTS,
    notes,
  };
}

/** SGD at a constant rate from where the target stands, or from the checkpoint; iterates at the end of every epoch. */
function collect(
  { momentum, epochs, batch }: CheckedSwagOptions,
  workspace: Workspace,
  target: Target,
  rate: number,
  run: Run,
  name: string,
): Promise<Descent> {
  const optimiser = checkOptimiser("swag", { kind: "sgd", rate, momentum });
  const descent = {
    optimiser,
    schedule: { kind: "constant" },
    epochs,
    batch,
    snapshots: epochs,
    where: "swag",
  } as const;
  return descend(workspace, target, descent, { ...run, rng: run.rng.fork("collect") }, `${name} collecting`);
}

function notesOn(
  { predictive, epochs, rank, momentum, batch }: CheckedSwagOptions,
  mode: Mode,
  { trace }: Descent,
  size: number,
): readonly Note[] {
  const how = mode.notes.find(({ code }) => code === "settings")?.message ?? "";
  const kept = predictive === "average" ? "averaged" : `their variances and the last ${rank} deviations kept`;
  const notes: Note[] = [
    {
      code: "settings",
      message: `SGD with constant rate ${mode.rate.toPrecision(3)}${momentum > 0 ? `, momentum ${momentum}` : ""} from the mode, batches of ${batch}; iterates of ${epochs} epochs, ${kept}. The mode: ${how}`,
    },
    ...mode.notes.filter(({ code }) => code !== "settings"),
  ];
  const rise = lossRise(trace);
  if (rise !== undefined) {
    notes.push({
      code: "loss-rises",
      message: `The loss rose by ${rise.toPrecision(3)} nats while iterates were collected: they leave the mode. Use a smaller rate.`,
    });
  }
  const excess = lossExcess(trace, mode.potential, size);
  if (excess !== undefined) {
    notes.push({
      code: "loss-high",
      message: `The iterates lie ${excess.toPrecision(3)} nats above the mode on average, where draws from a posterior of ${size} parameters would lie about ${size / 2}: they wander too far. Use a smaller rate.`,
    });
  }
  return notes;
}

/** The posterior that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadSwag(saved: SavedPosterior): SwagPosterior {
  return swagPosterior(loadSwagParts(saved));
}
