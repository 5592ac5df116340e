import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { integrate } from "../../src/numeric/quadrature.ts";
import { affinePredictive, mixturePredictive } from "../../src/predictive/combine.ts";
import type { Of, RegressionPredictive } from "../../src/predictive/predictive.ts";
import { partsOf } from "../../src/predictive/predictiveParts.ts";
import { selectPredictive } from "../../src/predictive/selectPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { checkMoments, close } from "./closeness.ts";
import { countsContract } from "./counts.ts";

/** What is known about the predictive distributions that an arbitrary makes. */
export interface ContractOptions {
  /** Whether observations may have point masses: then there is no density to integrate. Default false. */
  readonly atoms?: boolean;
  /** Whether observations are counts: sums take the place of integrals. Implies `atoms`. Default false. */
  readonly counts?: boolean;
  /** Whether fourth moments are finite, so that sample moments have a known error. Default true. */
  readonly moments?: boolean;
  /** Number of random cases per property; 1 is enough for a constant. Default 25. */
  readonly runs?: number;
}

const PROBABILITIES = [1e-6, 0.001, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.999, 1 - 1e-6];
const LEVELS = [0.05, 0.5, 0.8, 0.9, 0.95, 0.99];
const BOTH: readonly Of[] = ["observation", "function"];

/**
 * What every predictive distribution must satisfy, whatever its family. Call it inside a test file:
 * `predictiveContract("normal", fc.constant(predictive))`.
 */
export function predictiveContract(
  name: string,
  make: fc.Arbitrary<RegressionPredictive>,
  { counts = false, atoms = counts, moments = true, runs = 25 }: ContractOptions = {},
): void {
  const holds = (title: string, property: (p: RegressionPredictive) => void, count = runs) =>
    it(title, () => fc.assert(fc.property(make, property), { seed: 9_11, numRuns: count }));
  const positions = (p: RegressionPredictive) => p.mean.map((_, i) => i);
  const filled = (p: RegressionPredictive, y: number) => new Float64Array(p.size * p.targets).fill(y);

  describe(`predictive contract: ${name}`, () => {
    holds("the variance is the sum of its two parts, and that of the observation distribution", (p) => {
      const { observation } = partsOf(p);
      for (const array of [p.mean, p.variance, p.std, p.epistemic, p.aleatoric]) {
        expect(array).toHaveLength(p.size * p.targets);
      }
      for (const i of positions(p)) {
        close(p.variance[i]!, p.epistemic[i]! + p.aleatoric[i]!, 0, "variance");
        close(p.std[i]!, Math.sqrt(p.variance[i]!), 0, "std");
        expect(p.variance[i]).toBeGreaterThanOrEqual(Math.max(p.epistemic[i]!, p.aleatoric[i]!));
        close(observation.variance(i), p.variance[i]!, 1e-12 * p.variance[i]!, "observation variance");
      }
    });

    holds("quantile inverts cdf, and is the smallest number that reaches p", (p) => {
      for (const of of BOTH) {
        let before: Float64Array = filled(p, Number.NEGATIVE_INFINITY);
        for (const probability of PROBABILITIES) {
          const q = p.quantile(probability, of);
          const reached = p.cdf(q, of);
          const nudge = q.map((value) => value - 1e-9 * (1 + Math.abs(value)));
          const missed = p.cdf(nudge, of);
          const density = p.logProb(q, of).map(Math.exp);
          for (const i of positions(p)) {
            expect(q[i]).toBeGreaterThanOrEqual(before[i]!);
            // One digit of q is worth its size times the density.
            const rounding = 1e-12 + (density[i] === Infinity ? 0 : 1e-15 * Math.abs(q[i]!) * density[i]!);
            expect(reached[i]).toBeGreaterThanOrEqual(probability - rounding);
            expect(missed[i]).toBeLessThanOrEqual(probability + 1e-12);
            if (!atoms && of === "observation") close(reached[i]!, probability, rounding, "cdf(quantile)");
          }
          before = q;
        }
      }
    });

    holds("intervals hold their share and nest", (p) => {
      for (const of of BOTH) {
        let inner = { lower: p.quantile(0.5, of), upper: p.quantile(0.5, of) };
        for (const level of LEVELS) {
          const outer = p.interval(level, of);
          const share = p.cdf(outer.upper, of).map((v, i) => v - p.cdf(outer.lower, of)[i]!);
          for (const i of positions(p)) {
            expect(outer.lower[i]).toBeLessThanOrEqual(inner.lower[i]!);
            expect(outer.upper[i]).toBeGreaterThanOrEqual(inner.upper[i]!);
            if (!atoms && of === "observation") close(share[i]!, level, 1e-9, "share");
          }
          inner = outer;
        }
      }
    });

    holds("the band lies about the mean, k standard deviations wide on either side", (p) => {
      for (const [of, variance] of [
        ["observation", p.variance],
        ["function", p.epistemic],
      ] as const) {
        for (const k of [0, 1, 2.5]) {
          const { lower, upper } = p.band(k, of);
          for (const i of positions(p)) {
            const half = k === 0 ? 0 : k * Math.sqrt(variance[i]!);
            if (!Number.isFinite(half) || Number.isNaN(p.mean[i])) continue;
            const rounding = 1e-14 * (Math.abs(p.mean[i]!) + half);
            close(upper[i]! - p.mean[i]!, half, rounding, "upper half");
            close(p.mean[i]! - lower[i]!, half, rounding, "lower half");
          }
        }
      }
      expect(p.band(2)).toEqual(p.band(2, "observation"));
    });

    if (!atoms) {
      holds("the density integrates to differences of the cdf", (p) => {
        // Marks lie close where a narrow component is, so that the quadrature cannot step over it.
        const marks = Array.from({ length: 50 }, (_, k) => p.quantile(0.001 + (0.998 * k) / 49));
        const { observation } = partsOf(p);
        for (const i of positions(p)) {
          for (let k = 1; k < marks.length; k++) {
            const [low, high] = [marks[k - 1]![i]!, marks[k]![i]!];
            const mass = integrate((y) => Math.exp(observation.logProb(i, y)), low, high, 1e-12);
            close(mass, observation.cdf(i, high) - observation.cdf(i, low), 1e-10, "mass");
          }
        }
      });
    }

    if (counts) countsContract(holds, PROBABILITIES);

    holds("crps is the integral of (F - step)^2, and smallest at the median", (p) => {
      const { observation } = partsOf(p);
      const ends = [1e-9, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-9].map((probability) => p.quantile(probability));
      const median = p.quantile(0.5);
      const best = p.crps(median);
      for (const y of [median, p.quantile(0.03), p.quantile(0.9).map((v) => v + 1)]) {
        const score = p.crps(y);
        for (const i of positions(p)) {
          expect(score[i]).toBeGreaterThanOrEqual(best[i]! * (1 - 1e-12));
          expect(best[i]).toBeGreaterThanOrEqual(0);
          if (atoms || !moments) continue; // Checked exactly for staircases and against references for heavy tails.
          const step = (z: number) => (z >= y[i]! ? 1 : 0);
          const cuts = [...ends.map((q) => q[i]!), y[i]!].sort((a, b) => a - b);
          let integral = 0;
          for (let k = 1; k < cuts.length; k++) {
            const above = step(0.5 * (cuts[k - 1]! + cuts[k]!));
            const f = (z: number) => (observation.cdf(i, z) - above) * (observation.cdf(i, z) - above);
            integral += integrate(f, cuts[k - 1]!, cuts[k]!, 1e-12);
          }
          close(score[i]!, integral, 1e-9 * (1 + integral), "crps");
        }
      }
    });

    holds(
      "draws have the moments and the cdf of the distribution",
      (p) => {
        const count = 4000;
        const drawn = p.sample(count, createRng("contract").fork(name));
        expect([drawn.rows, drawn.cols]).toEqual([count, p.size * p.targets]);
        const pits = Array.from({ length: count }, (_, s) =>
          p.cdf(drawn.data.subarray(s * drawn.cols, (s + 1) * drawn.cols)),
        );
        for (const i of positions(p)) {
          const column = Float64Array.from({ length: count }, (_, s) => drawn.data[s * drawn.cols + i]!);
          if (moments) checkMoments(column, p.mean[i]!, p.variance[i]!);
          const pit = Float64Array.from({ length: count }, (_, s) => pits[s]![i]!);
          if (!atoms) checkMoments(pit, 0.5, 1 / 12);
        }
        const again = p.sample(3, createRng("contract").fork(name));
        expect(again.data).toEqual(drawn.data.subarray(0, 3 * drawn.cols));
        if (p.functionDraws === undefined) return;
        const values = p.functionDraws(count, createRng("contract").fork(name).fork("function"));
        for (const i of positions(p)) {
          const column = Float64Array.from({ length: count }, (_, s) => values.data[s * values.cols + i]!);
          if (moments) checkMoments(column, p.mean[i]!, p.epistemic[i]!);
        }
      },
      Math.min(runs, 8),
    );

    holds("a mixture of one is its member, and a mixture of equals changes nothing", (p) => {
      const y = p.quantile(0.3);
      const facts = (q: RegressionPredictive) => [
        ...[q.mean, q.variance, q.epistemic, q.aleatoric, q.cdf(y), q.logProb(y), q.crps(y), q.quantile(0.7)],
        ...[q.sample(2, createRng(1)).data, q.band(1).lower, q.interval(0.5).upper],
      ];
      expect(facts(mixturePredictive([p]))).toEqual(facts(p));
      expect(facts(mixturePredictive([p, p], [0, 2]))).toEqual(facts(p));
      const once = facts(p);
      const twice = facts(mixturePredictive([p, p], [1, 3])).slice(0, 8);
      for (const [k, array] of twice.entries()) {
        for (const i of positions(p)) {
          const expected = once[k]![i]!;
          close(array[i]!, expected, 1e-10 * (1 + Math.abs(expected)), `fact ${k} of a mixture of equals`);
        }
      }
    });

    holds("shift and scale act as they must on everything", (p) => {
      const maps = Array.from({ length: p.targets }, (_, j) => ({ shift: 3 - j, scale: 2.5 + j }));
      const q = affinePredictive(p, maps);
      const map = (i: number) => maps[i % p.targets]!;
      const image = (v: number, i: number) => map(i).shift + map(i).scale * v;
      const y = p.quantile(0.37);
      const z = y.map(image);
      const pairs: [string, Float64Array, Float64Array][] = [
        ["mean", q.mean, p.mean.map(image)],
        ["std", q.std, p.std.map((v, i) => v * map(i).scale)],
        ["epistemic", q.epistemic, p.epistemic.map((v, i) => v * map(i).scale * map(i).scale)],
        ["quantile", q.quantile(0.9), p.quantile(0.9).map(image)],
        ["function quantile", q.quantile(0.1, "function"), p.quantile(0.1, "function").map(image)],
        ["logProb", q.logProb(z), p.logProb(y).map((v, i) => v - Math.log(map(i).scale))],
        ["crps", q.crps(z), p.crps(y).map((v, i) => v * map(i).scale)],
        ["draw", q.sample(1, createRng(5)).data, p.sample(1, createRng(5)).data.map(image)],
      ];
      if (!atoms) pairs.push(["cdf", q.cdf(z), p.cdf(y)]);
      for (const [what, found, expected] of pairs) {
        if (atoms && what === "logProb") continue;
        for (const i of positions(p)) {
          close(found[i]!, expected[i]!, 1e-10 * (1 + Math.abs(expected[i]!)), what);
        }
      }
    });

    holds("selected rows and targets keep their distributions", (p) => {
      const rows = [p.size - 1, 0];
      const target = p.targets - 1;
      const q = selectPredictive(p, { rows, target });
      expect([q.size, q.targets]).toEqual([2, 1]);
      const take = (v: Float64Array) => Float64Array.from(rows, (row) => v[row * p.targets + target]!);
      expect(q.mean).toEqual(take(p.mean));
      expect(q.epistemic).toEqual(take(p.epistemic));
      expect(q.quantile(0.2)).toEqual(take(p.quantile(0.2)));
      expect(q.crps([1, 1])).toEqual(take(p.crps(filled(p, 1))));
    });

    holds(
      "wrong arguments are refused with typed errors",
      (p) => {
        const y = filled(p, 0);
        const long = new Float64Array(y.length + 1);
        for (const score of [p.cdf, p.logProb, p.crps]) {
          expect(() => score(long)).toThrow(ShapeError);
          expect(() => score(y.map(() => Number.NaN))).toThrow(ArgumentError);
          expect(() => score(y, "functions" as Of)).toThrow(ArgumentError);
        }
        for (const wrong of [0, 1, -0.1, 1.1, Number.NaN]) {
          expect(() => p.quantile(wrong)).toThrow(ArgumentError);
          expect(() => p.interval(wrong)).toThrow(ArgumentError);
        }
        expect(() => p.band(-1)).toThrow(ArgumentError);
        expect(() => p.band(1, "both" as Of)).toThrow(ArgumentError);
        expect(() => p.sample(-1, createRng(1))).toThrow(ArgumentError);
        expect(() => p.sample(1.5, createRng(1))).toThrow(ArgumentError);
        expect(() => affinePredictive(p, [])).toThrow(ShapeError);
      },
      1,
    );
  });
}
