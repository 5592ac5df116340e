import type { CompiledModel } from "./compileModel.ts";

/**
 * Names of all parameters in their order: "weights[layer][input][unit]" and "biases[layer][unit]", counted from 0, where the
 * inputs of layer 0 are the features; then those of the likelihood. A network of one layer leaves the layer out, and one with
 * a single unit in it the unit: "weights[2]", "biases".
 */
export function parameterNames({ form, likelihood }: Pick<CompiledModel, "form" | "likelihood">): string[] {
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

/** Names of the outputs of a network at n rows of inputs, in their order: "f(x[row])", or "f(x[row])[output]" for several. */
export function outputNames(inputs: string, rows: number, outputs: number): string[] {
  return Array.from({ length: rows * outputs }, (_, i) => {
    const output = outputs === 1 ? "" : `[${i % outputs}]`;
    return `f(${inputs}[${Math.floor(i / outputs)}])${output}`;
  });
}
