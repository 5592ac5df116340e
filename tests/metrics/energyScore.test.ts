import { describe, expect, it } from "vitest";
import { normalCrps } from "../../src/distributions/normal.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { crpsOfDraws } from "../../src/metrics/crpsOfDraws.ts";
import { energyScore, energyScoreOfDraws } from "../../src/metrics/energyScore.ts";
import { meanCrps } from "../../src/metrics/meanCrps.ts";
import { meanEntry } from "../../src/metrics/scoreEntry.ts";
import { createMatrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { createRng } from "../../src/random/rng.ts";

const normal = (n: number, targets: number, sd = 1) =>
  normalPredictive({
    mean: new Float64Array(n * targets),
    epistemic: new Float64Array(n * targets),
    aleatoric: new Float64Array(n * targets).fill(sd * sd),
    targets,
  });

describe("scores of draws", () => {
  it("CRPS by hand", () => {
    const draws = matrixFromRows([[1], [2], [4]]);
    // Distances to 3: 2, 1, 1; pairs: 1, 3, 2.
    expect(crpsOfDraws(draws, [3])[0]).toBeCloseTo(4 / 3 - 6 / 9, 15);
    expect(crpsOfDraws(draws, [3], { fair: true })[0]).toBeCloseTo(4 / 3 - 6 / 6, 15);
    expect(crpsOfDraws(matrixFromRows([[1]]), [3])[0]).toBe(2);
  });

  it("energy score by hand in two dimensions", () => {
    const draws = matrixFromRows([
      [0, 0, 1, 1],
      [3, 4, 1, 1],
    ]);
    expect([...energyScoreOfDraws(draws, [0, 0, 1, 2], 2)]).toEqual([2.5 - 1.25, 1]);
    expect([...energyScoreOfDraws(draws, [0, 0, 1, 2], 2, { fair: true })]).toEqual([0, 1]);
  });

  it("the fair score is that of the distribution on average, the other is too large by E|X - X'|/(2 S)", () => {
    const [count, n] = [5, 4000];
    const draws = createMatrix(count, n, createRng("fair").fillNormal(new Float64Array(count * n)));
    const y = new Float64Array(n).fill(0.7);
    const fair = meanEntry(crpsOfDraws(draws, y, { fair: true }));
    const whole = meanEntry(crpsOfDraws(draws, y));
    const truth = normalCrps(0.7, 0, 1);
    expect(Math.abs(fair.value! - truth)).toBeLessThan(4 * fair.standardError!);
    const bias = 1 / (Math.sqrt(Math.PI) * count);
    expect(Math.abs(whole.value! - truth - bias)).toBeLessThan(4 * whole.standardError!);
    expect(whole.value! - truth).toBeGreaterThan(4 * whole.standardError!);
  });

  it("refuse wrong arguments", () => {
    const draws = matrixFromRows([[1, 2]]);
    for (const score of [
      crpsOfDraws,
      (d: typeof draws, y: number[], o?: object) => energyScoreOfDraws(d, y, 2, o),
    ]) {
      expect(() => score(draws, [1])).toThrow(ShapeError);
      expect(() => score(draws, [1, Number.NaN])).toThrow(ArgumentError);
      expect(() => score(draws, [1, 2], { fair: true })).toThrow(/draws/);
      expect(() => score(createMatrix(0, 2), [1, 2])).toThrow(ArgumentError);
      expect(() => score(draws, [1, 2], { fairly: true } as never)).toThrow(/unknown option/);
    }
    expect(() => energyScoreOfDraws(draws, [1, 2], 3)).toThrow(ShapeError);
  });
});

describe("energy score", () => {
  it("of two independent normal targets at their mean is sqrt(pi/2) - sqrt(pi)/2", () => {
    const n = 300;
    const { value, standardError } = energyScore(normal(n, 2), new Float64Array(2 * n), {
      rng: createRng("disc"),
      draws: 60,
    });
    const truth = Math.sqrt(Math.PI / 2) - Math.sqrt(Math.PI) / 2;
    // All rows share the draws of a run of their own: they are independent, and their spread is the Monte Carlo error.
    expect(Math.abs(value! - truth)).toBeLessThan(4 * standardError!);
    expect(standardError!).toBeLessThan(0.01);
  });

  it("of one target is the CRPS", () => {
    const n = 200;
    const y = createRng("one").fillNormal(new Float64Array(n));
    const energy = energyScore(normal(n, 1), y, { rng: createRng("draws"), draws: 100 });
    const crps = meanCrps(normal(n, 1), y);
    // Monte Carlo error of a row: about 0.6/sqrt(100).
    expect(Math.abs(energy.value! - crps.value!)).toBeLessThan((4 * 0.6) / Math.sqrt(100 * n));
  });

  it("scales are units: targets in thousandths with their scale score the same", () => {
    const y = [0.3, -1, 1.2, 0.4];
    const base = energyScore(normal(2, 2), y, { rng: createRng("u") });
    const small = energyScore(
      normal(2, 2, 0.001),
      y.map((v) => v / 1000),
      {
        rng: createRng("u"),
        scales: [0.001, 0.001],
      },
    );
    expect(small.value).toBeCloseTo(base.value!, 12);
  });

  it("knows the dependence of the targets, which no score of single targets does", () => {
    const [n, count] = [400, 80];
    const rng = createRng("joint");
    const pair = (rho: number) => {
      const [a, b] = [rng.normal(), rng.normal()];
      return [a, rho * a + Math.sqrt(1 - rho * rho) * b];
    };
    const y = Float64Array.from(Array.from({ length: n }, () => pair(0.95)).flat());
    const bank = (rho: number) =>
      matrixFromRows(Array.from({ length: count }, () => Array.from({ length: n }, () => pair(rho)).flat()));
    const right = energyScoreOfDraws(bank(0.95), y, 2, { fair: true });
    const wrong = energyScoreOfDraws(bank(-0.95), y, 2, { fair: true });
    const { value, standardError } = meanEntry(wrong.map((v, i) => v - right[i]!));
    expect(value!).toBeGreaterThan(4 * standardError!);
  });

  it("refuses wrong arguments", () => {
    const rng = createRng(1);
    expect(() => energyScore(normal(1, 2), [1], { rng })).toThrow(ShapeError);
    expect(() => energyScore(normal(1, 2), [1, 2], { rng, scales: [1] })).toThrow(ShapeError);
    expect(() => energyScore(normal(1, 2), [1, 2], { rng, scales: [1, 0] })).toThrow(ArgumentError);
    expect(() => energyScore(normal(1, 2), [1, 2], { rng, draws: 1 })).toThrow(ArgumentError);
    expect(() => energyScore(normal(1, 2), [1, 2], { rng, seed: 1 } as never)).toThrow(/unknown option/);
  });
});
