import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLbfgs, type Lbfgs, type ValueAndGradient } from "../../../src/inference/parts/lbfgs.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestDifference } from "../../support/differences.ts";

/** Steps until it says that it has converged; every step must stay finite and not climb. */
function run(lbfgs: Lbfgs, most: number): number {
  for (let k = 1; k <= most; k++) {
    const before = lbfgs.value;
    const done = lbfgs.step();
    expect(lbfgs.value).toBeLessThanOrEqual(before);
    expect([...lbfgs.at, ...lbfgs.gradient, lbfgs.value].every(Number.isFinite)).toBe(true);
    if (done) return k;
  }
  return Number.POSITIVE_INFINITY;
}

/** Sum over neighbours of 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2. */
const rosenbrock: ValueAndGradient = (x, gradient) => {
  gradient.fill(0);
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const valley = x[i + 1]! - x[i]! * x[i]!;
    sum += 100 * valley * valley + (1 - x[i]!) * (1 - x[i]!);
    gradient[i]! += -400 * valley * x[i]! - 2 * (1 - x[i]!);
    gradient[i + 1]! += 200 * valley;
  }
  return sum;
};

/** (x - c)'D(x - c)/2 in axes turned by a reflection, with eigenvalues D from 1 to `condition`. */
function quadratic(size: number, condition: number, seed: number) {
  const rng = createRng(seed);
  const u = rng.fillNormal(new Float64Array(size));
  const squares = u.reduce((sum, v) => sum + v * v, 0);
  const minimum = rng.fillNormal(new Float64Array(size));
  const turn = (x: Float64Array) => {
    const along = (2 * x.reduce((sum, v, i) => sum + v * u[i]!, 0)) / squares;
    return x.map((v, i) => v - along * u[i]!);
  };
  const eigen = Float64Array.from({ length: size }, (_, i) => condition ** (size === 1 ? 0 : i / (size - 1)));
  const evaluate: ValueAndGradient = (x, gradient) => {
    const turned = turn(x.map((v, i) => v - minimum[i]!));
    gradient.set(turn(turned.map((v, i) => v * eigen[i]!)));
    return 0.5 * turned.reduce((sum, v, i) => sum + eigen[i]! * v * v, 0);
  };
  return { evaluate, minimum, start: rng.fillNormal(new Float64Array(size)).map((v) => 5 * v) };
}

describe("L-BFGS", () => {
  test.each([2, 10])("follows Rosenbrock's valley of %i dimensions to its end", (size) => {
    const start = Float64Array.from({ length: size }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    const lbfgs = createLbfgs(rosenbrock, start);
    expect(run(lbfgs, 300)).toBeLessThan(size === 2 ? 60 : 150);
    expect(largestDifference(lbfgs.at, new Float64Array(size).fill(1))).toBeLessThan(1e-8);
    expect(start[0]).toBe(-1.2);
  });

  test("comes to the minimum of any quadratic, with any memory", () => {
    const shapes = fc.record({
      size: fc.integer({ min: 1, max: 12 }),
      condition: fc.constantFrom(1, 10, 1e4),
      seed: fc.integer({ min: 0, max: 1e6 }),
      memory: fc.constantFrom(1, 3, 30),
    });
    fc.assert(
      fc.property(shapes, ({ size, condition, seed, memory }) => {
        const { evaluate, minimum, start } = quadratic(size, condition, seed);
        const lbfgs = createLbfgs(evaluate, start, { memory, tolerance: 1e-10 });
        run(lbfgs, 3000);
        expect(largestDifference(lbfgs.at, minimum)).toBeLessThan(1e-8);
      }),
      { seed: 2, numRuns: 150 },
    );
  });

  test("its memory is worth having: steepest descent takes far longer", () => {
    const { evaluate, start } = quadratic(10, 1e3, 3);
    const far = createLbfgs(evaluate, start, { memory: 30 });
    const iterations = run(far, 500);
    const at = start.slice();
    const gradient = new Float64Array(10);
    for (let k = 0; k < 10 * iterations; k++) {
      evaluate(at, gradient);
      for (let i = 0; i < 10; i++) at[i]! -= gradient[i]! / 1e3;
    }
    expect(iterations).toBeLessThan(60);
    expect(evaluate(at, gradient)).toBeGreaterThan(1e6 * far.value);
  });

  test.each([1e-3, 0.3, 50, 1e6])("walks around where a function is infinite, from %d", (start) => {
    // Beyond 0 neither value nor gradient are numbers; the minimum is at 1.
    const lbfgs = createLbfgs((x, gradient) => {
      gradient[0] = x[0]! > 0 ? 1 - 1 / x[0]! : Number.NaN;
      return x[0]! > 0 ? x[0]! - Math.log(x[0]!) : Number.POSITIVE_INFINITY;
    }, Float64Array.of(start));
    run(lbfgs, 200);
    expect(lbfgs.at[0]).toBeCloseTo(1, 7);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "does not leave a start where the value is %d",
    (value) => {
      const lbfgs = createLbfgs(() => value, Float64Array.of(1, 2));
      expect(lbfgs.step()).toBe(true);
      expect([...lbfgs.at]).toEqual([1, 2]);
      expect(lbfgs.evaluations).toBe(1);
    },
  );

  test("takes no step from a minimum, and ends at a kink", () => {
    const { evaluate, minimum } = quadratic(3, 10, 5);
    const there = createLbfgs(evaluate, minimum);
    expect(there.step()).toBe(true);
    expect(there.evaluations).toBe(1);
    const kink = createLbfgs((x, gradient) => {
      gradient[0] = Math.sign(x[0]!);
      return Math.abs(x[0]!);
    }, Float64Array.of(3.7));
    expect(run(kink, 200)).toBeLessThan(200);
    expect(Math.abs(kink.at[0]!)).toBeLessThan(1e-6);
  });

  test("counts its evaluations", () => {
    let calls = 0;
    const lbfgs = createLbfgs(
      (x, gradient) => {
        calls += 1;
        return rosenbrock(x, gradient);
      },
      Float64Array.of(-1, 2),
    );
    run(lbfgs, 100);
    expect(lbfgs.evaluations).toBe(calls);
  });
});
