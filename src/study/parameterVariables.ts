import type { Posterior } from "../inference/method.ts";
import type { ParameterGroup } from "../model/parameterGroup.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { exp } from "../numeric/special.ts";
import { type DrawGrid, drawnArray, type NamedArray } from "./dataTree.ts";
import { parameterLayout } from "./parameterLayout.ts";

/**
 * Draws of the parameters [S, size] as arrays: "weights_0" [chain, draw, input, unit] and "biases_0" [chain, draw, unit] of every
 * layer, without the number where there is one layer, and without the axis of units where that has one unit. The axis of inputs is
 * called "feature", or "basis" where the network makes other features of them; that of units "hidden_0", ... and "output".
 * Logarithms of noise scales, and the scales themselves in the units of y, follow: "log_noise_sd" and "noise_sd".
 */
export function parameterVariables(
  posterior: Posterior,
  bank: Matrix,
  grid: DrawGrid,
): Record<string, NamedArray> {
  const { form } = parameterLayout(posterior);
  const single = form.layers.length === 2;
  const variables: Record<string, NamedArray> = {};
  for (const group of form.groups) {
    const { role, layer, from, count, fanIn, fanOut } = group;
    const units = single && fanOut === 1 ? [] : [[unitAxis(group, form.layers.length - 2), fanOut] as const];
    const inputs = role === "weights" ? [[inputAxis(group, posterior), fanIn] as const] : [];
    variables[single ? role : `${role}_${layer}`] = drawnArray(
      grid,
      [...inputs, ...units],
      columns(bank, from, count).data,
      { units: "as the network sees inputs and targets: standardised where the model says so" },
    );
  }
  return {
    ...variables,
    ...noiseVariables(posterior, columns(bank, form.size, bank.cols - form.size), grid),
  };
}

const unitAxis = ({ layer }: ParameterGroup, last: number): string =>
  layer === last ? "output" : `hidden_${layer}`;

function inputAxis({ layer }: ParameterGroup, { model }: Posterior): string {
  if (layer > 0) return `hidden_${layer - 1}`;
  const { kind } = model.spec.network;
  return kind === "mlp" || kind === "linear" ? "feature" : "basis";
}

/** The parameters of the likelihood, logarithms of one scale per target, and the scales for y in its own units. */
function noiseVariables(posterior: Posterior, own: Matrix, grid: DrawGrid): Record<string, NamedArray> {
  const [first] = parameterLayout(posterior).likelihood.own;
  if (first === undefined) return {};
  // "log noise sd", or "log noise sd of target 0".
  const scaleName = first.name
    .replace(/^log /, "")
    .replace(/ of target 0$/, "")
    .replaceAll(" ", "_");
  const axes = own.cols === 1 ? [] : [["target", own.cols] as const];
  const { scale } = posterior.scaler.y;
  const scales = own.data.map((value, i) => exp(value) * scale[i % own.cols]!);
  return {
    [`log_${scaleName}`]: drawnArray(grid, axes, own.data, { units: "of standardised y" }),
    [scaleName]: drawnArray(grid, axes, scales, { units: "of y" }),
  };
}

/** Some neighbouring columns, copied. */
function columns(matrix: Matrix, from: number, count: number): Matrix {
  const found = createMatrix(matrix.rows, count);
  for (let i = 0; i < matrix.rows; i++)
    found.data.set(rowOf(matrix, i).subarray(from, from + count), i * count);
  return found;
}
