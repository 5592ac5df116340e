import { activations } from "../../model/activations.ts";
import type { NetworkForm } from "../../model/networkForm.ts";

/**
 * What enters every layer of a network for one row of features: the features, then the values of each hidden layer. Written
 * into `inputs`, one array for each layer, behind which stands the 1 of the bias.
 */
export function layerInputs(
  { layers, activation, residual }: NetworkForm,
  parameters: Float64Array,
): (features: ArrayLike<number>, at: number, inputs: readonly Float64Array[]) => void {
  const functions = activation.map((name) => activations[name]);
  return (features, at, inputs) => {
    for (let i = 0; i < layers[0]!; i++) inputs[0]![i] = features[at + i]!;
    inputs[0]![layers[0]!] = 1;
    for (let l = 0, from = 0; l + 2 < layers.length; l++) {
      const [fanIn, fanOut] = [layers[l]!, layers[l + 1]!];
      const [x, z] = [inputs[l]!, inputs[l + 1]!];
      for (let j = 0; j < fanOut; j++) {
        // The bias is the weight of the 1 behind the inputs.
        let sum = 0;
        for (let i = 0; i <= fanIn; i++) sum += x[i]! * parameters[from + i * fanOut + j]!;
        z[j] = functions[l]!(sum) + (residual && fanIn === fanOut ? x[j]! : 0);
      }
      z[fanOut] = 1;
      from += (fanIn + 1) * fanOut;
    }
  };
}
