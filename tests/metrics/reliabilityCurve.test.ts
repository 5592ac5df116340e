import { describe, expect, it } from "vitest";
import { binomialCdf } from "../../src/distributions/binomial.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { equalMassBins } from "../../src/metrics/equalMassBins.ts";
import { probabilityBins } from "../../src/metrics/probabilityBins.ts";
import { reliabilityCurve } from "../../src/metrics/reliabilityCurve.ts";
import { createRng } from "../../src/random/rng.ts";

describe("bins", () => {
  it("of equal width are open below and closed above, the first one on both sides, at every edge", () => {
    const width = (p: number[], bins: number) => [...probabilityBins("test", p, bins, "equal-width").of];
    expect(width([0, 0.1, 0.25, 0.26, 0.5, 0.51, 1], 4)).toEqual([0, 0, 0, 1, 1, 2, 3]);
    for (const bins of [3, 7, 10, 15, 49]) {
      const edges = Array.from({ length: bins }, (_, k) => (k + 1) / bins);
      expect(width(edges, bins)).toEqual(edges.map((_, k) => k));
    }
  });

  it("of equal mass have equally many numbers, equal numbers together, whatever their order", () => {
    const mass = (values: number[], bins: number) => [...equalMassBins("test", values, bins).of];
    expect(mass([5, 1, 4, 2, 3], 2)).toEqual([1, 0, 1, 0, 0]);
    expect(mass([7, 7, 7, 1], 2)).toEqual([0, 0, 0, 0]);
    expect(mass([1, 7, 7, 7, 8], 2)).toEqual([0, 0, 0, 0, 1]);
    expect(mass([3, 1, 2], 5)).toEqual([2, 0, 1]);
    expect(mass([], 3)).toEqual([]);
  });
});

describe("reliability curve", () => {
  it("by hand", () => {
    const { bins, empty, level } = reliabilityCurve([0.2, 0.4, 0.9, 0.3], [0, 1, 1, 0], {
      bins: 2,
      level: 0.9,
    });
    expect([empty, level]).toEqual([0, 0.9]);
    expect(bins[0]).toMatchObject({ rows: 3, from: 0.2, to: 0.4, frequency: 1 / 3 });
    expect(bins[0]!.probability).toBeCloseTo(0.3, 15);
    // Of three trials at 0.3, up to two happen with probability 0.97, none with 0.34.
    expect([bins[0]!.lower, bins[0]!.upper]).toEqual([0, 2 / 3]);
    expect(bins[1]).toEqual({
      rows: 1,
      from: 0.9,
      to: 0.9,
      probability: 0.9,
      frequency: 1,
      lower: 0,
      upper: 1,
    });
  });

  it("empty bins are left out and counted; certain forecasts leave no room", () => {
    const { bins, empty } = reliabilityCurve([1, 1, 0], [1, 0, 0], { bins: 10 });
    expect(empty).toBe(8);
    expect(bins.map(({ lower, upper, frequency }) => [lower, upper, frequency])).toEqual([
      [0, 0, 0],
      [1, 1, 0.5],
    ]);
  });

  it("bands hold calibrated forecasts as often as the binomial distribution says, and not over-confident ones", () => {
    const rng = createRng("reliability");
    const [n, count] = [300, 200];
    let [inside, expected, all, twinInside] = [0, 0, 0, 0];
    for (let r = 0; r < count; r++) {
      const p = Array.from({ length: n }, () => rng.uniform());
      const happened = p.map((v) => (rng.uniform() < v ? 1 : 0));
      const within = (forecast: number[]) =>
        reliabilityCurve(forecast, happened, { bins: 10 }).bins.map((bin) => {
          const { rows, probability, frequency, lower, upper } = bin;
          const hits = (share: number) => Math.round(share * rows);
          const held =
            binomialCdf(hits(upper), rows, probability) - binomialCdf(hits(lower) - 1, rows, probability);
          return { held, inside: frequency >= lower && frequency <= upper };
        });
      for (const bin of within(p)) {
        all++;
        expected += bin.held;
        if (bin.inside) inside++;
        expect(bin.held).toBeGreaterThanOrEqual(0.95 - 1e-12);
      }
      // The broken twin says more than it knows: odds to the power of 2.
      const loud = p.map((v) => (v * v) / (v * v + (1 - v) * (1 - v)));
      if (within(loud).every((bin) => bin.inside)) twinInside++;
    }
    // Each bin is one trial; the spread of probabilities in a bin makes it a little safer than a binomial one.
    const error = 4 * Math.sqrt((0.95 * 0.05) / all);
    expect(inside / all).toBeGreaterThan(expected / all - error);
    expect(inside / all).toBeLessThan(expected / all + error + 0.005);
    expect(twinInside / count).toBeLessThan(0.1);
  });

  it("refuses wrong arguments", () => {
    expect(() => reliabilityCurve([0.5], [1, 0])).toThrow(ShapeError);
    expect(() => reliabilityCurve([1.1], [1])).toThrow(ArgumentError);
    expect(() => reliabilityCurve([0.5], [0.5])).toThrow(/happened in row 0/);
    expect(() => reliabilityCurve([], [])).toThrow(/at least one row/);
    expect(() => reliabilityCurve([0.5], [1], { bins: 0 })).toThrow(ArgumentError);
    expect(() => reliabilityCurve([0.5], [1], { level: 0 })).toThrow(ArgumentError);
    expect(() => reliabilityCurve([0.5], [1], { kind: "equal" as never })).toThrow(/"equal-mass"/);
  });
});
