import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLikelihood } from "../../../src/model/likelihoods/createLikelihood.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { difference, randomNetwork } from "../../numeric/kernels/networkSupport.ts";
import { isClass, SPECS } from "./randomRows.ts";

const shapes = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  targets: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 1, max: 12 }),
});
const fusable = ["normal, known noise", "Bernoulli", "categorical", "Poisson"];

describe("the losses that kernels have", () => {
  test("are offered where they are the same, and only there", () => {
    const offered = SPECS.filter(([, spec]) => createLikelihood(spec, 1, 3).fused !== undefined);
    expect(offered.map(([name]) => name)).toEqual(fusable);
  });

  test.each(SPECS.filter(([name]) => fusable.includes(name)))(
    "%s: the same gradient, and the same value up to a constant",
    (_, spec) => {
      const property = ({ seed, targets, rows }: { seed: number; targets: number; rows: number }) =>
        withWorkspace((workspace) => {
          const likelihood = createLikelihood(spec, isClass(spec) ? 1 : targets, 4);
          const { loss, precisions } = likelihood.fused!;
          expect(precisions).toHaveLength(likelihood.outputs);
          const network = randomNetwork(workspace, seed, {
            layers: [2, likelihood.outputs],
            loss,
            rows,
            batch: 5,
          });
          const { arrays } = network;
          arrays.noisePrecisions.view.set(precisions);
          if (loss === "bernoulli") arrays.targets.view.forEach((y, i, all) => void (all[i] = Math.round(y)));
          const own = (from: number, scale: number) =>
            network.gradientOf(0, rows, (at, count) =>
              likelihood.addRows(
                {
                  outputs: arrays.outputs.view,
                  at,
                  targets: arrays.targets.view,
                  weights: arrays.weights.view,
                  order: arrays.order.view,
                  start: from + at,
                  count,
                  scale,
                },
                new Float64Array(0),
                arrays.outputGradients.view,
                new Float64Array(0),
              ),
            );
          const fused = network.valueAndGradient(0, rows, 1.5);
          const expected = arrays.gradient.view.slice();
          const value = own(0, 1.5);
          expect(difference(arrays.gradient.view, expected)).toBeLessThan(1e-13);
          // Other parameters: the same distance between the two values.
          arrays.parameters.view.forEach((p, i, all) => void (all[i] = 0.5 * p + 0.1));
          const gap = network.valueAndGradient(0, rows, 1.5) - own(0, 1.5);
          expect(Math.abs(fused - value - gap)).toBeLessThan(1e-11 * (1 + Math.abs(value)));
        });
      fc.assert(fc.property(shapes, property), { seed: 7, numRuns: 25 });
    },
  );
});
