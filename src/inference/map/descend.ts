import { ArgumentError, NumericError } from "../../errors/errors.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Target } from "../../model/target.ts";
import { norm } from "../../numeric/kernels/updates.ts";
import type { Workspace } from "../../numeric/kernels/workspace.ts";
import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import { type Checkpoint, checkpointNumber, checkpointTensor, resumedRun } from "../checkpoint.ts";
import { drive } from "../driver.ts";
import type { Run } from "../method.ts";
import type { BatchLoss } from "../parts/batchLoss.ts";
import { createOptimiser, type StochasticOptimiserOptions } from "../parts/optimiser.ts";
import { cyclesEnded, cyclesOf, rateFactor } from "../parts/schedule.ts";
import { type ValidationScoreName, validationScore } from "../parts/validationScore.ts";
import { shrinkWeights } from "../parts/weightDecay.ts";
import type { CheckedMapOptions } from "./mapOptions.ts";

/** What a descent needs beside the target. */
export interface DescentOptions extends Pick<CheckedMapOptions, "schedule" | "batch" | "clip"> {
  readonly optimiser: StochasticOptimiserOptions;
  readonly epochs: number;
  /** Rows kept out, what they judge by, and when judging ends the run. */
  readonly validation?: {
    readonly target: Target;
    readonly score: ValidationScoreName;
    readonly patience?: number;
  };
  /** What a step is taken by; default: the loss of the target. */
  readonly batchLoss?: BatchLoss;
  /** How many times, evenly over the steps, the parameters are kept. Default: once a cycle of the schedule. */
  readonly snapshots?: number;
  /** The method that descends, for its errors. Default "map". */
  readonly where?: string;
}

/** Where a descent ended. */
export interface Descent {
  /** The parameters: the last, or the best by the validation score. */
  readonly parameters: Float64Array;
  /** The parameters that were kept, at the end of every cycle of a cyclic schedule [cycles, size]; no rows for others. */
  readonly snapshots: Matrix;
  /** Estimated U of every epoch, averaged over its steps. */
  readonly trace: Float64Array;
  /** Validation score after every epoch; empty without validation. */
  readonly scores: Float64Array;
  /** Number of the epoch, counted from 1, whose parameters were kept. */
  readonly epoch: number;
  /** Passes over the data, in gradients of all rows. */
  readonly gradients: number;
}

/**
 * Descends U by mini-batches, from the parameters that the target holds. An epoch takes every row once, in the order of
 * the run's stream "order"; (N/B) times the loss of a batch stands for all rows. Rates are for the mean loss U/N.
 *
 * Throws a NumericError that names step, learning rate and norm of the parameters when U is no longer finite; the
 * parameters at the start of the last epoch that began well are in its details.
 */
export async function descend(
  workspace: Workspace,
  target: Target,
  options: DescentOptions,
  run: Run,
  name: string,
): Promise<Descent> {
  const { rows, parameters, gradient, compiled } = target;
  const { optimiser: settings, validation, epochs, batchLoss = target.loss } = options;
  const batch = Math.min(options.batch, rows);
  const perEpoch = Math.ceil(rows / batch);
  const total = epochs * perEpoch;
  const cycles = options.snapshots ?? cyclesOf(options.schedule);
  checkCycles(options.where ?? "map", cycles, total, target.size);
  const snapshots = createMatrix(cycles, target.size);
  const optimiser = createOptimiser(workspace, parameters, gradient, settings);
  const trace = new Float64Array(epochs);
  const scores = new Float64Array(validation === undefined ? 0 : epochs);
  const best = { parameters: Float64Array.from(parameters.view), score: Number.NEGATIVE_INFINITY, epoch: 0 };
  const from = resume();
  const good = Float64Array.from(parameters.view);

  function checkpoint(done: number): Checkpoint {
    const state = Object.entries(optimiser.state).map(
      ([key, { view }]) => [key, Float64Array.from(view)] as const,
    );
    const arrays = [
      ...state,
      ["parameters", Float64Array.from(parameters.view)],
      ["best", best.parameters],
    ] as const;
    const tensors = [...arrays, ["trace", trace], ["scores", scores], ["snapshots", snapshots.data]] as const;
    return {
      format: "credence-checkpoint",
      version: 1,
      run: name,
      step: done,
      values: { bestScore: Math.max(best.score, -Number.MAX_VALUE), bestEpoch: best.epoch },
      tensors: Object.fromEntries(
        tensors.map(([key, data]) => [key, { shape: [data.length], data: data.slice() }]),
      ),
    };
  }

  function resume(): number {
    const found = resumedRun(run.checkpoints, name, total);
    if (found === undefined) return 0;
    for (const [key, vector] of Object.entries(optimiser.state)) {
      vector.view.set(checkpointTensor(found, key, vector.length));
    }
    parameters.view.set(checkpointTensor(found, "parameters", parameters.length));
    best.parameters.set(checkpointTensor(found, "best", parameters.length));
    trace.set(checkpointTensor(found, "trace", trace.length));
    scores.set(checkpointTensor(found, "scores", scores.length));
    snapshots.data.set(checkpointTensor(found, "snapshots", snapshots.data.length));
    best.score = checkpointNumber(found, "bestScore");
    best.epoch = checkpointNumber(found, "bestEpoch");
    optimiser.restore(found.step);
    const within = found.step % perEpoch;
    if (within > 0) shuffle(Math.floor(found.step / perEpoch));
    return found.step;
  }

  function shuffle(epoch: number): void {
    target.order.set(run.rng.fork("order").fork(epoch).permutation(rows));
  }

  function failure(step: number, rate: number): NumericError {
    let squares = 0;
    for (const value of good) squares += value * value;
    const details = { step, rate, parameterNorm: Math.sqrt(squares), parameters: good };
    return new NumericError({
      where: options.where ?? "map",
      problem: `the loss must stay finite, it is not at step ${step + 1} with learning rate ${rate.toPrecision(3)}; the last good parameters have norm ${details.parameterNorm.toPrecision(3)}`,
      fix: "Use a smaller rate, or clip the gradient; standardise the data.",
      details,
    });
  }

  function endEpoch(epoch: number): boolean {
    trace[epoch] = trace[epoch]! / perEpoch;
    if (validation === undefined) return false;
    const score = validationScore(validation.score, validation.target, parameters.view);
    scores[epoch] = score;
    if (score > best.score) {
      best.parameters.set(parameters.view);
      best.score = score;
      best.epoch = epoch + 1;
    }
    return validation.patience !== undefined && epoch + 1 - best.epoch >= validation.patience;
  }

  /** No step follows the last one to notice that it left the finite numbers. */
  function endsWell(): boolean {
    if (validation !== undefined) return best.epoch > 0;
    const start = ((taken - 1) % perEpoch) * batch;
    const count = Math.min(batch, rows - start);
    return Number.isFinite(batchLoss(start, count, rows / count, (taken - 1) * batch) + target.addPrior());
  }

  let taken = from;

  const step = (index: number): boolean => {
    const epoch = Math.floor(index / perEpoch);
    const start = (index % perEpoch) * batch;
    if (start === 0) shuffle(epoch);
    const count = Math.min(batch, rows - start);
    const rate = settings.rate * rateFactor(options.schedule, index, total);
    const value = batchLoss(start, count, rows / count, index * batch) + target.addPrior();
    trace[epoch]! += value;
    let scale = 1 / rows;
    if (options.clip !== undefined) {
      const length = norm(workspace, gradient) * scale;
      if (length > options.clip) scale *= options.clip / length;
    }
    if (!(Number.isFinite(value) && Number.isFinite(scale))) throw failure(index, rate);
    // Only now it is known that the parameters with which the epoch begins are good.
    if (start === 0) good.set(parameters.view);
    if (settings.decay > 0) shrinkWeights(compiled.form.groups, parameters.view, rate * settings.decay);
    optimiser.step(rate, scale);
    const ended = cyclesEnded(cycles, index + 1, total);
    if (ended > cyclesEnded(cycles, index, total)) rowOf(snapshots, ended - 1).set(parameters.view);
    return start + count === rows && endEpoch(epoch);
  };

  await drive(
    run,
    "training",
    total,
    (index) => {
      taken = index + 1;
      return step(index);
    },
    {
      from,
      ...(run.checkpoints === undefined ? {} : { keep: (done) => run.checkpoints!.save(checkpoint(done)) }),
    },
  );
  if (!endsWell()) throw failure(taken - 1, settings.rate * rateFactor(options.schedule, taken - 1, total));
  const done = Math.ceil(taken / perEpoch);
  return {
    parameters: validation === undefined ? Float64Array.from(parameters.view) : best.parameters,
    snapshots: firstRows(snapshots, cyclesEnded(cycles, taken, total)),
    trace: trace.subarray(0, done),
    scores: scores.subarray(0, validation === undefined ? 0 : done),
    epoch: validation === undefined ? done : best.epoch,
    gradients: taken / perEpoch,
  };
}

function checkCycles(where: string, cycles: number, steps: number, size: number): void {
  checkMemory(
    where,
    2 * 8 * cycles * size,
    `${cycles} cycles of ${size} parameters to keep`,
    "Use fewer cycles.",
  );
  if (cycles <= steps) return;
  throw new ArgumentError({
    where,
    problem: `a cyclic schedule needs a step for each of its ${cycles} cycles, the run has ${steps}`,
    fix: "Use fewer cycles or more epochs.",
    details: { cycles, steps },
  });
}

const firstRows = ({ cols, data }: Matrix, rows: number): Matrix =>
  createMatrix(rows, cols, data.slice(0, rows * cols));
