import { describe, expect, it } from "vitest";
import { rankNormalise } from "../../src/diagnostics/rankNormalise.ts";
import { rHat, rHatFolded } from "../../src/diagnostics/rHat.ts";
import { rHatBasic } from "../../src/diagnostics/rHatBasic.ts";
import { rHatNested } from "../../src/diagnostics/rHatNested.ts";
import { splitChains } from "../../src/diagnostics/splitChains.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createRng } from "../../src/random/rng.ts";
import { readJson } from "../support/readFixture.ts";

/** Chains of independent normal draws; those of superchain k are moved by k shift. */
function normalChains(superchains: number, each: number, draws: number, shift = 0): Float64Array[] {
  const rng = createRng("nested");
  return Array.from({ length: superchains * each }, (_, c) =>
    Float64Array.from({ length: draws }, () => rng.normal() + shift * Math.floor(c / each)),
  );
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
};

/** The slow twin, by two sums of squares: within superchains about the means of chains and of superchains. */
function slowNested(chains: readonly Float64Array[], superchains: number): number {
  const each = chains.length / superchains;
  const groups = Array.from({ length: superchains }, (_, k) => chains.slice(k * each, (k + 1) * each));
  const meanOf = (some: readonly Float64Array[]) => average(some.flatMap((chain) => [...chain]));
  const within = groups.map((group) => {
    const ofChains = variance(group.map((chain) => meanOf([chain])));
    return ofChains + average(group.map((chain) => variance([...chain])));
  });
  return Math.sqrt(1 + variance(groups.map(meanOf)) / average(within));
}

describe("rHatNested", () => {
  it("is sqrt(17/5) for chains of -1, 1, -1, 1 at 0, 2, 4, 6, and sqrt(5) for one draw at each", () => {
    const at = [0, 2, 4, 6];
    // Means of superchains 1 and 5: B = 8. Within: 2 between chains and 4/3 in each.
    const chains = at.map((c) => Float64Array.of(c - 1, c + 1, c - 1, c + 1));
    expect(rHatNested(chains, 2)).toBeCloseTo(Math.sqrt(17 / 5), 14);
    expect(
      rHatNested(
        at.map((c) => Float64Array.of(c)),
        2,
      ),
    ).toBeCloseTo(Math.sqrt(5), 14);
  });

  it("is what two sums of squares give", () => {
    for (const shift of [0, 0.7]) {
      const chains = normalChains(4, 8, 5, shift);
      expect(rHatNested(chains, 4)).toBeCloseTo(slowNested(chains, 4), 12);
    }
  });

  it("with one chain each has the square of rHatBasic and 1/n", () => {
    const chains = normalChains(6, 1, 10, 0.3);
    const basic = rHatBasic(chains);
    expect(rHatNested(chains, 6)).toBeCloseTo(Math.sqrt(basic * basic + 0.1), 13);
  });

  it("is near sqrt(1 + 1/(M n)) for independent draws, and sees superchains that stayed where they began", () => {
    expect(Math.abs(rHatNested(normalChains(16, 64, 1), 16) - Math.sqrt(1 + 1 / 64))).toBeLessThan(0.01);
    expect(rHatNested(normalChains(16, 64, 1, 0.2), 16)).toBeGreaterThan(1.3);
    // Classical R-hat of so short chains says nothing: there is one draw in each.
    expect(rHatBasic(normalChains(16, 64, 1, 0.2))).toBeNaN();
  });

  it("does not change with units, however large", () => {
    const chains = normalChains(4, 4, 6, 0.5);
    const nested = rHatNested(chains, 4);
    for (const factor of [1e-300, 1e300])
      expect(
        rHatNested(
          chains.map((chain) => chain.map((x) => factor * x)),
          4,
        ),
      ).toBeCloseTo(nested, 10);
  });

  it("is Infinity where superchains rest, and NaN where nothing can be said", () => {
    const rest = [0, 0, 1, 1].map((value) => new Float64Array(5).fill(value));
    expect(rHatNested(rest, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(rHatNested([new Float64Array(5), new Float64Array(5)], 2)).toBeNaN();
    expect(rHatNested([Float64Array.of(1), Float64Array.of(2)], 2)).toBeNaN();
    expect(rHatNested([Float64Array.of(1, Number.NaN), Float64Array.of(2, 3)], 2)).toBeNaN();
  });

  it("refuses superchains of different sizes, or one alone", () => {
    const chains = normalChains(2, 3, 4);
    expect(() => rHatNested(chains, 4)).toThrow(ArgumentError);
    expect(() => rHatNested(chains, 1)).toThrow(ArgumentError);
    expect(() => rHatNested([], 2)).toThrow(ArgumentError);
    expect(() => rHatNested([Float64Array.of(1), Float64Array.of(1, 2)], 2)).toThrow(ShapeError);
  });
});

describe("rHatFolded", () => {
  const sets = readJson<Record<string, number[][]>>("diagnostics/chains.json");
  const { results } = readJson<{ results: Record<string, { rhat: number | null }> }>(
    "diagnostics/diagnostics.json",
  );

  it.each(["antithetic_-0.6", "unequal_scales"])(
    "is the R-hat of the R package posterior where widths disagree more than centres: %s",
    (name) => {
      const chains = sets[name]!.map((chain) => Float64Array.from(chain));
      expect(Math.abs(rHatFolded(chains) - results[name]!.rhat!)).toBeLessThan(1e-13);
      expect(rHatBasic(rankNormalise(splitChains(chains)))).toBeLessThan(rHatFolded(chains));
    },
  );

  it("is at most rHat, and NaN where draws lie equally far from their median", () => {
    for (const set of Object.values(sets)) {
      const chains = set.map((chain) => Float64Array.from(chain));
      const folded = rHatFolded(chains);
      if (!Number.isNaN(folded)) expect(folded).toBeLessThanOrEqual(rHat(chains));
    }
    expect(rHatFolded([Float64Array.from({ length: 20 }, (_, i) => i % 2)])).toBeNaN();
    expect(rHatFolded([new Float64Array(5)])).toBeNaN();
  });
});
