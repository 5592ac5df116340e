import type { CompiledModel } from "../../model/compileModel.ts";
import type { Rng } from "../../random/rng.ts";

/**
 * Parameters to start from, written into `out` [size]: as the network's spec says, a draw of every weight from N(0, g/fan)
 * with biases of 0, of every parameter from one normal, or of all from the prior. A network that is linear in its parameters
 * starts at the mean of its prior unless its spec says another, and the likelihood's own parameters at theirs.
 */
export function initialise(compiled: CompiledModel, rng: Rng, out: Float64Array): Float64Array {
  const { form, prior, likelihood, model } = compiled;
  const { network } = model.spec;
  const weights = out.subarray(0, form.size);
  const how = network.kind === "mlp" ? network.initialise : undefined;
  if (form.linear && how === undefined) weights.set(prior.mean);
  else if (how === "prior") prior.sample(rng, weights);
  else if (typeof how === "object") {
    const sd = Math.sqrt(how.variance);
    for (let i = 0; i < form.size; i++) weights[i] = sd * rng.normal();
  } else {
    weights.fill(0);
    for (const { role, layer, from, count, fanIn, fanOut } of form.groups) {
      if (role === "biases") continue;
      const rectified = ["relu", "gelu"].includes(
        form.activation[layer] ?? form.activation[layer - 1] ?? "relu",
      );
      const glorot = how === undefined ? !rectified : how === "glorot";
      const sd = Math.sqrt(glorot ? 2 / (fanIn + fanOut) : 2 / fanIn);
      for (let i = from; i < from + count; i++) weights[i] = sd * rng.normal();
    }
  }
  likelihood.own.forEach((own, k) => {
    out[form.size + k] = own.start;
  });
  return out;
}
