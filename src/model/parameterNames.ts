import type { CompiledModel } from "./compileModel.ts";

/**
 * Names of all parameters in their order: "weights[layer][input][unit]" and "biases[layer][unit]", counted from 0, where the
 * inputs of layer 0 are the features; then those of the likelihood. A network of one layer leaves the layer out, and one with
 * a single unit in it the unit: "weights[2]", "biases".
 */
export function parameterNames({ form, likelihood }: CompiledModel): string[] {
  const single = form.layers.length === 2;
  const names = form.groups.flatMap(({ role, layer, count, fanOut }) => {
    const ofLayer = single ? "" : `[${layer}]`;
    return Array.from({ length: count }, (_, j) => {
      const ofInput = role === "weights" ? `[${Math.floor(j / fanOut)}]` : "";
      const ofUnit = single && fanOut === 1 ? "" : `[${j % fanOut}]`;
      return `${role}${ofLayer}${ofInput}${ofUnit}`;
    });
  });
  return [...names, ...likelihood.own.map(({ name }) => name)];
}
