import { describe, expect, test } from "vitest";
import { curvatureFactor } from "../../../src/inference/hamiltonian/curvatureFactor.ts";
import { startAtMode } from "../../../src/inference/hamiltonian/densityStart.ts";
import { sampleDensity } from "../../../src/inference/hamiltonian/sampleDensity.ts";
import { checkDensity, type UserDensity } from "../../../src/inference/hamiltonian/userDensity.ts";
import { createRng } from "../../../src/random/rng.ts";

/** A normal density whose coordinates have sds 1e4 and 1e-4 and the correlation 0.999, beside a gamma one. */
const MEANS = [3e4, -2];
const SDS = [1e4, 1e-4];
const R = 0.999;
const scaled: UserDensity = {
  parameters: [
    { name: "x", size: 2 },
    { name: "s", constraint: "positive" },
  ],
  logDensity([x0, x1, s], gradient) {
    const [a, b] = [(x0! - MEANS[0]!) / SDS[0]!, (x1! - MEANS[1]!) / SDS[1]!];
    const rest = 1 - R * R;
    gradient[0] = -(a - R * b) / rest / SDS[0]!;
    gradient[1] = -(b - R * a) / rest / SDS[1]!;
    gradient[2] = 2 / s! - 1;
    return -(a * a - 2 * R * a * b + b * b) / (2 * rest) + 2 * Math.log(s!) - s!;
  },
};

const SHORT = { chains: 4, warmUp: 200, draws: 2000 } as const;

describe("a start at a mode", () => {
  test("is beside it, in coordinates of unit curvature", async () => {
    const checked = checkDensity("test", scaled);
    const from = Float64Array.of(1, -1, 0.5);
    const started = await startAtMode(checked, from, createRng("mode"), undefined);
    expect(started.foundMode).toBe(true);
    expect(started.gradients).toBeGreaterThan(10);
    const { density } = started;
    const values = new Float64Array(3);
    density.constrain(new Float64Array(3), values);
    // The mode of the log of a Gamma(3, 1) is at s = 3.
    expect((values[0]! - 3e4) / 1e4).toBeCloseTo(0, 1);
    expect((values[1]! + 2) / 1e-4).toBeCloseTo(0, 1);
    expect(values[2]).toBeCloseTo(3, 1);
    const slopes = (z: readonly number[]) => {
      const gradient = new Float64Array(3);
      density.logDensity(Float64Array.from(z), gradient);
      return gradient;
    };
    const h = 1e-3;
    for (const j of [0, 1, 2]) {
      const unit = [0, 1, 2].map((i) => (i === j ? h : 0));
      const [up, down] = [slopes(unit), slopes(unit.map((value) => -value))];
      const curvature = Array.from(up, (value, i) => (down[i]! - value) / (2 * h));
      curvature.forEach((value, i) => void expect(value).toBeCloseTo(i === j ? 1 : 0, 2));
    }
  });

  test("makes a density of wild scales as easy as a round one", async () => {
    const found = await sampleDensity(scaled, { ...SHORT, start: "mode" }, { rng: createRng("scales") });
    const rows = found.diagnostics();
    [...MEANS, 3].forEach((mean, j) => {
      expect(Math.abs(rows[j]!.mean! - mean) / rows[j]!.mcseMean!).toBeLessThan(4);
      expect(Math.abs(rows[j]!.sd! / [...SDS, Math.sqrt(3)][j]! - 1)).toBeLessThan(0.1);
      expect(rows[j]!.essBulk).toBeGreaterThan(1000);
    });
    const leapfrogs = found.statistics.leapfrogs.reduce((sum, count) => sum + count, 0);
    expect(leapfrogs / found.draws.rows).toBeLessThan(8);
    expect(found.notes.map(({ code }) => code)).toEqual(["settings", "mixing"]);
  });

  test("is left out where there is no mode, which a note says", async () => {
    // At the start the slope is zero, and the density rises on both sides of it.
    const saddle: UserDensity = {
      parameters: [{ name: "x" }, { name: "y" }],
      logDensity([x, y], gradient) {
        gradient.set([y! - x! ** 3, x! - y! ** 3]);
        return x! * y! - (x! ** 4 + y! ** 4) / 4;
      },
      start: [0, 0],
    };
    const brief = { chains: 2, warmUp: 50, draws: 20, start: "mode" } as const;
    const { notes } = await sampleDensity(saddle, brief, { rng: createRng("saddle") });
    expect(notes.find(({ code }) => code === "no-mode")?.message).toMatch(/^2 of 2 chains found no mode/);
  });

  test("comes no further than the density reaches, however flat its top", async () => {
    const flat = checkDensity("test", {
      parameters: [{ name: "x" }],
      logDensity([x], gradient) {
        gradient[0] = (-4 * (x! / 10) ** 3) / 10;
        return -((x! / 10) ** 4);
      },
    });
    for (let k = 0; k < 20; k++) {
      const rng = createRng("flat").fork(k);
      const { density, position } = await startAtMode(flat, Float64Array.of(1), rng, undefined);
      const value = density.logDensity(position, new Float64Array(1));
      expect(value).toBeGreaterThan(-20);
    }
  });
});

describe("curvatureFactor", () => {
  test("gives the Cholesky factor of the second derivatives", () => {
    // f = x'A x / 2 with A = [[4, 2], [2, 5]] = L L', L = [[2, 0], [1, 2]].
    const found = curvatureFactor(
      ([x, y], gradient) => {
        gradient.set([4 * x! + 2 * y!, 2 * x! + 5 * y!]);
        return 2 * x! * x! + 2 * x! * y! + 2.5 * y! * y!;
      },
      Float64Array.of(100, -3),
    );
    Array.from([2, 0, 1, 2]).forEach((value, i) => void expect(found!.data[i]).toBeCloseTo(value, 8));
  });

  test("gives nothing where they are not positive definite", () => {
    const hyperbola = ([x, y]: Float64Array, gradient: Float64Array) => {
      gradient.set([y!, x!]);
      return x! * y!;
    };
    expect(curvatureFactor(hyperbola, Float64Array.of(0, 0))).toBeUndefined();
  });
});
