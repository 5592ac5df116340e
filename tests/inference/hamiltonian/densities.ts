import { functionDensity } from "../../../src/inference/hamiltonian/functionDensity.ts";
import {
  createIntegrator,
  type Integrator,
  type Point,
} from "../../../src/inference/hamiltonian/integrator.ts";
import { createMetric, type MetricKind } from "../../../src/inference/hamiltonian/metric.ts";
import type { Transition } from "../../../src/inference/hamiltonian/transition.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";
import type { Rows } from "../../support/denseAlgebra.ts";

/** U of a position, with its gradient. */
export type Potential = (position: Float64Array, gradient: Float64Array) => number;

/** U = x'A x / 2. */
export const quadratic =
  (A: Rows): Potential =>
  (x, gradient) => {
    let twice = 0;
    A.forEach((row, i) => {
      gradient[i] = row.reduce((sum, value, j) => sum + value * x[j]!, 0);
      twice += x[i]! * gradient[i]!;
    });
    return twice / 2;
  };

/** A curved density in two dimensions: U = x^2/2 + 2 (y - x^2)^2. */
export const banana: Potential = ([x, y], gradient) => {
  const bend = y! - x! * x!;
  gradient[0] = x! - 8 * x! * bend;
  gradient[1] = 4 * bend;
  return 0.5 * x! * x! + 2 * bend * bend;
};

const MODES = [
  { share: 0.6, mean: -1.5, sd: 0.5 },
  { share: 0.4, mean: 1, sd: 0.8 },
] as const;

/** Two modes on a line. */
export const twoModes: Potential = ([x], gradient) => {
  let density = 0;
  let slope = 0;
  for (const { share, mean, sd } of MODES) {
    const z = (x! - mean) / sd;
    const part = (share / sd) * Math.exp(-0.5 * z * z);
    density += part;
    slope += (part * z) / sd;
  }
  gradient[0] = slope / density;
  return -Math.log(density);
};

/** An exact draw of {@link twoModes}. */
export function drawTwoModes(rng: ReturnType<typeof createRng>): number {
  const { mean, sd } = rng.uniform() < MODES[0].share ? MODES[0] : MODES[1];
  return mean + sd * rng.normal();
}

/** Calls `work` with the integrator of a density. */
export function withIntegrator<T>(
  size: number,
  potential: Potential,
  work: (integrator: Integrator) => T,
  { kind = "unit", covariance }: { kind?: MetricKind; covariance?: Float64Array } = {},
): T {
  return withWorkspace((workspace) => {
    const metric = createMetric("test", kind, size);
    if (covariance !== undefined) metric.set(covariance);
    return work(createIntegrator(workspace, functionDensity(workspace, size, potential), metric));
  });
}

/** What a broken integrator makes of a step. */
export type Twin = (from: Point, h: number, step: Integrator["step"]) => Point;

/** One transition from each of many exact draws of a density on a line: the draws, and where they went. */
export function moved(
  potential: Potential,
  draw: (rng: ReturnType<typeof createRng>) => number,
  transition: Transition,
  stepSize: number,
  count: number,
  twin: Twin = (from, h, step) => step(from, h),
): { readonly from: Float64Array; readonly to: Float64Array } {
  const rng = createRng("transitions");
  return withIntegrator(1, potential, (integrator) => {
    const from = Float64Array.from({ length: count }, () => draw(rng));
    const to = from.map((x) => {
      const start = integrator.launch(integrator.at([x]), Float64Array.of(rng.normal()));
      return transition({
        start,
        stepSize,
        step: (at, h) => twin(at, h, integrator.step),
        uniform: () => rng.uniform(),
      }).next.position[0]!;
    });
    return { from, to };
  });
}
