import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/diagnostics/diagnose.ts";
import { chainsOf, type DrawsArray } from "../../src/diagnostics/drawsArray.ts";
import { functionDiagnostics } from "../../src/diagnostics/functionDiagnostics.ts";
import { summarizeDraws } from "../../src/diagnostics/summarizeDraws.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { tanh } from "../../src/numeric/special.ts";
import { createRng } from "../../src/random/rng.ts";

const rng = createRng("summarize");
const array: DrawsArray = {
  chains: 3,
  draws: 40,
  size: 2,
  data: rng.fillNormal(new Float64Array(240)),
  names: ["slope", "offset"],
};

describe("chainsOf", () => {
  it("takes one quantity out of [chains, draws, size]", () => {
    const small = { chains: 2, draws: 3, size: 2, data: Float64Array.from({ length: 12 }, (_, k) => k) };
    expect(chainsOf(small, 0).map((chain) => [...chain])).toEqual([
      [0, 2, 4],
      [6, 8, 10],
    ]);
    expect(chainsOf(small, 1).map((chain) => [...chain])).toEqual([
      [1, 3, 5],
      [7, 9, 11],
    ]);
  });

  it("refuses what is no array of draws", () => {
    for (const j of [-1, 2, 0.5]) expect(() => chainsOf(array, j)).toThrow(ArgumentError);
    expect(() => chainsOf({ ...array, chains: 0 }, 0)).toThrow(/chains must be a whole number at least 1/);
    expect(() => chainsOf({ ...array, draws: 41 }, 0)).toThrow(
      /data must have length 246 \(3 chains x 41 draws x 2\)/,
    );
    expect(() => chainsOf({ ...array, names: ["slope"] }, 0)).toThrow(ShapeError);
  });
});

describe("summarizeDraws", () => {
  it("has a row per quantity: its diagnosis, name and quantiles", () => {
    const rows = summarizeDraws(array);
    expect(rows.map(({ name }) => name)).toEqual(["slope", "offset"]);
    for (const [j, row] of rows.entries()) {
      const { name, q5, median, q95, ...rest } = row;
      expect(rest).toEqual(diagnose(chainsOf(array, j)));
      const sorted = chainsOf(array, j)
        .flatMap((chain) => [...chain])
        .sort((a, b) => a - b);
      // Positions 5.95, 59.5 and 113.05 of 120 draws.
      expect(q5).toBeCloseTo(0.05 * sorted[5]! + 0.95 * sorted[6]!, 13);
      expect(median).toBeCloseTo(0.5 * (sorted[59]! + sorted[60]!), 13);
      expect(q95).toBeCloseTo(0.95 * sorted[113]! + 0.05 * sorted[114]!, 13);
    }
  });

  it("gives names where there are none, and no rows for no quantity", () => {
    const { names, ...unnamed } = array;
    expect(summarizeDraws(unnamed).map(({ name }) => name)).toEqual(["[0]", "[1]"]);
    expect(summarizeDraws({ chains: 1, draws: 5, size: 0, data: new Float64Array() })).toEqual([]);
  });

  it("one bad draw spoils its own row alone, and its quantiles too", () => {
    const data = Float64Array.from(array.data);
    data[2 * (40 + 7) + 1] = Number.NaN;
    const rows = summarizeDraws({ ...array, data });
    expect(rows[0]).toEqual(summarizeDraws(array)[0]);
    expect(rows[1]).toMatchObject({ q5: null, median: null, q95: null, reason: "draw 7 of chain 1 is NaN" });
  });

  it("quantiles are those of the constant, and null without draws", () => {
    const constant = { chains: 1, draws: 3, size: 1, data: new Float64Array(3).fill(0.1) };
    expect(summarizeDraws(constant)[0]).toMatchObject({ mean: 0.1, sd: 0, q5: 0.1, median: 0.1, q95: 0.1 });
    const empty = { chains: 2, draws: 0, size: 1, data: new Float64Array() };
    expect(summarizeDraws(empty)[0]).toMatchObject({ mean: null, q5: null, median: null, q95: null });
  });

  it("is plain JSON for any shape", () => {
    const shapes = fc.record({
      chains: fc.integer({ min: 1, max: 4 }),
      draws: fc.integer({ min: 0, max: 25 }),
      size: fc.integer({ min: 0, max: 4 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(shapes, ({ seed, ...sizes }) => {
        const length = sizes.chains * sizes.draws * sizes.size;
        const rows = summarizeDraws({
          ...sizes,
          data: createRng(seed).fillNormal(new Float64Array(length)),
        });
        expect(rows.length).toBe(sizes.size);
        expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
        for (const { q5, median, q95 } of rows)
          if (sizes.draws > 0) expect(q5! <= median! && median! <= q95!).toBe(true);
      }),
      { seed: 61, numRuns: 60 },
    );
  });
});

describe("functionDiagnostics", () => {
  // f(x) = v_1 tanh(w_1 x) + v_2 tanh(w_2 x): in the second chain both units have changed places.
  const draws = 300;
  const inputs = [-1, 0.5, 2];
  const weights = createMatrix(2 * draws, 4);
  for (let i = 0; i < 2 * draws; i++) {
    const unit = (v: number, w: number) => [v + 0.1 * rng.normal(), w + 0.1 * rng.normal()];
    const [a, b] = [unit(1, 3), unit(-2, 0.5)];
    weights.data.set(i < draws ? [...a, ...b] : [...b, ...a], 4 * i);
  }
  const values = createMatrix(2 * draws, inputs.length);
  for (let i = 0; i < 2 * draws; i++)
    for (const [k, x] of inputs.entries()) {
      const [v1, w1, v2, w2] = weights.data.subarray(4 * i);
      values.data[3 * i + k] = v1! * tanh(w1! * x) + v2! * tanh(w2! * x);
    }

  it("is not deceived by units that changed places, as diagnostics of weights are", () => {
    const ofWeights = summarizeDraws({ chains: 2, draws, size: 4, data: weights.data });
    for (const { rHat } of ofWeights) expect(rHat).toBeGreaterThan(1.5);
    for (const { rHat } of functionDiagnostics(values, 2)) expect(rHat).toBeLessThan(1.02);
  });

  it("still sees chains that found different functions", () => {
    const other = createMatrix(
      2 * draws,
      3,
      values.data.map((f, k) => (k < 3 * draws ? f : f + 1)),
    );
    for (const { rHat } of functionDiagnostics(other, 2)) expect(rHat).toBeGreaterThan(1.5);
  });

  it("has the rows of summarizeDraws, one per input", () => {
    const names = inputs.map((x) => `f(${x})`);
    expect(functionDiagnostics(values, 2, names)).toEqual(
      summarizeDraws({ chains: 2, draws, size: 3, data: values.data, names }),
    );
    expect(functionDiagnostics(values, 1).map(({ name }) => name)).toEqual(["[0]", "[1]", "[2]"]);
  });

  it("refuses rows that do not divide into the chains", () => {
    expect(() => functionDiagnostics(values, 7)).toThrow(ShapeError);
    expect(() => functionDiagnostics(values, 0)).toThrow(ArgumentError);
    expect(() => functionDiagnostics(values, 2, ["one"])).toThrow(/names must have length 3/);
  });
});
