import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chains } from "../../src/diagnostics/chains.ts";
import { rankNormalise } from "../../src/diagnostics/rankNormalise.ts";
import { rHat } from "../../src/diagnostics/rHat.ts";
import { rHatBasic } from "../../src/diagnostics/rHatBasic.ts";
import { sampleQuantile } from "../../src/diagnostics/sampleQuantile.ts";
import { splitChains } from "../../src/diagnostics/splitChains.ts";
import { standardNormalQuantile } from "../../src/distributions/normal.ts";
import { createRng } from "../../src/random/rng.ts";
import { autoregressive, transform } from "./simulate.ts";

const chainsOf = (...chains: number[][]): Chains => chains.map((chain) => Float64Array.from(chain));
const split = (chains: Chains) => rHatBasic(splitChains(chains));
const bulk = (chains: Chains) => rHatBasic(rankNormalise(splitChains(chains)));

describe("R-hat sees", () => {
  const good = autoregressive(createRng("good"), 0.5, 4, 1000);

  it("nothing wrong with chains that agree", () => {
    expect(rHat(good)).toBeLessThan(1.01);
    expect(split(good)).toBeLessThan(1.01);
  });

  it("chains stuck at different means", () => {
    const stuck = good.map((chain, c) => chain.map((x) => x + 5 * c));
    expect(rHat(stuck)).toBeGreaterThan(2);
    expect(split(stuck)).toBeGreaterThan(4);
  });

  it("one chain of four that sits elsewhere", () => {
    expect(rHat(good.map((chain, c) => (c === 2 ? chain.map((x) => x + 1) : chain)))).toBeGreaterThan(1.1);
  });

  it("different widths, which R-hat without folding does not", () => {
    const wide = good.map((chain, c) => (c === 0 ? chain.map((x) => 4 * x) : chain));
    expect(rHat(wide)).toBeGreaterThan(1.1);
    expect(split(wide)).toBeLessThan(1.01);
    expect(bulk(wide)).toBeLessThan(1.01);
  });

  it("a drift that all chains share, which R-hat without splitting does not", () => {
    const drifting = good.map((chain) => chain.map((x, t) => x + t / 300));
    expect(rHat(drifting)).toBeGreaterThan(1.1);
    expect(rHatBasic(drifting)).toBeLessThan(1.01);
  });

  it("a shift of Cauchy draws, which R-hat without ranks does not", () => {
    const rng = createRng("cauchy");
    const cauchy = Array.from({ length: 4 }, (_, c) =>
      Float64Array.from({ length: 1000 }, () => rng.normal() / rng.normal() + (c === 0 ? 2 : 0)),
    );
    expect(rHat(cauchy)).toBeGreaterThan(1.05);
    expect(split(cauchy)).toBeLessThan(1.01);
  });
});

describe("R-hat by hand", () => {
  it("two chains: means 1 and 3, variances 1 and 1", () => {
    expect(rHatBasic(chainsOf([0, 1, 2], [2, 3, 4]))).toBeCloseTo(Math.sqrt(2 + 2 / 3), 14);
  });

  it("chains that rest at different values are infinitely apart, and never close to 1", () => {
    expect(rHatBasic(chainsOf([0.1, 0.1, 0.1], [0.3, 0.3, 0.3]))).toBe(Number.POSITIVE_INFINITY);
    const resting = [0.1, 0.7, 2].map((x) => new Float64Array(20).fill(x));
    expect(rHat(resting)).toBe(Number.POSITIVE_INFINITY);
  });

  it("draws of two values as often: folded they are equal, and the bulk decides", () => {
    const coins = chainsOf([0, 1, 1, 0, 0, 1, 1, 0], [1, 0, 1, 0, 1, 0, 0, 1]);
    expect(rHat(coins)).toBe(bulk(coins));
    expect(rHat(coins)).toBeGreaterThan(0.8);
  });

  it("NaN: one chain, equal draws, too few, not finite", () => {
    expect(rHatBasic(chainsOf([1, 2, 3]))).toBeNaN();
    expect(rHatBasic(chainsOf([1], [2]))).toBeNaN();
    expect(rHatBasic(chainsOf([4, 4, 4], [4, 4, 4]))).toBeNaN();
    expect(rHat([new Float64Array(100).fill(0.1)])).toBeNaN();
    expect(rHat(chainsOf([1, 2, 3, 4, 5, 6, 7]))).toBeNaN();
    expect(rHat(chainsOf([1, 2, 3, 4, 5, 6, 7, 8]))).toBeGreaterThan(1);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(rHat(chainsOf([1, 2, 3, 4, bad, 6, 7, 8, 9]))).toBeNaN();
  });
});

const shapes = fc.record({
  seed: fc.nat(1e6),
  chains: fc.integer({ min: 1, max: 5 }),
  draws: fc.integer({ min: 8, max: 50 }),
  levels: fc.constantFrom(2, 5, 1e6),
});

describe("R-hat for any shape", () => {
  it("bulk under increasing maps, all under affine ones and any order of chains", () => {
    fc.assert(
      fc.property(shapes, ({ seed, chains, draws, levels }) => {
        const drawn = transform(autoregressive(createRng(seed), 0.4, chains, draws), (x) =>
          levels > 5 ? x : Math.round(levels * x),
        );
        const value = rHat(drawn);
        if (Number.isNaN(value)) return;
        expect(bulk(transform(drawn, (x) => x * x * x + x))).toBe(bulk(drawn));
        // Exact in floating point, so that ties stay ties.
        for (const scale of [4, -0.5, 2 ** 700, -(2 ** -700)])
          expect(rHat(transform(drawn, (x) => scale * x)) / value).toBeCloseTo(1, 10);
        expect(rHat([...drawn].reverse()) / value).toBeCloseTo(1, 10);
        expect(value).toBeGreaterThanOrEqual(bulk(drawn));
      }),
      { seed: 41, numRuns: 200 },
    );
  });
});

describe("splitChains", () => {
  it("leaves the middle draw of an odd number out", () => {
    expect(splitChains(chainsOf([1, 2, 3, 4, 5], [6, 7, 8, 9, 0])).map((half) => [...half])).toEqual([
      [1, 2],
      [4, 5],
      [6, 7],
      [9, 0],
    ]);
    expect(splitChains(chainsOf([1, 2])).map((half) => [...half])).toEqual([[1], [2]]);
    expect(splitChains(chainsOf([1])).map((half) => half.length)).toEqual([0, 0]);
  });
});

describe("rankNormalise", () => {
  const score = (rank: number, draws: number) => standardNormalQuantile((rank - 0.375) / (draws + 0.25));

  it("ranks over all chains; ties share the average rank, of both zeros too", () => {
    const [a, b] = rankNormalise(chainsOf([3, -1, 3], [0, -0, 3]));
    expect([...a!]).toEqual([5, 1, 5].map((rank) => score(rank, 6)));
    expect([...b!]).toEqual([2.5, 2.5, 5].map((rank) => score(rank, 6)));
  });

  it("is symmetric, finite for infinite draws and NaN for NaN alone", () => {
    const [scores] = rankNormalise(chainsOf([Number.NEGATIVE_INFINITY, 5, Number.POSITIVE_INFINITY]));
    expect(scores![0]).toBe(-scores![2]!);
    expect(scores![1]).toBeCloseTo(0, 15);
    expect(rankNormalise(chainsOf([1, Number.NaN, 0]))[0]!.map((z) => (Number.isNaN(z) ? 1 : 0))).toEqual(
      Float64Array.of(0, 1, 0),
    );
  });

  it("makes normal scores of anything", () => {
    const [scores] = rankNormalise([autoregressive(createRng("exp"), 0, 1, 5000)[0]!.map((x) => x * x)]);
    const squares = scores!.reduce((sum, z) => sum + z * z, 0) / 5000;
    expect(squares).toBeGreaterThan(0.99);
    expect(squares).toBeLessThan(1);
  });
});

describe("sampleQuantile", () => {
  it("interpolates between neighbours, and hits a number whose position is whole", () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.5, 1].map((p) => sampleQuantile(sorted, p))).toEqual([1, 3, 8]);
    expect(sampleQuantile(sorted, 0.9)).toBeCloseTo(6.8, 14);
    const many = Float64Array.from({ length: 1001 }, (_, i) => i / 7);
    for (let k = 1; k < 1000; k++) expect(sampleQuantile(many, k / 1000)).toBe(many[k]);
    expect(sampleQuantile(Float64Array.of(5), 0.3)).toBe(5);
    expect(sampleQuantile(new Float64Array(), 0.3)).toBeNaN();
  });

  it("of two equal numbers is that number", () => {
    expect(sampleQuantile(Float64Array.of(0.1, 0.1, 0.1, 0.7), 0.37)).toBe(0.1);
  });
});
