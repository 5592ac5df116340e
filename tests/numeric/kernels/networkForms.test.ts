import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNetworkDerivatives } from "../../../src/numeric/kernels/networkDerivatives.ts";
import type { NetworkOptions } from "../../../src/numeric/kernels/networkSpec.ts";
import { type KernelChoice, selectKernels } from "../../../src/numeric/kernels/select.ts";
import type { Reals } from "../../../src/numeric/kernels/special.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { ACTIVATIONS, difference, LOSSES, outputsFor, randomNetwork } from "./networkSupport.ts";

/** Fails naming the first result and entry whose bits differ (NaN equals NaN, 0 equals -0). */
function expectSame(a: Record<string, Reals>, b: Record<string, Reals>): void {
  for (const name of Object.keys(a)) {
    const [x, y] = [a[name]!, b[name]!];
    expect(x.length).toBe(y.length);
    const first = x.findIndex((value, i) => value !== y[i] && !(Number.isNaN(value) && Number.isNaN(y[i])));
    if (first >= 0) expect.fail(`${name}[${first}]: ${x[first]} and ${y[first]} differ`);
  }
}

// Every result of a network, one after the other.
function everything(choice: KernelChoice, seed: number, options: NetworkOptions): Record<string, Reals> {
  selectKernels(choice);
  return withWorkspace((workspace) => {
    const network = randomNetwork(workspace, seed, options);
    const { rows, batch, size, masks } = network.spec;
    const { arrays } = network;
    const count = masks === "rows" ? Math.min(rows, batch) : rows;
    const value = network.valueAndGradient(0, count, 1.5);
    const results: Record<string, Reals> = {
      value: Float64Array.of(value),
      gradient: arrays.gradient.view.slice(),
      losses: arrays.losses.view.slice(0, count),
      inputGradients: arrays.inputGradients.view.slice(0, count * network.spec.inputs),
    };
    network.forward(0, count);
    results["outputs"] = arrays.outputs.view.slice(0, count * network.spec.outputs);
    const some = Math.min(count, batch, 5);
    const derivatives = createNetworkDerivatives(network, Math.min(batch, 5));
    derivatives.jacobian(0, some);
    results["jacobian"] = derivatives.derivatives.view.slice(0, some * network.spec.outputs * size);
    derivatives.exampleGradients(0, some, 0.5);
    results["exampleGradients"] = derivatives.derivatives.view.slice(0, some * size);
    derivatives.direction.view.set(arrays.parameters.view.map((_, p) => Math.sin(p)));
    derivatives.alongDirection(0, some);
    results["tangents"] = derivatives.tangents.view.slice(0, some * network.spec.outputs);
    return results;
  });
}

describe("the two forms of the network kernels", () => {
  const width = fc.integer({ min: 1, max: 13 });
  const shape = fc.record({
    inputs: width,
    hidden: fc.array(width, { maxLength: 3 }),
    outputs: fc.integer({ min: 1, max: 9 }),
    rows: fc.integer({ min: 0, max: 21 }),
    batch: fc.integer({ min: 1, max: 21 }),
    activation: fc.constantFrom(...ACTIVATIONS),
    loss: fc.constantFrom(...LOSSES),
    masks: fc.constantFrom("none", "units", "rows"),
    residual: fc.boolean(),
  });
  const optionsOf = (drawn: typeof shape extends fc.Arbitrary<infer T> ? T : never): NetworkOptions => {
    const { inputs, hidden, outputs, ...rest } = drawn;
    const layers = [inputs, ...hidden, outputsFor(rest.loss, outputs)];
    return { ...rest, layers, inputGradients: true } as NetworkOptions;
  };

  // Both forms add in the same order and share their special functions bit by bit.
  it("f64 results have the same bits from WebAssembly and from TypeScript, for every shape", () => {
    fc.assert(
      fc.property(shape, fc.nat(1e6), (drawn, seed) => {
        const options = optionsOf(drawn);
        expectSame(everything("wasm", seed, options), everything("js", seed, options));
      }),
      { numRuns: 150, seed: 1 },
    );
  }, 20_000);

  // f32: sums of at most about 20 terms through at most 4 layers; the twin rounds less often than WebAssembly.
  it("f32 results agree to rounding, and with f64", () => {
    fc.assert(
      fc.property(shape, fc.nat(1e6), (drawn, seed) => {
        const options: NetworkOptions = { ...optionsOf(drawn), format: "f32" };
        const exact = everything("js", seed, { ...options, format: "f64" });
        const found = everything("wasm", seed, options);
        const twin = everything("js", seed, options);
        for (const name of Object.keys(exact)) {
          expect(difference(found[name]!, exact[name]!), name).toBeLessThan(1e-4);
          expect(difference(twin[name]!, exact[name]!), name).toBeLessThan(1e-4);
        }
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it("agrees for wide layers and for row distances that are padded against cache conflicts", () => {
    for (const layers of [
      [7, 130, 64, 3],
      [1, 50, 1],
      [128, 4, 130],
    ]) {
      const options: NetworkOptions = {
        layers,
        activation: "tanh",
        loss: "squaredError",
        rows: 130,
        batch: 64,
      };
      expectSame(everything("wasm", 1, options), everything("js", 1, options));
    }
  });
});
