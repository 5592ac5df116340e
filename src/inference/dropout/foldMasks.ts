import type { NetworkForm } from "../../model/networkForm.ts";

/** Number of masks of a network: one for every feature and, after them, for every hidden unit, layer after layer. */
export function maskCount({ layers }: NetworkForm): number {
  return layers.slice(0, -1).reduce((sum, width) => sum + width, 0);
}

/** Whether hidden layer l, counted from 0, adds what enters it to its activations. */
export function isResidual({ residual, layers, activation }: NetworkForm, l: number): boolean {
  return residual && l < activation.length && layers[l] === layers[l + 1];
}

/** Whether a residual connection ends or begins at hidden layer l: then masks are not factors of the weights behind it. */
export const besideResidual = (form: NetworkForm, l: number): boolean =>
  isResidual(form, l) || isResidual(form, l + 1);

/**
 * Multiplies masks into a parameter vector, in place: the network with these parameters and no masks computes what the
 * network with the old parameters and the masks does. The mask m of a feature or unit multiplies the weights that leave
 * it; beside residual connections, which pass it by, the weights and the bias that enter it: m relu(z) = relu(m z) for m >= 0.
 */
export function foldMasks(form: NetworkForm, masks: Float64Array, parameters: Float64Array): void {
  for (let boundary = 0, m = 0; boundary + 1 < form.layers.length; boundary++) {
    const width = form.layers[boundary]!;
    const here = masks.subarray(m, m + width);
    if (boundary > 0 && besideResidual(form, boundary - 1))
      scaleEntering(form, boundary - 1, here, parameters);
    else scaleLeaving(form, boundary, here, parameters);
    m += width;
  }
}

/** The weights [inputs, outputs] of a layer, row after row, times a factor for each input. */
function scaleLeaving(form: NetworkForm, layer: number, masks: Float64Array, parameters: Float64Array): void {
  const { from, fanIn, fanOut } = form.groups[2 * layer]!;
  for (let i = 0, p = from; i < fanIn; i++) {
    for (let j = 0; j < fanOut; j++, p++) parameters[p] = masks[i]! * parameters[p]!;
  }
}

/** The weights of a layer and its biases, which are one more row, times a factor for each output. */
function scaleEntering(
  form: NetworkForm,
  layer: number,
  masks: Float64Array,
  parameters: Float64Array,
): void {
  const { from, fanIn, fanOut } = form.groups[2 * layer]!;
  for (let i = 0, p = from; i <= fanIn; i++) {
    for (let j = 0; j < fanOut; j++, p++) parameters[p] = masks[j]! * parameters[p]!;
  }
}
