import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix, type Matrix, rowOf } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { createRng } from "../../src/random/rng.ts";

const names = (k: number) => Array.from({ length: k }, (_, c) => `class ${c}`);

/** Probabilities of random logits; every tenth is sure. */
function randomBank(draws: number, rows: number, classes: number, seed: number): Matrix {
  const rng = createRng(seed);
  const bank = createMatrix(draws, rows * classes);
  for (let first = 0; first < bank.data.length; first += classes) {
    const logits = Array.from({ length: classes }, () => 1.5 * rng.normal());
    if (rng.uniform() < 0.1) logits[0] = 900;
    const largest = Math.max(...logits);
    const powers = logits.map((f) => Math.exp(f - largest));
    const total = powers.reduce((a, b) => a + b);
    bank.data.set(
      powers.map((p) => p / total),
      first,
    );
  }
  return bank;
}

const shapes = fc.record({
  draws: fc.integer({ min: 1, max: 6 }),
  rows: fc.integer({ min: 0, max: 4 }),
  classes: fc.integer({ min: 2, max: 5 }),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
});
const entropyOf = (p: ArrayLike<number>) =>
  Array.from(p).reduce((sum, v) => sum - (v > 0 ? v * Math.log(v) : 0), 0);

describe("classificationPredictive", () => {
  it("averages probabilities, and splits their entropy into its two parts", () => {
    fc.assert(
      fc.property(shapes, ({ draws, rows, classes, seed }) => {
        const bank = randomBank(draws, rows, classes, seed);
        const weights = Array.from({ length: draws }, (_, s) => s + 1);
        const all = weights.reduce((a, b) => a + b);
        const p = classificationPredictive({ probabilities: bank, classes: names(classes), weights });
        expect([p.size, p.classes.length]).toEqual([rows, classes]);
        for (let i = 0; i < rows; i++) {
          const members = weights.map((_, s) => rowOf(bank, s).subarray(i * classes, (i + 1) * classes));
          const mean = names(classes).map((_, k) =>
            members.reduce((sum, m, s) => sum + (weights[s]! / all) * m[k]!, 0),
          );
          const found = rowOf(p.probabilities, i);
          mean.forEach((value, k) => void expect(found[k]).toBeCloseTo(value, 14));
          expect(p.entropy[i]).toBeCloseTo(entropyOf(mean), 13);
          const expected = members.reduce((sum, m, s) => sum + (weights[s]! / all) * entropyOf(m), 0);
          expect(p.expectedEntropy[i]).toBeCloseTo(expected, 13);
          expect(p.mutualInformation[i]).toBeGreaterThanOrEqual(0);
          expect(p.entropy[i]! - p.expectedEntropy[i]! - p.mutualInformation[i]!).toBeCloseTo(0, 14);
          // The mutual information is also the expected divergence of the draws from their average.
          const divergence = members.reduce((sum, m, s) => {
            const of = mean.reduce((d, q, k) => d + (m[k]! > 0 ? m[k]! * Math.log(m[k]! / q) : 0), 0);
            return sum + (weights[s]! / all) * of;
          }, 0);
          expect(p.mutualInformation[i]).toBeCloseTo(divergence, 12);
          expect(mean[p.mode[i]!]).toBeCloseTo(Math.max(...mean), 14);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it("a single draw, or equal ones, tell nothing of the parameters", () => {
    const one = randomBank(1, 5, 3, 8);
    const p = classificationPredictive({ probabilities: one, classes: names(3) });
    expect([...p.mutualInformation]).toEqual([0, 0, 0, 0, 0]);
    expect(p.probabilities.data).toEqual(one.data);
    const same = createMatrix(3, 15, Float64Array.from([...one.data, ...one.data, ...one.data]));
    const q = classificationPredictive({ probabilities: same, classes: names(3) });
    for (const value of q.mutualInformation) expect(value).toBeLessThan(1e-15);
  });

  it("uniform probabilities have entropy log K; draws that disagree for sure have all of it in the parameters", () => {
    for (const k of [2, 3, 7]) {
      const uniform = createMatrix(1, k, new Float64Array(k).fill(1 / k));
      const even = classificationPredictive({ probabilities: uniform, classes: names(k) });
      expect(even.entropy[0]).toBeCloseTo(Math.log(k), 14);
      expect(even.mode[0]).toBe(0);
      const sure = createMatrix(k, k);
      for (let c = 0; c < k; c++) sure.data[c * k + c] = 1;
      const torn = classificationPredictive({ probabilities: sure, classes: names(k) });
      expect(torn.expectedEntropy[0]).toBe(0);
      expect(torn.mutualInformation[0]).toBeCloseTo(Math.log(k), 14);
    }
  });

  it("log probabilities are those of the average, not the average of logarithms", () => {
    const bank = createMatrix(2, 4, Float64Array.of(0.9, 0.1, 1, 0, 0.5, 0.5, 1, 0));
    const p = classificationPredictive({ probabilities: bank, classes: ["no", "yes"] });
    const found = p.logProb([1, 0]);
    expect(found[0]).toBeCloseTo(Math.log(0.3), 15);
    expect(found[1]).toBe(0);
    expect(p.logProb([0, 1])[1]).toBe(Number.NEGATIVE_INFINITY);
  });

  const binomialError = (p: number, n: number) => 4 * Math.sqrt((p * (1 - p)) / n) + 1e-12;

  it("draws have the frequencies of the probabilities, and rows share the parameters of their draw", () => {
    const count = 4000;
    const bank = randomBank(3, 4, 3, 12);
    const weights = [1, 2, 5];
    const p = classificationPredictive({ probabilities: bank, classes: names(3), weights });
    const drawn = p.sample(count, createRng("classes"));
    expect([drawn.rows, drawn.cols]).toEqual([count, 4]);
    const share = (i: number, k: number) => {
      let hits = 0;
      for (let s = 0; s < count; s++) if (drawn.data[s * 4 + i] === k) hits++;
      return hits / count;
    };
    let twinCaught = false;
    for (let i = 0; i < 4; i++) {
      for (let k = 0; k < 3; k++) {
        const probability = p.probabilities.data[i * 3 + k]!;
        expect(Math.abs(share(i, k) - probability)).toBeLessThan(binomialError(probability, count));
        // The broken twin: draws that leave out their weights.
        const unweighted = [0, 1, 2].reduce((sum, s) => sum + bank.data[s * 12 + i * 3 + k]! / 3, 0);
        if (Math.abs(share(i, k) - unweighted) > binomialError(unweighted, count)) twinCaught = true;
      }
    }
    expect(twinCaught).toBe(true);
    // Two draws that are sure of opposite classes: rows always agree; drawn row by row they would in half the cases.
    const torn = createMatrix(2, 4, Float64Array.of(1, 0, 1, 0, 0, 1, 0, 1));
    const pairs = classificationPredictive({ probabilities: torn, classes: names(2) }).sample(
      500,
      createRng(2),
    );
    let ones = 0;
    for (let s = 0; s < 500; s++) {
      expect(pairs.data[2 * s]).toBe(pairs.data[2 * s + 1]);
      ones += pairs.data[2 * s]!;
    }
    expect(Math.abs(ones / 500 - 0.5)).toBeLessThan(binomialError(0.5, 500));
    expect(p.sample(2, createRng("classes")).data).toEqual(drawn.data.subarray(0, 8));
  });

  it("wrong arguments are refused with typed errors", () => {
    const classes = names(2);
    const bank = (...values: number[]) => createMatrix(1, values.length, Float64Array.from(values));
    const make =
      (probabilities: Matrix, more: object = {}) =>
      () =>
        classificationPredictive({ probabilities, classes, ...more });
    expect(make(bank(0.5, 0.5, 1))).toThrow(ShapeError);
    expect(make(bank(0.5, 0.5, 0.7, 0.4))).toThrow(/draw 0 and row 1 .* 1.1/);
    expect(make(bank(-0.1, 1.1))).toThrow(/least is -0.1/);
    expect(make(bank(Number.NaN, 1))).toThrow(ArgumentError);
    expect(make(bank(0.5, 0.5), { weights: [1, 1] })).toThrow(ShapeError);
    expect(make(bank(0.5, 0.5), { weights: [-1] })).toThrow(ArgumentError);
    expect(make(bank(1), { classes: ["one"] })).toThrow(ArgumentError);
    expect(make(createMatrix(0, 2))).toThrow(/at least one component/);
    const p = make(bank(0.5, 0.5))();
    expect(() => p.logProb([0, 1])).toThrow(ShapeError);
    for (const y of [2, -1, 0.5, Number.NaN]) expect(() => p.logProb([y])).toThrow(ArgumentError);
    expect(() => p.sample(-1, createRng(1))).toThrow(ArgumentError);
  });
});
