import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createLangevin,
  createLeapfrog,
  createRunningMoments,
  createSghmc,
} from "../../../src/numeric/kernels/dynamics.ts";
import { type KernelChoice, selectKernels } from "../../../src/numeric/kernels/select.ts";
import type { Reals } from "../../../src/numeric/kernels/special.ts";
import { addNormalPrior, createAdam, createSgd, norm } from "../../../src/numeric/kernels/updates.ts";
import {
  type FloatFormat,
  type KernelVector,
  type Workspace,
  withWorkspace,
} from "../../../src/numeric/kernels/workspace.ts";
import { normals } from "./support.ts";

function vectorOf(workspace: Workspace, format: FloatFormat, values: ArrayLike<number>): KernelVector {
  const vector = workspace.vector(format, values.length);
  vector.view.set(values);
  return vector;
}

const subnormals = (values: Reals, least: number): number =>
  values.filter((x: number) => x !== 0 && Math.abs(x) < least).length;
const LEAST_NORMAL = { f64: 2.2250738585072014e-308, f32: 1.1754943508222875e-38 };

describe.each(["wasm", "relaxed", "js"] as const)("updates of parameters, %s", (choice) => {
  beforeAll(() => void selectKernels(choice));

  it("gradient descent with momentum, Nesterov's form, penalty and decay step as written", () => {
    withWorkspace((workspace) => {
      for (const nesterov of [false, true]) {
        const p = vectorOf(workspace, "f64", [2, -1, 0.5]);
        const g = vectorOf(workspace, "f64", [1, 2, -4]);
        const options = { rate: 0.5, momentum: 0.5, l2: 0.25, decay: 0.125, nesterov };
        const sgd = createSgd(workspace, p, g, options);
        sgd.step();
        // slope = 2 g + p / 4 with the scale of 2 in the second step; here v = slope, move = v or v + v / 2.
        const slope = [1.5, 1.75, -3.875];
        const start = [2, -1, 0.5];
        const factor = nesterov ? 1.5 : 1;
        const first = start.map((x, i) => x - 0.0625 * x - 0.5 * factor * slope[i]!);
        expect(Array.from(sgd.velocity.view)).toEqual(slope);
        expect(Array.from(p.view)).toEqual(first);
        sgd.step(0.25, 2);
        const next = first.map((x, i) => 2 * [1, 2, -4][i]! + 0.25 * x);
        const v = next.map((s, i) => 0.5 * slope[i]! + s);
        expect(Array.from(sgd.velocity.view)).toEqual(v);
        const move = v.map((x, i) => (nesterov ? next[i]! + 0.5 * x : x));
        expect(Array.from(p.view)).toEqual(first.map((x, i) => x - 0.03125 * x - 0.25 * move[i]!));
      }
    });
  });

  it("Adam's first step has the size of the rate, and its moments follow their definition", () => {
    withWorkspace((workspace) => {
      const p = vectorOf(workspace, "f64", [1, 1, 1]);
      const g = vectorOf(workspace, "f64", [3, -0.01, 0]);
      const adam = createAdam(workspace, p, g, { rate: 0.1, epsilon: 1e-12 });
      adam.step();
      expect(p.view[0]).toBeCloseTo(0.9, 9);
      expect(p.view[1]).toBeCloseTo(1.1, 9);
      expect(p.view[2]).toBe(1);
      for (let t = 2; t <= 40; t++) adam.step();
      // A constant gradient: m = (1 - beta1^t) g, v = (1 - beta2^t) g^2.
      expect(adam.steps).toBe(40);
      expect(adam.firstMoment.view[0]).toBeCloseTo((1 - 0.9 ** 40) * 3, 12);
      expect(adam.secondMoment.view[0]).toBeCloseTo((1 - 0.999 ** 40) * 9, 12);
      expect(p.view[0]).toBeCloseTo(1 - 40 * 0.1, 8);
    });
  });

  it("keeps decoupled decay apart from the L2 penalty under Adam", () => {
    withWorkspace((workspace) => {
      const [p, q] = [vectorOf(workspace, "f64", [2, -3]), vectorOf(workspace, "f64", [2, -3])];
      const g = vectorOf(workspace, "f64", [0, 0]);
      const decoupled = createAdam(workspace, p, g, { rate: 0.1, decay: 0.5 });
      const penalty = createAdam(workspace, q, g, { rate: 0.1, l2: 0.5 });
      for (let t = 0; t < 7; t++) decoupled.step();
      penalty.step();
      // Without a gradient the first shrinks geometrically; the second moves by the rate whatever the size.
      expect(p.view[0]).toBeCloseTo(2 * 0.95 ** 7, 14);
      expect(p.view[1]).toBeCloseTo(-3 * 0.95 ** 7, 14);
      expect(q.view[0]).toBeCloseTo(1.9, 7);
      expect(q.view[1]).toBeCloseTo(-2.9, 7);
    });
  });

  it("continues to the same bits when its moments and number of steps are brought back", () => {
    withWorkspace((workspace) => {
      const run = (pause: boolean): number[] => {
        const p = vectorOf(workspace, "f32", normals(1, 9));
        const g = vectorOf(workspace, "f32", normals(2, 9));
        let adam = createAdam(workspace, p, g, { rate: 0.01 });
        for (let t = 0; t < 30; t++) {
          if (pause && t === 17) {
            const again = createAdam(workspace, p, g, { rate: 0.01 });
            again.firstMoment.view.set(adam.firstMoment.view);
            again.secondMoment.view.set(adam.secondMoment.view);
            again.restore(adam.steps);
            adam = again;
          }
          adam.step();
        }
        return Array.from(p.view);
      };
      expect(run(true)).toEqual(run(false));
    });
  });

  it.each(["f64", "f32"] as const)(
    "keeps averages of %s from becoming subnormal when gradients end",
    (format) => {
      withWorkspace((workspace) => {
        const p = vectorOf(workspace, format, normals(1, 13));
        const g = workspace.vector(format, 13);
        // In f64, 3000 steps reach 0.5^3000, far below the smallest normal number; in f32, 0.9^3000 does.
        const beta1 = format === "f64" ? 0.5 : 0.9;
        const beta2 = format === "f64" ? 0.6 : 0.96;
        const adam = createAdam(workspace, p, g, { rate: 0.01, beta1, beta2 });
        const sgd = createSgd(workspace, p, g, { rate: 0.01, momentum: beta1 });
        let [m, v] = [0, 0];
        let unguarded = 0;
        const round = format === "f64" ? (x: number) => x : Math.fround;
        for (let t = 0; t < 3000; t++) {
          const gradient = t < 10 ? 1 : 0;
          g.view.fill(gradient);
          adam.step();
          sgd.step();
          m = round(beta1 * m + (1 - beta1) * gradient);
          v = round(beta2 * v + (1 - beta2) * gradient);
          for (const x of [m, v]) if (x !== 0 && x < LEAST_NORMAL[format]) unguarded += 1;
          for (const { view } of [adam.firstMoment, adam.secondMoment, sgd.velocity, p]) {
            expect(subnormals(view, LEAST_NORMAL[format])).toBe(0);
          }
        }
        // The same averages without a limit do become subnormal: the test would notice.
        expect(unguarded).toBeGreaterThan(10);
        expect(adam.firstMoment.view.every((x) => x === 0)).toBe(true);
        expect(adam.secondMoment.view.every((x) => x === 0)).toBe(true);
      });
    },
  );

  it("keeps squares of small gradients normal, and lets NaN through", () => {
    withWorkspace((workspace) => {
      for (const format of ["f64", "f32"] as const) {
        const small = format === "f64" ? 1e-160 : 1e-20;
        const p = vectorOf(workspace, format, [1, 1, 1]);
        const g = vectorOf(workspace, format, [small, -small, Number.NaN]);
        const adam = createAdam(workspace, p, g, { rate: 0.1 });
        for (let t = 0; t < 5; t++) adam.step();
        expect(subnormals(adam.secondMoment.view, LEAST_NORMAL[format])).toBe(0);
        expect(Array.from(p.view)).toEqual([1, 1, Number.NaN]);
      }
    });
  });

  it("Langevin and SGHMC steps are those of their formulae", () => {
    withWorkspace((workspace) => {
      const p = vectorOf(workspace, "f64", [1, 2, 3]);
      const g = vectorOf(workspace, "f64", [4, -2, 0]);
      const langevin = createLangevin(workspace, p, g);
      langevin.preconditioner.view.set([1, 4, 1]);
      langevin.noise.view.set([1, -1, 2]);
      langevin.step(0.125, 4);
      // drift 1/8 d g; sqrt(2 4 / 8) = 1 times sqrt(d) noise.
      expect(Array.from(p.view)).toEqual([1 - 0.5 + 1, 2 + 1 - 2, 3 + 2]);
      const sghmc = createSghmc(workspace, p, g);
      sghmc.velocity.view.set([1, 1, 1]);
      sghmc.noise.view.set([1, 0, -1]);
      sghmc.step(0.5, 0.25, 4, 0);
      // v = 0.75 v - 0.5 g + sqrt(2 0.25 0.5 4) noise.
      expect(Array.from(sghmc.velocity.view)).toEqual([0.75 - 2 + 1, 0.75 + 1, 0.75 - 1]);
      expect(Array.from(p.view)).toEqual([1.5 - 0.25, 1 + 1.75, 5 - 0.25]);
    });
  });

  it("leapfrog conserves its shadow energy on a harmonic oscillator and runs backwards", () => {
    withWorkspace((workspace) => {
      const start = [1, -0.5, 2];
      const q = vectorOf(workspace, "f64", start);
      const g = vectorOf(workspace, "f64", start);
      const leapfrog = createLeapfrog(workspace, q, g);
      leapfrog.momentum.view.set([0.3, 1, -1]);
      const potential = (): number => {
        g.view.set(q.view);
        return 0.5 * norm(workspace, q) ** 2;
      };
      const step = 0.3;
      // r^2 / 2 + (1 - step^2 / 4) q^2 / 2 is exactly constant for unit mass and stiffness.
      const shadow = (): number => leapfrog.kinetic() + (1 - step * step * 0.25) * potential();
      const before = shadow();
      for (let t = 0; t < 100; t++) leapfrog.step(step, potential);
      expect(shadow()).toBeCloseTo(before, 12);
      const momentum = leapfrog.momentum.view;
      for (let i = 0; i < 3; i++) momentum[i] = -momentum[i]!;
      for (let t = 0; t < 100; t++) leapfrog.step(step, potential);
      for (let i = 0; i < 3; i++) expect(q.view[i]).toBeCloseTo(start[i]!, 12);
      expect(momentum[0]).toBeCloseTo(-0.3, 12);
    });
  });

  it("leapfrog uses the inverse masses", () => {
    withWorkspace((workspace) => {
      const q = vectorOf(workspace, "f64", [1, 1]);
      const g = vectorOf(workspace, "f64", [0, 0]);
      const leapfrog = createLeapfrog(workspace, q, g);
      leapfrog.inverseMass.view.set([4, 0.5]);
      leapfrog.momentum.view.set([1, 2]);
      expect(leapfrog.kinetic()).toBe(0.5 * (4 + 2));
      expect(leapfrog.step(0.5, () => 7)).toBe(7);
      expect(Array.from(q.view)).toEqual([3, 1.5]);
    });
  });

  it("running moments are those of the two-pass formulae, also for f32 vectors far from zero", () => {
    withWorkspace((workspace) => {
      for (const format of ["f64", "f32"] as const) {
        const x = workspace.vector(format, 5);
        const moments = createRunningMoments(workspace, x);
        const history: number[][] = [];
        for (let t = 0; t < 50; t++) {
          x.view.set(normals(t, 5).map((value) => 1000 + value));
          history.push(Array.from(x.view));
          moments.add();
        }
        for (let i = 0; i < 5; i++) {
          const mean = history.reduce((sum, row) => sum + row[i]!, 0) / 50;
          const squares = history.reduce((sum, row) => sum + (row[i]! - mean) ** 2, 0);
          expect(moments.count).toBe(50);
          expect(moments.mean.view[i]).toBeCloseTo(mean, 9);
          expect(moments.squares.view[i]).toBeCloseTo(squares, 9);
        }
      }
    });
  });

  it("adds a normal prior and measures norms", () => {
    withWorkspace((workspace) => {
      for (const format of ["f64", "f32"] as const) {
        const p = vectorOf(workspace, format, [1, -2, 3, 4, -5]);
        const g = vectorOf(workspace, format, [1, 1, 1, 1, 1]);
        const d = vectorOf(workspace, format, [2, 1, 0, 1, 2]);
        expect(addNormalPrior(workspace, d, p, g)).toBe(0.5 * (2 + 4 + 16 + 50));
        expect(Array.from(g.view)).toEqual([3, -1, 1, 5, -9]);
        expect(norm(workspace, p)).toBe(Math.sqrt(55));
      }
    });
  });

  it("says which option is wrong", () => {
    withWorkspace((workspace) => {
      const [p, g] = [workspace.vector("f64", 3), workspace.vector("f64", 3)];
      const adam = (options: object) => () => createAdam(workspace, p, g, { rate: 0.1, ...options });
      expect(adam({ rate: 0 })).toThrow(/createAdam: rate must be a finite number above 0, got 0/);
      expect(adam({ beta1: 1 })).toThrow(/beta1 must be a finite number at least 0 and below 1/);
      expect(adam({ momentum: 0.9 })).toThrow(/unknown option "momentum"/);
      expect(() => createSgd(workspace, p, g, { rate: 1, decay: -1 })).toThrow(/decay must be/);
      expect(() => createSgd(workspace, p, workspace.vector("f32", 3), { rate: 1 })).toThrow(
        /gradient must have the length and format of the parameters \(3, f64\), got 3, f32/,
      );
    });
  });
});

describe("the two forms of the updates", () => {
  function all(choice: KernelChoice, format: FloatFormat, n: number, seed: number): Record<string, number[]> {
    selectKernels(choice);
    return withWorkspace((workspace) => {
      const p = vectorOf(workspace, format, normals(seed, n));
      const g = vectorOf(workspace, format, normals(seed + 1, n));
      const d = vectorOf(workspace, format, normals(seed + 2, n).map(Math.abs));
      const sgd = createSgd(workspace, p, g, {
        rate: 0.1,
        momentum: 0.9,
        l2: 0.01,
        decay: 0.02,
        nesterov: true,
      });
      const adam = createAdam(workspace, p, g, { rate: 0.1, l2: 0.01, decay: 0.02 });
      const langevin = createLangevin(workspace, p, g);
      const sghmc = createSghmc(workspace, p, g);
      const leapfrog = createLeapfrog(workspace, p, g);
      const moments = createRunningMoments(workspace, p);
      const vectors = {
        p,
        g,
        v: sghmc.velocity,
        r: leapfrog.momentum,
        m: adam.firstMoment,
        s: adam.secondMoment,
      };
      langevin.preconditioner.view.set(d.view);
      leapfrog.inverseMass.view.set(d.view);
      let energy = 0;
      for (let t = 0; t < 4; t++) {
        langevin.noise.view.set(normals(seed + 10 + t, n));
        sghmc.noise.view.set(normals(seed + 20 + t, n));
        sgd.step(0.1, 0.5);
        adam.step(0.2, 0.7);
        langevin.step(0.01);
        sghmc.step(0.01, 0.1);
        energy += leapfrog.step(0.1, () => addNormalPrior(workspace, d, p, g));
        moments.add();
      }
      const sums = [energy, leapfrog.kinetic(), norm(workspace, p)];
      const views = Object.entries({ ...vectors, mean: moments.mean, squares: moments.squares });
      return { sums, ...Object.fromEntries(views.map(([name, vector]) => [name, Array.from(vector.view)])) };
    });
  }
  const length = fc.integer({ min: 0, max: 23 });

  it("f64 results have the same bits from WebAssembly and from TypeScript", () => {
    fc.assert(
      fc.property(length, fc.nat(1e6), (n, seed) => {
        expect(all("wasm", "f64", n, seed)).toEqual(all("js", "f64", n, seed));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("f32 results agree to rounding", () => {
    fc.assert(
      fc.property(length, fc.nat(1e6), (n, seed) => {
        const [wasm, js] = [all("wasm", "f32", n, seed), all("js", "f32", n, seed)];
        for (const name of Object.keys(js)) {
          js[name]!.forEach((value, i) => {
            expect(Math.abs(wasm[name]![i]! - value)).toBeLessThan(2e-4 * Math.max(1, Math.abs(value)));
          });
        }
      }),
      { numRuns: 60, seed: 2 },
    );
  });
});
