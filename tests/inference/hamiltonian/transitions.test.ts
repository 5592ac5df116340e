import { describe, expect, test } from "vitest";
import type { Point } from "../../../src/inference/hamiltonian/integrator.ts";
import { pathTransition } from "../../../src/inference/hamiltonian/path.ts";
import type { Outcome } from "../../../src/inference/hamiltonian/transition.ts";
import { treeTransition } from "../../../src/inference/hamiltonian/tree.ts";
import { createRng } from "../../../src/random/rng.ts";
import { drawTwoModes, moved, quadratic, type Twin, twoModes, withIntegrator } from "./densities.ts";

const COUNT = 12_000;
/** What a broken twin exceeds; 4.5 is what chance does not. */
const CAUGHT = 6;
const CUTS = [-2.2, -1.8, -1.5, -1.2, -0.8, 0, 0.6, 1, 1.6] as const;
const bin = (x: number) => CUTS.filter((cut) => x > cut).length;

/** The largest |difference| of the counts in bins before and after, in standard errors of the paired difference. */
function change({ from, to }: { from: Float64Array; to: Float64Array }): number {
  let worst = 0;
  for (let b = 0; b <= CUTS.length; b++) {
    let [gained, lost] = [0, 0];
    from.forEach((x, i) => {
      const [before, after] = [bin(x) === b, bin(to[i]!) === b];
      if (after && !before) gained += 1;
      if (before && !after) lost += 1;
    });
    worst = Math.max(worst, Math.abs(gained - lost) / Math.sqrt(Math.max(1, gained + lost)));
  }
  return worst;
}

/** The largest |n_ab - n_ba| over pairs of bins, in standard errors. */
function imbalance({ from, to }: { from: Float64Array; to: Float64Array }): number {
  const bins = CUTS.length + 1;
  const flows = new Float64Array(bins * bins);
  from.forEach((x, i) => {
    flows[bin(x) * bins + bin(to[i]!)]! += 1;
  });
  let worst = 0;
  for (let a = 0; a < bins; a++) {
    for (let b = 0; b < a; b++) {
      const [there, back] = [flows[a * bins + b]!, flows[b * bins + a]!];
      if (there + back > 20) worst = Math.max(worst, Math.abs(there - back) / Math.sqrt(there + back));
    }
  }
  return worst;
}

/** A leapfrog step whose second half kick has the wrong sign. */
const wrongKick: Twin = (from, h, step) => {
  const right = step(from, h);
  const momentum = right.momentum.map((r, j) => r + h * right.gradient[j]!) as Float64Array;
  const velocity = Float64Array.from(momentum);
  return { ...right, momentum, velocity, energy: right.potential + 0.5 * momentum[0]! * momentum[0]! };
};

/** A step that claims to have kept the energy, so that nothing is corrected. */
const uncorrected: Twin = (from, h, step): Point => ({ ...step(from, h), energy: from.energy });

const SAMPLERS = {
  nuts: treeTransition(10),
  "nuts, one doubling": treeTransition(1),
  "nuts, three doublings": treeTransition(3),
  hmc: pathTransition(1.5),
  "hmc, long paths": pathTransition(3),
} as const;

describe.each(Object.entries(SAMPLERS))("%s on a density with two modes", (name, transition) => {
  const transitions = (stepSize: number, twin?: Twin) =>
    moved(twoModes, drawTwoModes, transition, stepSize, COUNT, twin);

  test.each([0.2, 0.7, 1.1])("keeps the density and moves within it, at step size %f", (stepSize) => {
    const found = transitions(stepSize);
    expect(change(found)).toBeLessThan(4.5);
    expect(found.from.filter((x, i) => x !== found.to[i]).length).toBeGreaterThan(COUNT / 4);
  });

  test("a broken twin with the wrong sign of a half kick is caught", () => {
    expect(change(transitions(0.7, wrongKick))).toBeGreaterThan(CAUGHT);
  });

  test("a broken twin without the correction is caught at a large step", () => {
    expect(change(transitions(1.1, uncorrected))).toBeGreaterThan(CAUGHT);
  });

  if (name.startsWith("hmc")) {
    test("is in detailed balance: as many go from here to there as come back", () => {
      expect(imbalance(transitions(0.7))).toBeLessThan(4.5);
      expect(imbalance(transitions(1.1, uncorrected))).toBeGreaterThan(CAUGHT);
    });
  }
});

describe("a tree", () => {
  const outcome = (maxDepth: number, stepSize: number, curvature = 1): Outcome => {
    const rng = createRng("tree");
    return withIntegrator(1, quadratic([[curvature]]), (integrator) =>
      treeTransition(maxDepth)({
        start: integrator.launch(integrator.at([0.3]), Float64Array.of(1)),
        stepSize,
        step: integrator.step,
        uniform: () => rng.uniform(),
      }),
    );
  };

  test("ends where it turns: half a period, within a doubling", () => {
    const { leapfrogs, depth, divergent, acceptance } = outcome(10, 0.05);
    expect(divergent).toBe(false);
    expect(acceptance).toBeGreaterThan(0.99);
    // Half a period is pi, or 63 steps; the last doubling may be given up on the way.
    expect(depth).toBeGreaterThanOrEqual(5);
    expect(leapfrogs).toBeGreaterThan(31);
    expect(leapfrogs).toBeLessThan(128);
  });

  test("ends at its largest depth", () => {
    expect(outcome(3, 0.01)).toMatchObject({ leapfrogs: 7, depth: 3, divergent: false });
  });

  test("diverges where the step is unstable, and stays where it was", () => {
    const found = outcome(10, 40, 100);
    expect(found).toMatchObject({ divergent: true, leapfrogs: 1, depth: 0 });
    expect(found.next.position[0]).toBe(0.3);
  });
});

test("a path that diverges is left", () => {
  withIntegrator(1, quadratic([[100]]), (integrator) => {
    const start = integrator.launch(integrator.at([0.3]), Float64Array.of(1));
    const found = pathTransition(400)({ start, stepSize: 40, step: integrator.step, uniform: () => 0.5 });
    expect(found).toMatchObject({ divergent: true, acceptance: 0, next: start });
  });
});
