import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chains } from "../../src/diagnostics/chains.ts";
import { diagnose } from "../../src/diagnostics/diagnose.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createRng } from "../../src/random/rng.ts";
import { autoregressive, transform } from "./simulate.ts";

const good = autoregressive(createRng("diagnose"), 0.3, 2, 13);
const NONE = { rHat: null, essBulk: null, essTail: null, mcseMean: null, mcseSd: null };

/** The chains with one draw replaced. */
const withDraw = (draw: number, chain: number, at: number) =>
  good.map((draws, c) => draws.map((x, i) => (c === chain && i === at ? draw : x)));

describe("diagnose says why", () => {
  it("nothing, where all is well", () => {
    const found = diagnose(good);
    expect(Object.keys(found)).toEqual(["mean", "sd", "rHat", "essBulk", "essTail", "mcseMean", "mcseSd"]);
    for (const value of Object.values(found)) expect(Number.isFinite(value)).toBe(true);
  });

  it("a draw is not finite, also one in the middle, which no half holds", () => {
    for (const [draw, shown] of [
      [Number.NaN, "NaN"],
      [Number.POSITIVE_INFINITY, "Infinity"],
      [Number.NEGATIVE_INFINITY, "-Infinity"],
    ] as const)
      for (const at of [0, 6, 12])
        expect(diagnose(withDraw(draw, 1, at))).toEqual({
          mean: null,
          sd: null,
          ...NONE,
          reason: `draw ${at} of chain 1 is ${shown}`,
        });
  });

  it("a constant chain has a mean and an sd of 0, and never an R-hat of 1", () => {
    for (const value of [0, 0.1, -3e200])
      expect(diagnose([new Float64Array(50).fill(value), new Float64Array(50).fill(value)])).toEqual({
        mean: value,
        sd: 0,
        ...NONE,
        reason: `every draw is ${value}`,
      });
  });

  it("one constant chain among others is no excuse: R-hat is large", () => {
    const moving = autoregressive(createRng("stuck"), 0, 5, 200);
    // At the median only folding sees it.
    for (const value of [0, 2]) {
      const found = diagnose([...moving, new Float64Array(200).fill(value)]);
      expect(found.rHat).toBeGreaterThan(1.1);
      expect(found.reason).toBeUndefined();
    }
  });

  it("too few draws: first for the effective sample sizes, then for R-hat", () => {
    const reason = (n: number) =>
      `too few draws per chain: effective sample sizes need 12, R-hat 8, got ${n}`;
    const first = (n: number) => good.map((chain) => chain.subarray(0, n));
    const eleven = diagnose(first(11));
    expect(eleven).toEqual({ ...eleven, ...NONE, rHat: eleven.rHat, reason: reason(11) });
    expect(eleven.rHat).toBeGreaterThan(0.8);
    expect(eleven.sd).toBeGreaterThan(0.3);
    const seven = diagnose(first(7));
    expect(seven).toEqual({ ...NONE, mean: seven.mean, sd: seven.sd, reason: reason(7) });
    expect(diagnose([Float64Array.of(5)])).toEqual({ mean: 5, sd: null, ...NONE, reason: reason(1) });
    expect(diagnose([new Float64Array(), new Float64Array()])).toEqual({
      mean: null,
      sd: null,
      ...NONE,
      reason: reason(0),
    });
  });

  it("chains that rest at different values", () => {
    const found = diagnose([1, 2, 4].map((value) => new Float64Array(30).fill(value)));
    expect(found.rHat).toBeNull();
    expect(found.essBulk).toBeLessThan(6);
    expect(found.reason).toMatch(
      /^R-hat is infinite: no half of a chain moves, and they rest at different values/,
    );
  });

  it("ties at the largest draw, and draws of two values as often", () => {
    const rarely = [Float64Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 0 : 1))];
    expect(diagnose(rarely).essTail).toBeNull();
    expect(diagnose(rarely).reason).toBe(
      "no tail effective sample size: all draws lie on one side of the 5 % or the 95 % quantile",
    );
    const coin = diagnose([Float64Array.from({ length: 60 }, (_, i) => (i * i + i) % 4)]);
    expect([coin.essTail, coin.mcseSd]).toEqual([null, null]);
    expect(coin.reason).toMatch(/quantile; no error of the standard deviation: all draws lie equally far/);
  });

  it("only the middle draw differs", () => {
    const middle = new Float64Array(21);
    middle[10] = 1;
    expect(diagnose([middle])).toMatchObject({
      ...NONE,
      reason: "every draw but the middle one of a chain is 0",
    });
  });

  it("draws too large for their moments; R-hat and effective sample sizes stand", () => {
    const huge = diagnose(transform(good, (x) => (x > 0 ? 1.7e308 : -1.7e308) * (1 - Math.abs(x) / 10)));
    expect(huge.reason).toBe("the draws are too large for their moments");
    expect([huge.mean, huge.sd, huge.mcseMean]).toEqual([null, null, null]);
    expect(huge.essBulk).toBeGreaterThan(3);
    expect(huge.rHat).toBeGreaterThan(0.8);
  });

  it("throws where there are no chains", () => {
    expect(() => diagnose([])).toThrow(ArgumentError);
    expect(() => diagnose([new Float64Array(9), new Float64Array(8)])).toThrow(ShapeError);
    expect(() => diagnose(new Float64Array(9) as never)).toThrow(/One chain is passed as \[draws\]/);
  });
});

/** Chains of any shape with all that floating point has, or with few values and many ties. */
const anyChains: fc.Arbitrary<Chains> = fc
  .record({
    chains: fc.integer({ min: 1, max: 4 }),
    draws: fc.integer({ min: 0, max: 30 }),
    draw: fc.constantFrom<fc.Arbitrary<number>>(
      fc.double(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 1 }),
      fc.constant(0.1),
      fc.constantFrom(5e-324, 1e-323, 0),
    ),
  })
  .chain(({ chains, draws, draw }) =>
    fc.array(
      fc.array(draw, { minLength: draws, maxLength: draws }).map((x) => Float64Array.from(x)),
      { minLength: chains, maxLength: chains },
    ),
  );

describe("diagnose for any shape and any draws", () => {
  it("is a finite number or null, with a reason exactly where something is null", () => {
    fc.assert(
      fc.property(anyChains, (chains) => {
        const { reason, ...values } = diagnose(chains);
        const missing = Object.values(values).filter((value) => value === null).length;
        for (const value of Object.values(values))
          expect(value === null || Number.isFinite(value)).toBe(true);
        if (missing === 0) expect(reason).toBeUndefined();
        else expect(reason).toMatch(/\w{3}/);
        if (values.rHat !== null) expect(values.rHat).toBeGreaterThan(0);
        if (values.essBulk !== null) expect(values.essBulk).toBeGreaterThan(0);
      }),
      { seed: 51, numRuns: 1500 },
    );
  });
});
