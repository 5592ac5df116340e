import type { Dataset } from "../data/dataset.ts";
import { createNetworkKernel, type OpenNetworkKernel } from "../numeric/kernels/network.ts";
import type { Reals } from "../numeric/kernels/special.ts";
import { addNormalPrior } from "../numeric/kernels/updates.ts";
import type { FloatFormat, KernelVector, Workspace } from "../numeric/kernels/workspace.ts";
import { checkColumns } from "./checkColumns.ts";
import type { CompiledModel } from "./compileModel.ts";
import { lossConstants } from "./lossConstants.ts";

/**
 * A model with data in the memory of the kernels: what trainers and samplers descend. Everything is about
 * U = -log likelihood - log prior with all constants, for targets in standardised units.
 */
export interface Target {
  readonly compiled: CompiledModel;
  /** Number of parameters, those of the likelihood included. */
  readonly size: number;
  /** Number of rows N. */
  readonly rows: number;
  readonly network: OpenNetworkKernel;
  /** The parameters [size]; set by the caller. */
  readonly parameters: KernelVector;
  /** The targets [N, t] in standardised units. */
  readonly targets: KernelVector;
  /** The gradient [size] that the last call left. */
  readonly gradient: KernelVector;
  /** Row numbers by position [N]; the caller may reorder them. Methods speak of positions. */
  readonly order: Uint32Array;
  /**
   * scale x -log likelihood (to its power) of `count` rows from position `start` on; its gradient replaces the one there. With
   * scale N/count it estimates that of all rows without bias.
   */
  loss(start: number, count: number, scale: number): number;
  /** Adds the gradient of -log prior and returns -log prior. */
  addPrior(): number;
  /** U and its gradient: all rows and the prior. */
  potential(): number;
}

/** How a target is computed. */
export interface TargetOptions {
  readonly format: FloatFormat;
  /** Rows that pass through the network at a time; default 128. It changes no result. */
  readonly batch?: number;
  /**
   * Factors of the hidden units, in `network.arrays.masks` (dropout): "units", one per unit; "rows", one per unit and row
   * of a batch, and then a loss is of at most `batch` rows. Default "none".
   */
  readonly masks?: "none" | "units" | "rows";
  /** The likelihood counts to this power, as between prior (0) and posterior (1). Default 1. */
  readonly likelihoodPower?: number;
  /** Whether the network also leaves the gradient of a loss by its features. Default false. */
  readonly inputGradients?: boolean;
}

/**
 * Puts standardised data in the memory of the kernels. Nothing may be created in the workspace afterwards but by others who
 * take their views anew. Throws an ArgumentError where data and model do not fit or numbers are not finite, a DataError
 * where targets are not what the likelihood speaks of.
 */
export function createTarget(
  workspace: Workspace,
  compiled: CompiledModel,
  data: Dataset,
  options: TargetOptions,
): Target {
  checkColumns(compiled, data);
  const { form, prior, likelihood, size } = compiled;
  const { fused } = likelihood;
  const rows = data.x.rows;
  const network = createNetworkKernel(workspace, {
    layers: form.layers,
    activation: form.activation,
    residual: form.residual,
    loss: fused?.loss ?? "squaredError",
    format: options.format,
    rows,
    batch: Math.max(1, Math.min(rows, options.batch ?? 128)),
    masks: options.masks ?? "none",
    extraParameters: size - form.size,
    inputGradients: options.inputGradients ?? false,
  });
  const { arrays } = network;
  const { parameters, gradient } = arrays;
  const precisions = workspace.vector(options.format, prior.precision === undefined ? 0 : size);
  // Where the likelihood computes its loss itself, the kernels know nothing of its targets.
  const targets = workspace.vector(options.format, data.y.data.length);
  fillInputs(arrays.inputs.view, compiled, data);
  targets.view.set(data.y.data);
  if (fused !== undefined) {
    arrays.targets.view.set(data.y.data);
    arrays.noisePrecisions.view.set(fused.precisions);
  }
  if (data.weights !== undefined) arrays.weights.view.set(data.weights);
  if (prior.precision !== undefined) precisions.view.set(prior.precision);
  const constants = fused === undefined ? undefined : lossConstants(network, likelihood);
  const priorConstant = -prior.logDensity(prior.mean);
  const centredNormal = prior.precision !== undefined && prior.mean.every((value) => value === 0);
  const ownGradient = new Float64Array(size - form.size);

  function fusedLoss(start: number, count: number, scale: number): number {
    let sum = network.valueAndGradient(start, count, scale);
    const order = arrays.order.view;
    for (let r = start; r < start + count; r++) sum += scale * constants![order[r]!]!;
    return sum;
  }

  function ownLoss(start: number, count: number, scale: number): number {
    ownGradient.fill(0);
    const own = parameters.view.subarray(form.size);
    const sum = network.gradientOf(start, count, (at, batch) => {
      const block = {
        outputs: arrays.outputs.view,
        at,
        targets: targets.view,
        weights: arrays.weights.view,
        order: arrays.order.view,
        start: start + at,
        count: batch,
        scale,
      };
      return likelihood.addRows(block, own, arrays.outputGradients.view, ownGradient);
    });
    gradient.view.set(ownGradient, form.size);
    return sum;
  }

  function addPrior(): number {
    let value = centredNormal
      ? priorConstant + addNormalPrior(workspace, precisions, parameters, gradient)
      : prior.addGradient(parameters.view.subarray(0, form.size), gradient.view.subarray(0, form.size));
    likelihood.own.forEach((own, k) => {
      const at = form.size + k;
      const here = parameters.view[at]!;
      gradient.view[at]! -= own.slope(here);
      value -= own.logDensity(here);
    });
    return value;
  }

  const plainLoss = fused === undefined ? ownLoss : fusedLoss;
  const power = options.likelihoodPower ?? 1;
  const loss = (start: number, count: number, scale: number) => plainLoss(start, count, power * scale);
  return {
    compiled,
    size,
    rows,
    network,
    parameters,
    targets,
    gradient,
    get order() {
      return arrays.order.view;
    },
    loss,
    addPrior,
    potential: () => loss(0, rows, 1) + addPrior(),
  };
}

/** Rows whose features are computed at a time, so that memory beside the kernels' own stays small. */
const BLOCK = 4096;

function fillInputs(inputs: Reals, { form }: CompiledModel, data: Dataset): void {
  const width = form.layers[0]!;
  const block = new Float64Array(Math.min(BLOCK, data.x.rows) * width);
  for (let from = 0; from < data.x.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, data.x.rows);
    form.featuresInto(data.x, from, to, block);
    inputs.set(block.subarray(0, (to - from) * width), from * width);
  }
}
