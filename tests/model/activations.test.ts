import { describe, expect, test } from "vitest";
import { activations } from "../../src/model/activations.ts";

const AT = [-40, -3, -0.7, 0, 1e-9, 0.5, 2, 30];

describe("activations", () => {
  test.each([
    ["relu", (z: number) => (z > 0 ? z : 0)],
    ["tanh", Math.tanh],
    ["sin", Math.sin],
    ["softplus", (z: number) => (z > 35 ? z : Math.log1p(Math.exp(z)))],
  ] as const)("%s is what its name says", (name, expected) => {
    for (const z of AT) expect(activations[name](z)).toBeCloseTo(expected(z), 13);
  });

  test("gelu is z times the normal distribution function", () => {
    // Values by mpmath 1.3.0: z * ncdf(z).
    const known = [
      [-3, -0.004049694094890284],
      [-0.7, -0.1693745565561511],
      [0, 0],
      [0.5, 0.3457312306370066],
      [2, 1.9544997361036416],
    ] as const;
    for (const [z, value] of known) expect(activations.gelu(z)).toBeCloseTo(value, 15);
  });

  test("none overflows", () => {
    for (const f of Object.values(activations)) {
      for (const z of [-1e6, 1e6]) expect(Number.isFinite(f(z))).toBe(true);
    }
  });
});
