import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autocovariance } from "../../src/diagnostics/autocovariance.ts";
import { type Chains, poolChains } from "../../src/diagnostics/chains.ts";
import { essBulk } from "../../src/diagnostics/essBulk.ts";
import { essMean } from "../../src/diagnostics/essMean.ts";
import { essOf } from "../../src/diagnostics/essOf.ts";
import { essQuantile } from "../../src/diagnostics/essQuantile.ts";
import { essTail } from "../../src/diagnostics/essTail.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { log } from "../../src/numeric/special.ts";
import { createRng } from "../../src/random/rng.ts";
import { autoregressive, transform } from "./simulate.ts";

const REPLICATES = 40;
const DRAWS = 4000;

/** ESS/S of replicated chains: their mean, and the standard error of that mean. */
function efficiency(rho: number, ess: (chains: Chains) => number): { mean: number; error: number } {
  const values = Array.from({ length: REPLICATES }, (_, k) => {
    const rng = createRng("ess").fork(rho).fork(k);
    return ess(autoregressive(rng, rho, 4, DRAWS / 4)) / DRAWS;
  });
  const mean = values.reduce((sum, v) => sum + v, 0) / REPLICATES;
  const squares = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  return { mean, error: Math.sqrt(squares / (REPLICATES - 1) / REPLICATES) };
}

describe("effective sample sizes of chains whose autocorrelations rho^t are known", () => {
  it.each([-0.3, 0, 0.3, 0.6, 0.8, 0.9])("rho = %d: S (1 - rho)/(1 + rho)", (rho) => {
    const expected = (1 - rho) / (1 + rho);
    for (const ess of [essMean, essBulk]) {
      const { mean, error } = efficiency(rho, ess);
      // The cut of the sum has a bias of up to 2 %.
      expect(Math.abs(mean - expected)).toBeLessThan(4 * error + 0.02 * expected);
    }
  });

  it.each([0.3, 0.8])("rho = %d: signs of normal pairs have correlation 2/pi arcsin(rho^t)", (rho) => {
    let tau = 1;
    let power = rho;
    for (let t = 1; t < 400; t++, power *= rho) tau += (4 / Math.PI) * Math.asin(power);
    const { mean, error } = efficiency(rho, (chains) => essQuantile(chains, 0.5));
    expect(Math.abs(mean - 1 / tau)).toBeLessThan(4 * error + 0.02 / tau);
  });

  it("squares have autocorrelations rho^2t", () => {
    const { mean, error } = efficiency(0.8, (chains) => essMean(transform(chains, (x) => x * x)));
    expect(Math.abs(mean - 0.36 / 1.64)).toBeLessThan(4 * error + 0.02 * (0.36 / 1.64));
  });

  it("a broken twin that counts the draws is caught", () => {
    const { mean, error } = efficiency(0.3, () => DRAWS);
    expect(Math.abs(mean - 0.7 / 1.3)).toBeGreaterThan(4 * error + 0.02);
  });

  it("4 chains of 5000 draws that hardly move: every lag is looked at", () => {
    const chains = autoregressive(createRng("slow"), 0.9999, 4, 5000);
    expect(essBulk(chains)).toBeLessThan(20);
  });

  it("draws that alternate count for more than they are, up to S log10(S)", () => {
    const alternating = [Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1))];
    expect(essOf(alternating)).toBeCloseTo(200, 10);
    // Here tau itself comes out negative.
    const nearly = autoregressive(createRng("antithetic"), -0.95, 4, 250);
    expect(essMean(nearly)).toBeCloseTo(3000, 9);
  });
});

/** The definition, with every autocorrelation in an array. */
function slowEss(chains: Chains): number {
  const m = chains.length;
  const n = chains[0]!.length;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((s, v) => s + v, 0) / values.length;
  const c = Array.from({ length: n }, (_, t) => mean(chains.map((chain) => autocovariance(chain)[t]!)));
  const means = chains.map(mean);
  const between =
    m === 1 ? 0 : means.reduce((s, v) => s + (v - mean(means)) * (v - mean(means)), 0) / (m - 1);
  const rho = c.map((ct, t) => (t === 0 ? 1 : 1 - ((c[0]! * n) / (n - 1) - ct) / (c[0]! + between)));
  const pairs: number[] = [];
  for (let t = 0; t + 1 < n; t += 2) pairs.push(rho[t]! + rho[t + 1]!);
  const end = pairs.findIndex((pair, k) => pair <= 0 || 2 * k >= n - 5);
  const monotone = pairs.slice(0, end).map((_, k) => Math.min(...pairs.slice(0, k + 1)));
  const rest = pairs[end]! >= 0 ? rho[2 * end]! : Math.max(0, rho[2 * end]!);
  const tau = -1 + 2 * monotone.reduce((s, pair) => s + pair, 0) + rest;
  return (m * n) / Math.max(tau, Math.LN10 / log(m * n));
}

const shapes = fc.record({
  seed: fc.nat(1e6),
  rho: fc.double({ min: -0.95, max: 0.99, noNaN: true }),
  chains: fc.integer({ min: 1, max: 5 }),
  draws: fc.integer({ min: 6, max: 60 }),
});

/** Equal up to rounding; a short chain of odd length may have its smallest draw in the middle, and no tail. */
const agree = (a: number, b: number) => Object.is(a, b) || Math.abs(a / b - 1) < 1e-9;

describe("essOf for any shape", () => {
  it("is the definition, up to rounding, and positive", () => {
    fc.assert(
      fc.property(shapes, ({ seed, rho, chains, draws }) => {
        const drawn = autoregressive(createRng(seed), rho, chains, draws);
        const found = essOf(drawn);
        expect(found).toBeGreaterThan(0);
        expect(Math.abs(found / slowEss(drawn) - 1)).toBeLessThan(1e-9);
      }),
      { seed: 31, numRuns: 300 },
    );
  });

  it("bulk and tail depend on ranks alone, the mean on no affine map, none on the order of chains", () => {
    fc.assert(
      fc.property(shapes, ({ seed, rho, chains, draws }) => {
        const drawn = autoregressive(createRng(seed), rho, chains, draws + 6);
        const cubed = transform(drawn, (x) => x * x * x + x);
        expect(essBulk(cubed)).toBe(essBulk(drawn));
        expect(essTail(cubed)).toBe(essTail(drawn));
        // Powers of two move no bit but the exponent.
        for (const scale of [-8, 2 ** -600, 2 ** 900])
          expect(agree(essMean(transform(drawn, (x) => scale * x)), essMean(drawn))).toBe(true);
        for (const ess of [essBulk, essTail, essMean])
          expect(agree(ess([...drawn].reverse()), ess(drawn))).toBe(true);
      }),
      { seed: 32, numRuns: 100 },
    );
  });
});

describe("autocovariance", () => {
  it("by hand, with divisor n at every lag", () => {
    // Mean 2; deviations -1, 0, 2, -1.
    expect([...autocovariance(Float64Array.of(1, 2, 4, 1))]).toEqual([1.5, -0.5, -0.5, 0.25]);
    expect([...autocovariance(Float64Array.of(1, 2, 4, 1), 1)]).toEqual([1.5, -0.5]);
    expect(autocovariance(new Float64Array()).length).toBe(0);
    expect([...autocovariance(Float64Array.of(7, 7, 7))]).toEqual([0, 0, 0]);
    expect([...autocovariance(Float64Array.of(1, Number.NaN))]).toEqual([Number.NaN, Number.NaN]);
    expect(() => autocovariance(Float64Array.of(1, 2), 2)).toThrow(/maxLag must be a whole number/);
  });

  it("loses no digits to an offset", () => {
    const [chain] = autoregressive(createRng("offset"), 0.5, 1, 50);
    const rounded = chain!.map((x) => Math.round(x * 1024) / 1024);
    const moved = autocovariance(rounded.map((x) => x + 2 ** 40));
    const expected = autocovariance(rounded);
    for (const [t, c] of moved.entries()) expect(Math.abs(c - expected[t]!)).toBeLessThan(1e-14);
  });
});

describe("what cannot be used", () => {
  it("is refused", () => {
    expect(() => essOf([])).toThrow(ArgumentError);
    expect(() => essOf([[1, 2, 3]] as never)).toThrow(/one Float64Array of draws per chain/);
    expect(() => essMean([new Float64Array(3), new Float64Array(4)])).toThrow(ShapeError);
    for (const p of [0, 1, -0.1, Number.NaN])
      expect(() => essQuantile([new Float64Array(20)], p)).toThrow(/p must be/);
  });

  it("has no effective sample size: NaN", () => {
    const drawn = autoregressive(createRng("nan"), 0, 2, 13);
    const middle = drawn.map((chain) => Float64Array.from(chain));
    middle[1]![6] = Number.POSITIVE_INFINITY;
    const short = drawn.map((chain) => chain.subarray(0, 11));
    for (const ess of [essBulk, essTail, essMean])
      expect([ess(middle), ess(short), ess([new Float64Array(20).fill(2)])]).toEqual([NaN, NaN, NaN]);
    expect(essBulk(drawn)).toBeGreaterThan(0);
  });

  it("a chain of ties has a quantile that no draw exceeds", () => {
    const ties = [Float64Array.from({ length: 40 }, (_, i) => (i * 7) % 2)];
    expect(essQuantile(ties, 0.95)).toBeNaN();
    expect(essQuantile(ties, 0.05)).toBeGreaterThan(0);
    expect(poolChains(ties).length).toBe(40);
  });
});
