import { describe, expect, test } from "vitest";
import {
  halfLineTransform,
  identityTransform,
  intervalTransform,
  orderedTransform,
  simplexTransform,
  type Transform,
} from "../../../src/inference/hamiltonian/transform.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert } from "../../support/denseAlgebra.ts";

const TRANSFORMS: Readonly<Record<string, Transform>> = {
  identity: identityTransform(3),
  positive: halfLineTransform(3, 0, 1),
  "above -2": halfLineTransform(2, -2, 1),
  "below 5": halfLineTransform(2, 5, -1),
  interval: intervalTransform(3, -1, 4),
  ordered: orderedTransform(4),
  "simplex of two": simplexTransform(2),
  "simplex of five": simplexTransform(5),
};

const ALLOWED: Readonly<Record<string, (x: Float64Array) => boolean>> = {
  positive: (x) => x.every((value) => value > 0),
  "above -2": (x) => x.every((value) => value > -2),
  "below 5": (x) => x.every((value) => value < 5),
  interval: (x) => x.every((value) => value > -1 && value < 4),
  ordered: (x) => x.every((value, i) => i === 0 || value > x[i - 1]!),
  "simplex of five": (x) => x.every((value) => value > 0),
};

describe.each(Object.entries(TRANSFORMS))("the transform %s", (name, transform) => {
  const { size, width } = transform;
  const rng = createRng("transforms").fork(name);
  const places = Array.from({ length: 10 }, () => rng.fillNormal(new Float64Array(size)).map((u) => 2 * u));
  const valueAt = (u: Float64Array) => {
    const x = new Float64Array(width);
    const jacobian = transform.constrain(u, x);
    return { x, jacobian };
  };
  const STEP = 1e-5;
  const slopesOf = (f: (u: Float64Array) => number, u: Float64Array) =>
    u.map((_, j) => {
      const [ahead, behind] = [u.slice(), u.slice()];
      ahead[j]! += STEP;
      behind[j]! -= STEP;
      return (f(ahead) - f(behind)) / (2 * STEP);
    });

  test("gives values that are allowed, and goes back", () => {
    for (const u of places) {
      const { x } = valueAt(u);
      expect(ALLOWED[name]?.(x) ?? true).toBe(true);
      if (name.startsWith("simplex")) expect(x.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 14);
      const back = new Float64Array(size);
      transform.unconstrain(x, back);
      back.forEach((value, j) => {
        expect(value).toBeCloseTo(u[j]!, 8);
      });
    }
  });

  test("has the Jacobian of its derivative", () => {
    for (const u of places) {
      const derivative = Array.from({ length: size }, (_, i) => [...slopesOf((at) => valueAt(at).x[i]!, u)]);
      expect(valueAt(u).jacobian).toBeCloseTo(invert(derivative).logDeterminant, 5);
    }
  });

  test("pulls gradients back", () => {
    // A function of the values that is not symmetric in them.
    const f = (x: Float64Array) => x.reduce((sum, value, i) => sum + (i + 1) * value * value, 0);
    for (const u of places) {
      const { x } = valueAt(u);
      const out = new Float64Array(size);
      transform.pullBack(
        u,
        x.map((value, i) => 2 * (i + 1) * value),
        out,
      );
      const expected = slopesOf((at) => f(valueAt(at).x) + valueAt(at).jacobian, u);
      out.forEach((value, j) => {
        expect(Math.abs(value - expected[j]!)).toBeLessThan(1e-5 * (1 + Math.abs(expected[j]!)));
      });
    }
  });
});

test("zeros are equal shares", () => {
  const x = new Float64Array(4);
  simplexTransform(4).constrain(new Float64Array(3), x);
  for (const value of x) expect(value).toBeCloseTo(0.25, 14);
});
