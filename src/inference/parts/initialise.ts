import type { CompiledModel } from "../../model/compileModel.ts";
import type { Rng } from "../../random/rng.ts";

/**
 * Parameters to start from, written into `out` [size]: as the network's spec says, a draw of every weight from N(0, g/fan)
 * with biases of 0, or a draw from the prior. A network that is linear in its parameters starts at the mean of its prior,
 * and the likelihood's own parameters at theirs.
 */
export function initialise(compiled: CompiledModel, rng: Rng, out: Float64Array): Float64Array {
  const { form, prior, likelihood, model } = compiled;
  const { network } = model.spec;
  const weights = out.subarray(0, form.size);
  if (network.kind !== "mlp" || form.linear) weights.set(prior.mean);
  else if (network.initialise === "prior") prior.sample(rng, weights);
  else {
    weights.fill(0);
    for (const { role, layer, from, count, fanIn, fanOut } of form.groups) {
      if (role === "biases") continue;
      const rectified = ["relu", "gelu"].includes(
        form.activation[layer] ?? form.activation[layer - 1] ?? "relu",
      );
      const glorot = network.initialise === undefined ? !rectified : network.initialise === "glorot";
      const sd = Math.sqrt(glorot ? 2 / (fanIn + fanOut) : 2 / fanIn);
      for (let i = from; i < from + count; i++) weights[i] = sd * rng.normal();
    }
  }
  likelihood.own.forEach((own, k) => {
    out[form.size + k] = own.start;
  });
  return out;
}
