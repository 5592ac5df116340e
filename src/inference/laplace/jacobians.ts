import type { CompiledModel } from "../../model/compileModel.ts";
import { createNetworkKernel } from "../../numeric/kernels/network.ts";
import { createNetworkDerivatives } from "../../numeric/kernels/networkDerivatives.ts";
import type { Reals } from "../../numeric/kernels/special.ts";
import type { Workspace } from "../../numeric/kernels/workspace.ts";
import type { Matrix } from "../../numeric/matrix.ts";

/** Derivatives of a network at one parameter vector, for blocks of rows. What is returned is read before the next call. */
export interface Jacobians {
  /** Rows of a block at most. */
  readonly block: number;
  /** Features [block, F] of the rows that were loaded last. */
  readonly features: Float64Array;
  /** Takes rows [from, to) of standardised inputs, at most a block. */
  load(inputs: Matrix, from: number, to: number): void;
  /** Outputs [count, O] of the rows that were loaded. */
  outputs(): Float64Array;
  /** Their derivatives by the parameters of the network [count, O, D]. */
  derivatives(): Reals;
  /** Derivatives of the outputs along a direction [D] in the space of those parameters: [count, O]. */
  along(direction: Float64Array): Reals;
}

/** Numbers that the derivatives of a block may have. */
const MOST_NUMBERS = 2_000_000;
const MOST_ROWS = 128;

/** Rows whose derivatives are computed at a time. */
export function jacobianBlock({ form, likelihood }: CompiledModel): number {
  const perRow = likelihood.outputs * form.size;
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_NUMBERS / perRow)));
}

/** Makes room for the derivatives of a model at the parameters [size]. */
export function createJacobians(
  workspace: Workspace,
  compiled: CompiledModel,
  parameters: Float64Array,
): Jacobians {
  const { form, model } = compiled;
  const block = jacobianBlock(compiled);
  const network = createNetworkKernel(workspace, {
    layers: form.layers,
    activation: form.activation,
    residual: form.residual,
    loss: "squaredError",
    format: model.spec.precision ?? "f64",
    rows: block,
    batch: block,
  });
  const kernel = createNetworkDerivatives(network, block);
  network.arrays.parameters.view.set(parameters.subarray(0, form.size));
  const features = new Float64Array(block * form.layers[0]!);
  let count = 0;
  return {
    block,
    features,
    load(inputs, from, to) {
      count = to - from;
      form.featuresInto(inputs, from, to, features);
      network.arrays.inputs.view.set(features);
    },
    outputs() {
      network.forward(0, count);
      return Float64Array.from(network.arrays.outputs.view);
    },
    derivatives() {
      kernel.jacobian(0, count);
      return kernel.derivatives.view;
    },
    along(direction) {
      kernel.direction.view.set(direction);
      kernel.alongDirection(0, count);
      return kernel.tangents.view;
    },
  };
}
