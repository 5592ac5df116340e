import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import {
  cubicData,
  cubicFunction,
  expSineData,
  expSineFunction,
  gaborData,
  gaborFunction,
  inBetweenData,
  inBetweenFunction,
} from "../../src/data/synthetic.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { createRng } from "../../src/random/rng.ts";
import { failure } from "./failure.ts";

describe("true functions", () => {
  // Computed with numpy 1.24 from the formulas in the public notebooks of "Understanding Deep Learning".
  test.each([
    [0, 1],
    [0.010101010101010102, 1.0654721341386857],
    [0.48484848484848486, 1.1000311964047704],
    [0.5050505050505051, 0.9690563934050156],
    [1, 0.9994148641126465],
  ])("expSineFunction(%d)", (x, value) => {
    expect(expSineFunction(x)).toBeCloseTo(value, 13);
  });

  test.each([
    [-2, 0.6083513145322544],
    [-1.96, 0.727026756299476],
    [-1.94, 0.7795716696040876],
  ])("inBetweenFunction(%d)", (x, value) => {
    expect(inBetweenFunction(x)).toBeCloseTo(value, 13);
  });

  test("cubicFunction", () => {
    expect([-2, 0, 3].map(cubicFunction)).toEqual([-8, 0, 27]);
  });

  test("gaborFunction is odd about u = 0 and has the value sin(u) exp(-u^2 / 32)", () => {
    expect(gaborFunction(0, [0, 16.6])).toBe(0);
    const u = 0.5 + 0.06 * 12 * 2;
    expect(gaborFunction(2, [0.5, 12])).toBeCloseTo(Math.sin(u) * Math.exp((-u * u) / 32), 14);
    expect(gaborFunction(-3, [0, 10])).toBe(-gaborFunction(3, [0, 10]));
  });
});

describe("data", () => {
  const makers: [
    string,
    (noise?: number, rows?: number) => Dataset,
    (x: number) => number,
    number,
    number,
  ][] = [
    ["expSineData", make(expSineData), expSineFunction, 15, 0.3],
    ["gaborData", make(gaborData), (x) => gaborFunction(x, [0, 16.6]), 30, 0.15],
    ["cubicData", make(cubicData), cubicFunction, 20, 3],
    ["inBetweenData", make(inBetweenData), inBetweenFunction, 100, 0.1],
  ];

  function make(maker: typeof expSineData) {
    return (noise?: number, rows?: number): Dataset =>
      maker(createRng("synthetic"), {
        ...(noise === undefined ? {} : { noise }),
        ...(rows === undefined ? {} : { rows }),
      });
  }

  test.each(makers)(
    "%s has the stated size, and without noise lies on the true function",
    (_, maker, truth, rows) => {
      const data = maker(0);
      expect(data).toMatchObject({
        x: { rows, cols: 1 },
        y: { rows, cols: 1 },
        featureNames: ["x"],
        targetNames: ["y"],
      });
      expect(Array.from(data.y.data)).toEqual(Array.from(data.x.data, truth));
      expect(maker(0)).toEqual(data);
    },
  );

  test.each(makers)(
    "%s has the stated noise, within 4 standard errors; 10 percent more is noticed",
    (_, maker, truth, __, sd) => {
      const n = 10_000;
      const fits = (data: Dataset): boolean => {
        const residuals = data.y.data.map((y, i) => y - truth(data.x.data[i]!));
        const mean = residuals.reduce((sum, r) => sum + r, 0) / n;
        const variance = residuals.reduce((sum, r) => sum + r * r, 0) / n;
        return (
          Math.abs(mean) < (4 * sd) / Math.sqrt(n) &&
          Math.abs(Math.sqrt(variance) / sd - 1) < 4 / Math.sqrt(2 * n)
        );
      };
      expect(fits(maker(undefined, n))).toBe(true);
      expect(fits(maker(1.1 * sd, n))).toBe(false);
    },
  );

  test("inputs lie where they are said to lie", () => {
    const rng = createRng("inputs");
    expSineData(rng, { rows: 40 }).x.data.forEach((x, i) => {
      expect(x).toBeGreaterThanOrEqual(i / 40);
      expect(x).toBeLessThan((i + 1) / 40);
    });
    const inside = (data: Dataset, low: number, high: number): boolean =>
      data.x.data.every((x) => x >= low && x <= high);
    expect(inside(gaborData(rng, { rows: 500 }), -15, 15)).toBe(true);
    expect(inside(cubicData(rng, { rows: 500 }), -4, 4)).toBe(true);
    const clusters = inBetweenData(rng, { rows: 101 }).x.data;
    expect(clusters.filter((x) => x >= -1 && x <= -0.7).length).toBe(50);
    expect(clusters.filter((x) => x >= 0.5 && x <= 1).length).toBe(51);
  });

  test("gaborData takes other parameters", () => {
    const data = gaborData(createRng(1), { parameters: [1, 8], noise: 0 });
    expect(data.y.data[0]).toBe(gaborFunction(data.x.data[0]!, [1, 8]));
  });

  test("wrong options are refused", () => {
    const rng = createRng(1);
    for (const options of [{ rows: 0 }, { rows: 1.5 }, { noise: -1 }, { noise: Number.NaN }, { sd: 1 }]) {
      expect(failure(() => cubicData(rng, options as never))).toBeInstanceOf(ArgumentError);
    }
    expect(failure(() => gaborData(rng, { parameters: [0, Number.NaN] })).message).toContain("parameters[1]");
    expect(failure(() => expSineData(undefined as never)).fix).toContain("createRng");
  });
});
