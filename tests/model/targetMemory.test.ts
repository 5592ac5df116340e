import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { identityScaler } from "../../src/data/scaler.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { map } from "../../src/inference/map/map.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import { compileModel } from "../../src/model/compileModel.ts";
import { checkMemory } from "../../src/model/memory.ts";
import { createModel } from "../../src/model/model.ts";
import { createTarget } from "../../src/model/target.ts";
import { checkTargetMemory, targetMemory } from "../../src/model/targetMemory.ts";
import { withWorkspace } from "../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../src/random/rng.ts";
import { rejection } from "../support/rejection.ts";

const data = (rows: number, inputs: number) =>
  createDataset({
    x: Array.from({ length: rows }, (_, n) => Array.from({ length: inputs }, (__, i) => n + i)),
    y: Array.from({ length: rows }, (_, n) => n),
  });

const modelOf = (inputs: number, hidden: readonly number[]) =>
  createModel(
    {
      network: { kind: "mlp", hidden },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 1 },
      standardise: "none",
    },
    data(2, inputs),
  );

const compiledOf = (inputs: number, hidden: readonly number[]) =>
  compileModel(modelOf(inputs, hidden), { x: identityScaler(inputs), y: identityScaler(1) });

describe("the memory of a fit", () => {
  test("grows with rows, batch, parameters and digits", () => {
    const small = compiledOf(3, [8]);
    const bytes = (rows: number, batch: number, of = small, format: "f64" | "f32" = "f64") =>
      targetMemory(of, rows, batch, format);
    expect(bytes(2000, 32)).toBeGreaterThan(bytes(1000, 32));
    expect(bytes(1000, 64)).toBeGreaterThan(bytes(1000, 32));
    expect(bytes(1000, 32, compiledOf(3, [80]))).toBeGreaterThan(bytes(1000, 32));
    expect(bytes(1000, 32, small, "f32")).toBe(bytes(1000, 32) / 2);
    // A batch has no more rows than there are.
    expect(bytes(10, 1e9)).toBe(bytes(10, 10));
  });

  test("is about what a target takes, not far less", () => {
    for (const [rows, inputs, hidden] of [
      [20_000, 4, [10]],
      [100, 4, [300, 300]],
      [20_000, 1, []],
    ] as const) {
      const compiled = compiledOf(inputs, hidden);
      const taken = withWorkspace((workspace) => {
        const { network, targets } = createTarget(workspace, compiled, data(rows, inputs), { format: "f64" });
        const { order, ...numbers } = network.arrays;
        const arrays = Object.values(numbers).filter((array) => array !== undefined);
        return 8 * (arrays.reduce((sum, { length }) => sum + length, 0) + targets.length) + 4 * order.length;
      });
      const told = targetMemory(compiled, rows, 128, "f64");
      expect(told).toBeGreaterThan(0.8 * taken);
      // Activations of a batch are no arrays of the network, and training needs ten vectors of parameters more.
      const units = compiled.form.layers.reduce((sum, width) => sum + width, 0);
      expect(told).toBeLessThan(1.5 * taken + 8 * 4 * 128 * units + 8 * 11 * compiled.size);
    }
  });

  test.each([
    [
      5e8,
      3,
      [8],
      "f64",
      /a fit of 500000000 rows with a network of 3 x 8 x 1 \(41 parameters\) needs about 36.* GB/,
    ],
    [
      5e8,
      3,
      [8],
      "f32",
      /needs about 18.* GB of memory, at most 3\.00 GB can be used\. Use fewer rows or units/,
    ],
    [
      10,
      3,
      [6000, 6000],
      "f64",
      /network of 3 x 6000 x 6000 x 1 \(36036001 parameters\) needs about 3\.46 GB/,
    ],
  ] as const)("that is absurd is refused with the figure: %d rows of %i, %j units, %s", (...row) => {
    const [rows, inputs, hidden, format, message] = row;
    const layers = [inputs, ...hidden, 1];
    const size = layers.slice(1).reduce((sum, outs, l) => sum + (layers[l]! + 1) * outs, 0);
    // As if it had been compiled: its prior would take most of a second.
    const small = compiledOf(inputs, [1]);
    const compiled = { ...small, form: { ...small.form, layers, size }, size };
    const check = () => checkTargetMemory("test", compiled, rows, 32, format);
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(message);
  });

  test("is refused above 3 GB, not below", () => {
    checkMemory("test", 3e9, "this", "Less.");
    const check = () => checkMemory("test", 3e9 + 1, "this", "Less.");
    expect(check).toThrow("test: this needs about 3.00 GB of memory, at most 3.00 GB can be used. Less.");
  });

  test.each([map(), bayesByBackprop()])(
    "$name refuses a network that no memory holds before it takes any",
    async (method) => {
      // 2.5 billion parameters: a single vector of them would take 20 GB.
      const error = await rejection(
        method.fit(modelOf(2, [50_000, 50_000]), data(4, 2), { rng: createRng(1) }),
      );
      expect(error).toBeInstanceOf(ArgumentError);
      expect(error.message).toMatch(
        /network of 2 x 50000 x 50000 x 1 \(2500250001 parameters\) needs about .* GB/,
      );
    },
  );
});
