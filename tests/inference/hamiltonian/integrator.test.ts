import { describe, expect, test } from "vitest";
import { functionDensity } from "../../../src/inference/hamiltonian/functionDensity.ts";
import {
  createIntegrator,
  type Integrator,
  type Point,
} from "../../../src/inference/hamiltonian/integrator.ts";
import { createMetric } from "../../../src/inference/hamiltonian/metric.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";
import { banana, quadratic, withIntegrator } from "./densities.ts";

const METRICS = {
  unit: { kind: "unit" },
  diagonal: { kind: "diagonal", covariance: Float64Array.of(0.5, 2) },
  dense: { kind: "dense", covariance: Float64Array.of(0.8, 0.5, 0.5, 1.5) },
} as const;

const set = (integrator: Integrator): Point =>
  integrator.launch(integrator.at([0.4, -0.3]), Float64Array.of(0.9, -1.1));

function steps(integrator: Integrator, from: Point, h: number, count: number): Point {
  let point = from;
  for (let k = 0; k < count; k++) point = integrator.step(point, h);
  return point;
}

describe.each(Object.entries(METRICS))("leapfrog steps in a metric that is %s", (_, metric) => {
  test("are reversible: back in time, and after the momentum is turned round", () => {
    withIntegrator(
      2,
      banana,
      (integrator) => {
        const start = set(integrator);
        const there = steps(integrator, start, 0.1, 50);
        const back = steps(integrator, there, -0.1, 50);
        const turned = { ...there, momentum: there.momentum.map((r) => -r) as Float64Array };
        const returned = steps(integrator, turned, 0.1, 50);
        for (let j = 0; j < 2; j++) {
          expect(Math.abs(there.position[j]! - start.position[j]!)).toBeGreaterThan(0.05);
          expect(back.position[j]!).toBeCloseTo(start.position[j]!, 10);
          expect(back.momentum[j]!).toBeCloseTo(start.momentum[j]!, 10);
          expect(returned.position[j]!).toBeCloseTo(start.position[j]!, 10);
          expect(returned.momentum[j]!).toBeCloseTo(-start.momentum[j]!, 10);
        }
      },
      metric,
    );
  });

  test("err in the energy a quarter as much when the step is halved", () => {
    withIntegrator(
      2,
      banana,
      (integrator) => {
        const start = set(integrator);
        const error = (h: number, count: number) => {
          let most = 0;
          let point = start;
          for (let k = 0; k < count; k++) {
            point = integrator.step(point, h);
            most = Math.max(most, Math.abs(point.energy - start.energy));
          }
          return most;
        };
        for (const h of [0.04, 0.02]) {
          const ratio = error(h, 2 / h) / error(h / 2, 4 / h);
          expect(ratio).toBeGreaterThan(3.5);
          expect(ratio).toBeLessThan(4.5);
        }
      },
      metric,
    );
  });

  test("keep volumes: the determinant of their derivative is 1", () => {
    withIntegrator(
      2,
      banana,
      (integrator) => {
        const start = set(integrator);
        const map = (shift: readonly number[]): number[] => {
          const at = integrator.at([start.position[0]! + shift[0]!, start.position[1]! + shift[1]!]);
          const momentum = start.momentum.map((r, j) => r + shift[2 + j]!) as Float64Array;
          const end = steps(integrator, { ...start, ...at, momentum }, 0.2, 3);
          return [...end.position, ...end.momentum];
        };
        const d = 1e-5;
        const columns = [0, 1, 2, 3].map((k) => {
          const unit = (sign: number) => [0, 1, 2, 3].map((j) => (j === k ? sign * d : 0));
          const [ahead, behind] = [map(unit(1)), map(unit(-1))];
          return ahead.map((value, i) => (value - behind[i]!) / (2 * d));
        });
        expect(Math.abs(determinant(columns) - 1)).toBeLessThan(1e-6);
      },
      metric,
    );
  });

  test("give momenta of covariance C^-1", () => {
    const rng = createRng("momenta");
    const of = createMetric("test", metric.kind, 2);
    if ("covariance" in metric) of.set(metric.covariance);
    const velocity = new Float64Array(2);
    let twice = 0;
    const count = 20_000;
    for (let k = 0; k < count; k++) {
      const r = of.toMomentum(rng.fillNormal(new Float64Array(2)));
      of.velocityInto(r, velocity);
      twice += r[0]! * velocity[0]! + r[1]! * velocity[1]!;
    }
    // r'C r is chi-squared with 2 degrees of freedom.
    expect(Math.abs(twice / count - 2)).toBeLessThan((4 * 2) / Math.sqrt(count));
  });
});

test("a covariance that is not positive definite is refused", () => {
  expect(() => createMetric("nuts", "dense", 2).set(Float64Array.of(1, 2, 2, 1))).toThrow(
    /nuts: the covariance .* positive definite/,
  );
});

test("an energy that is no number is infinite", () => {
  withIntegrator(
    1,
    () => Number.NaN,
    (integrator) => {
      expect(integrator.launch(integrator.at([0]), Float64Array.of(1)).energy).toBe(Number.POSITIVE_INFINITY);
    },
  );
});

test("a step of a quadratic density is the matrix it should be", () => {
  // q' = (1 - h^2 a/2) q + h r, r' = (1 - h^2 a/2) r - h a (1 - h^2 a/4) q.
  const [a, h] = [2, 0.3];
  withIntegrator(1, quadratic([[a]]), (integrator) => {
    const { position, momentum } = integrator.step(
      integrator.launch(integrator.at([0.7]), Float64Array.of(-0.4)),
      h,
    );
    const c = 1 - (h * h * a) / 2;
    expect(position[0]!).toBeCloseTo(c * 0.7 + h * -0.4, 14);
    expect(momentum[0]!).toBeCloseTo(c * -0.4 - h * a * (1 - (h * h * a) / 4) * 0.7, 14);
  });
});

function determinant(m: readonly (readonly number[])[]): number {
  if (m.length === 1) return m[0]![0]!;
  return m[0]!.reduce((sum, value, j) => {
    const rest = m.slice(1).map((row) => row.filter((_, k) => k !== j));
    return sum + (j % 2 === 0 ? 1 : -1) * value * determinant(rest);
  }, 0);
}

test.each(Object.entries(METRICS))("steps in the memory of kernels have the same bits: %s", (_, metric) => {
  const ends = [true, false].map((direct) =>
    withWorkspace((workspace) => {
      const { evaluate, ...rest } = functionDensity(workspace, 2, banana);
      const made = createMetric("test", metric.kind, 2);
      if ("covariance" in metric) made.set(metric.covariance);
      const density = direct ? { ...rest, evaluate: evaluate! } : rest;
      const integrator = createIntegrator(workspace, density, made);
      const { position, momentum, gradient, energy } = steps(integrator, set(integrator), 0.1, 20);
      return [...position, ...momentum, ...gradient, energy, integrator.gradients];
    }),
  );
  expect(ends[0]).toEqual(ends[1]);
});
