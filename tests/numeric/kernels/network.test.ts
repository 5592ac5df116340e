import { beforeAll, describe, expect, it } from "vitest";
import { createNetworkKernel } from "../../../src/numeric/kernels/network.ts";
import { createNetworkBank } from "../../../src/numeric/kernels/networkBank.ts";
import { createNetworkDerivatives } from "../../../src/numeric/kernels/networkDerivatives.ts";
import type { NetworkOptions } from "../../../src/numeric/kernels/networkSpec.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import {
  ACTIVATIONS,
  difference,
  finiteDifferences,
  LOSSES,
  outputsFor,
  randomNetwork,
} from "./networkSupport.ts";

const CHOICES = ["wasm", "relaxed", "js"] as const;

describe.each(CHOICES)("network kernels, %s", (choice) => {
  beforeAll(() => void selectKernels(choice));

  describe.each(LOSSES)("loss %s", (loss) => {
    // Central differences with h = 1e-5 have an error of about h^2 / 6 times a third derivative, and 1e-11 of rounding.
    it.each(ACTIVATIONS)(
      "has the gradient of finite differences, by parameters and inputs, with %s",
      (activation) => {
        withWorkspace((workspace) => {
          const layers = [3, 5, 4, 4, outputsFor(loss, 3)];
          const options = {
            layers,
            activation,
            loss,
            rows: 11,
            batch: 4,
            inputGradients: true,
            residual: true,
          };
          const network = randomNetwork(workspace, 7, options);
          const { parameters, inputs, gradient, inputGradients, order } = network.arrays;
          const value = network.valueAndGradient(1, 9, 2.5);
          const found = gradient.view.slice();
          const byInput = inputGradients.view.slice();
          expect(network.value(1, 9, 2.5)).toBe(value);
          const f = (): number => network.value(1, 9, 2.5);
          expect(difference(found, finiteDifferences(parameters.view, f))).toBeLessThan(1e-7);
          const numeric = finiteDifferences(inputs.view, f);
          for (let r = 0; r < 9; r++) {
            const row = order.view[1 + r]! * 3;
            expect(
              difference(byInput.subarray(3 * r, 3 * r + 3), numeric.subarray(row, row + 3)),
            ).toBeLessThan(1e-7);
          }
        });
      },
    );

    it("has the gradient of finite differences without hidden layers and with masks of both kinds", () => {
      for (const masks of ["none", "units", "rows"] as const) {
        withWorkspace((workspace) => {
          const layers = masks === "none" ? [4, outputsFor(loss, 2)] : [4, 6, 5, outputsFor(loss, 2)];
          const network = randomNetwork(workspace, 3, { layers, activation: "tanh", loss, rows: 7, masks });
          network.valueAndGradient(0, 7);
          const found = network.arrays.gradient.view.slice();
          const numeric = finiteDifferences(network.arrays.parameters.view, () => network.value(0, 7));
          expect(difference(found, numeric)).toBeLessThan(1e-7);
        });
      }
    });
  });

  it("computes a network of one hidden unit as written on paper", () => {
    withWorkspace((workspace) => {
      const network = createNetworkKernel(workspace, { layers: [1, 1, 1], loss: "squaredError", rows: 2 });
      const { arrays } = network;
      arrays.parameters.view.set([2, 1, -3, 0.5]);
      arrays.inputs.view.set([1, -4]);
      arrays.targets.view.set([0, 1]);
      arrays.weights.view.set([1, 2]);
      arrays.noisePrecisions.view.set([4]);
      // Row 0: h = relu(2 + 1) = 3, f = -9 + 0.5 = -8.5; row 1: h = relu(-7) = 0, f = 0.5.
      network.forward(0, 2);
      expect(Array.from(arrays.outputs.view)).toEqual([-8.5, 0.5]);
      expect(network.valueAndGradient(0, 2)).toBe(2 * 72.25 + 2 * 2 * 0.25);
      expect(Array.from(arrays.losses.view)).toEqual([144.5, 0.5]);
      // Gradient by f: 4 (-8.5) = -34 and 2 4 (-0.5) = -4; by h in row 0: 102.
      expect(Array.from(arrays.gradient.view)).toEqual([102, 102, -102, -38]);
    });
  });

  it("has the sine to the last digits, and NaN where its argument is too large to be reduced", () => {
    withWorkspace((workspace) => {
      for (const format of ["f64", "f32"] as const) {
        const [limit, error] = format === "f64" ? [1e6, 3e-16] : [1e4, 1.5e-7];
        const options = {
          layers: [1, 1, 1],
          activation: "sin",
          loss: "squaredError",
          rows: 4001,
          format,
        } as const;
        const network = createNetworkKernel(workspace, options);
        const { parameters, inputs, outputs } = network.arrays;
        parameters.view.set([1, 0, 1, 0]);
        for (let r = 0; r < 4000; r++) inputs.view[r] = (r % 2 === 0 ? 10 : limit) * (r / 2000 - 1);
        inputs.view[4000] = 1.01 * limit;
        network.forward(0, 4001);
        let worst = 0;
        for (let r = 0; r < 4000; r++) {
          worst = Math.max(worst, Math.abs(outputs.view[r]! - Math.sin(inputs.view[r]!)));
        }
        expect(worst).toBeLessThan(error);
        expect(outputs.view[4000]).toBeNaN();
      }
    });
  });

  it("gives the cross entropy and its gradient at equal scores", () => {
    withWorkspace((workspace) => {
      const network = createNetworkKernel(workspace, { layers: [1, 4], loss: "softmax", rows: 1 });
      network.arrays.targets.view[0] = 2;
      expect(network.valueAndGradient(0, 1)).toBeCloseTo(Math.log(4), 14);
      expect(Array.from(network.arrays.gradient.view.subarray(4))).toEqual([0.25, 0.25, -0.75, 0.25]);
    });
  });

  it("keeps its losses finite for extreme outputs, and lets NaN through", () => {
    withWorkspace((workspace) => {
      for (const loss of ["bernoulli", "softmax"] as const) {
        for (const format of ["f64", "f32"] as const) {
          const network = createNetworkKernel(workspace, { layers: [1, 2], loss, rows: 1, format });
          network.arrays.parameters.view.set([0, 0, 3000, -3000]);
          network.arrays.targets.view.fill(loss === "softmax" ? 1 : 0);
          expect(network.valueAndGradient(0, 1)).toBe(loss === "softmax" ? 6000 : 3000);
          expect(Array.from(network.arrays.gradient.view.subarray(2))).toEqual([
            1,
            loss === "softmax" ? -1 : 0,
          ]);
          network.arrays.parameters.view[2] = Number.NaN;
          expect(network.valueAndGradient(0, 1)).toBeNaN();
        }
      }
    });
  });

  it("gives the same bits whatever the batch, and block by block with a loss of the caller's own", () => {
    withWorkspace((workspace) => {
      const options = { layers: [3, 9, 2], activation: "tanh", loss: "squaredError", rows: 41 } as const;
      const whole = randomNetwork(workspace, 5, { ...options, batch: 64 });
      const value = whole.valueAndGradient(0, 41);
      for (const batch of [1, 7, 16]) {
        const parts = randomNetwork(workspace, 5, { ...options, batch });
        expect(parts.valueAndGradient(0, 41)).toBe(value);
        expect(parts.arrays.gradient.view).toEqual(whole.arrays.gradient.view);
        const { outputs, outputGradients, targets, weights, noisePrecisions, order } = parts.arrays;
        parts.gradientOf(0, 41, (at, rows) => {
          for (let p = 2 * at; p < 2 * (at + rows); p++) {
            const row = order.view[p >> 1]!;
            const r = noisePrecisions.view[p % 2]! * (outputs.view[p]! - targets.view[2 * row + (p % 2)]!);
            outputGradients.view[p] = weights.view[row]! * r;
          }
          return 0;
        });
        expect(parts.arrays.gradient.view).toEqual(whole.arrays.gradient.view);
      }
    });
  });

  it("has a Jacobian, gradients by row and directional derivatives that agree with each other", () => {
    withWorkspace((workspace) => {
      const options = {
        layers: [3, 6, 6, 4],
        activation: "gelu",
        loss: "poisson",
        rows: 9,
        residual: true,
      } as const;
      const network = randomNetwork(workspace, 11, options);
      const { size, outputs } = network.spec;
      const all = createNetworkDerivatives(network, 9);
      all.jacobian(2, 5);
      const jacobian = all.derivatives.view.slice(0, 5 * outputs * size);
      for (let r = 0; r < 5; r++) {
        for (let k = 0; k < outputs; k++) {
          const f = (): number => {
            network.forward(2 + r, 1);
            return network.arrays.outputs.view[k]!;
          };
          const from = (r * outputs + k) * size;
          const numeric = finiteDifferences(network.arrays.parameters.view, f);
          expect(difference(jacobian.subarray(from, from + size), numeric)).toBeLessThan(1e-8);
        }
      }
      for (let p = 0; p < size; p++) all.direction.view[p] = Math.sin(p * p);
      all.alongDirection(2, 5);
      const expected = Float64Array.from({ length: 5 * outputs }, (_, row) => {
        let sum = 0;
        for (let p = 0; p < size; p++) sum += all.direction.view[p]! * jacobian[row * size + p]!;
        return sum;
      });
      expect(difference(all.tangents.view.subarray(0, 5 * outputs), expected)).toBeLessThan(1e-13);
      const value = all.exampleGradients(2, 5, 0.5);
      expect(network.valueAndGradient(2, 5, 0.5)).toBe(value);
      const summed = Float64Array.from({ length: size }, (_, p) => {
        let sum = 0;
        for (let r = 0; r < 5; r++) sum += all.derivatives.view[r * size + p]!;
        return sum;
      });
      expect(difference(summed, network.arrays.gradient.view)).toBeLessThan(1e-14);
    });
  });

  it("predicts with a bank of parameter vectors as with each of them", () => {
    withWorkspace((workspace) => {
      for (const format of ["f64", "f32"] as const) {
        const options = { layers: [2, 5, 3], loss: "softmax", rows: 10, batch: 4, format } as const;
        const network = randomNetwork(workspace, 1, options);
        const bank = createNetworkBank(network, 3, 7);
        for (let p = 0; p < bank.parameters.length; p++) bank.parameters.view[p] = Math.sin(3 * p);
        bank.forward(3, 2, 7);
        for (let s = 0; s < 3; s++) {
          const { size } = network.spec;
          network.arrays.parameters.view.set(bank.parameters.view.subarray(s * size, (s + 1) * size));
          network.forward(2, 7);
          const expected = network.arrays.outputs.view.subarray(0, 21);
          expect(bank.outputs.view.subarray(21 * s, 21 * (s + 1))).toEqual(expected);
        }
      }
    });
  });

  it("makes no subnormal numbers from saturated units or hopeless classes in f32", () => {
    withWorkspace((workspace) => {
      for (const activation of ["softplus", "gelu", "tanh"] as const) {
        const network = createNetworkKernel(workspace, {
          layers: [1, 60, 8],
          activation,
          loss: "softmax",
          rows: 8,
          format: "f32",
        });
        const { parameters, inputs, gradient } = network.arrays;
        // Sums from -1 to -119: e^-88 and below are subnormal in f32; scores from 0 to -105.
        for (let j = 0; j < 60; j++) parameters.view[60 + j] = -1 - 2 * j;
        for (let k = 0; k < 8; k++) parameters.view[network.spec.size - 8 + k] = -15 * k;
        for (let p = 120; p < network.spec.size - 8; p++) parameters.view[p] = 0.1;
        inputs.view.fill(1);
        network.valueAndGradient(0, 8);
        const tiny = Array.from(gradient.view).filter((g) => g !== 0 && Math.abs(g) < 1.1754943508222875e-38);
        expect(tiny).toEqual([]);
      }
    });
  });

  it("does nothing for no rows, and says what is wrong with a range or an option", () => {
    withWorkspace((workspace) => {
      const options: NetworkOptions = { layers: [2, 3, 1], loss: "squaredError", rows: 5 };
      const network = randomNetwork(workspace, 1, options);
      network.arrays.gradient.view.fill(3);
      expect(network.valueAndGradient(5, 0)).toBe(0);
      expect(network.arrays.gradient.view.every((g) => g === 0)).toBe(true);
      network.forward(0, 0);
      expect(() => network.forward(3, 3)).toThrow(
        /forward: count must be a whole number at least 0 and at most 2/,
      );
      expect(() => network.value(-1, 1)).toThrow(/value: start must be/);
      const make = (changed: object) => () => createNetworkKernel(workspace, { ...options, ...changed });
      expect(make({ depth: 3 })).toThrow(/unknown option "depth"/);
      expect(make({ layers: [3] })).toThrow(/layers must list at least/);
      expect(make({ layers: [3, 0, 1] })).toThrow(/layers\[1\] must be a whole number at least 1/);
      expect(make({ loss: "normal" })).toThrow(/even number of outputs/);
      expect(make({ activation: ["relu", "tanh"] })).toThrow(/one for each of 1 hidden layers, got 2/);
      expect(make({ activation: "elu" })).toThrow(/activation must be one of/);
      expect(() => createNetworkDerivatives(network, 99)).toThrow(/rows must be a whole number/);
    });
  });
});
