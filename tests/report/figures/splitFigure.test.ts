import { describe, expect, test } from "vitest";
import { splitFigure, splitParts } from "../../../src/report/figures/splitFigure.ts";
import { along, document, readMarks } from "../drawing.ts";
import { noise } from "../samples.ts";

const x = Float64Array.from({ length: 21 }, (_, i) => i / 20);
const epistemic = x.map((v) => 3 * v);
const aleatoric = x.map(() => 1);

describe("along an input", () => {
  const parts = splitParts({ x, epistemic, aleatoric, kind: "variance" }, { yName: "load" }, document);
  const svg = parts.panels[0]!.svg;

  test("the noise lies below, the epistemic part upon it", () => {
    const [lower, upper] = readMarks(svg, "edge") as [[number, number][], [number, number][]];
    for (const at of [0, 0.3, 1]) {
      expect(along(lower, at)).toBeCloseTo(1, 1);
      expect(along(upper, at)).toBeCloseTo(1 + 3 * at, 1);
    }
    expect(svg.textContent).toContain("variance of load");
  });

  test("the caption tells the share of the variances and what it means for standard deviations", () => {
    const shares = Array.from(epistemic, (e) => e / (e + 1));
    const share = shares.reduce((sum, value) => sum + value, 0) / 21;
    const narrowing = shares.reduce((sum, value) => sum + 1 - Math.sqrt(1 - value), 0) / 21;
    expect(parts.caption[1]).toContain(
      `On average ${Number((100 * share).toPrecision(2))} % of the variance`,
    );
    expect(parts.caption[1]).toContain(
      `deviation would be ${Number((100 * narrowing).toPrecision(2))} % smaller`,
    );
    expect(parts.tables[0]!.rows[20]).toEqual([1, 3, 1, 4]);
  });

  test("a gap where a part is not finite", () => {
    const gap = aleatoric.map((value, i) => (i === 7 ? Number.POSITIVE_INFINITY : value));
    const { panels, caption } = splitParts({ x, epistemic, aleatoric: gap, kind: "variance" }, {}, document);
    expect(readMarks(panels[0]!.svg, "function-band").length).toBe(2);
    expect(caption.join(" ")).toContain("1 of 21 predictions is not finite and left out.");
  });
});

describe("without an input", () => {
  test("predictions stand in the order of their total", () => {
    const data = { epistemic: [1, 0, 2], aleatoric: [1, 0.5, 3], kind: "entropy" } as const;
    const parts = splitParts(data, {}, document);
    const [noiseEdge, total] = readMarks(parts.panels[0]!.svg, "edge") as [number, number][][];
    expect(along(total!, 0.2)).toBeCloseTo(0.5, 1);
    expect(along(total!, 0.5)).toBeCloseTo(2, 1);
    expect(along(total!, 0.9)).toBeCloseTo(5, 1);
    expect(along(noiseEdge!, 0.9)).toBeCloseTo(3, 1);
    expect(parts.caption[1]).toBe("On average 30 % of the entropy is epistemic.");
    expect(parts.panels[0]!.svg.textContent).toContain("entropy of y (nats)");
  });

  test("100,000 predictions are drawn as the means of 100 groups, which keep the mean", () => {
    const many = Float64Array.from({ length: 100_000 }, (_, i) => 1 + noise(i));
    const parts = splitParts({ epistemic: many, aleatoric: many, kind: "variance" }, {}, document);
    expect(parts.caption[2]).toBe(
      "100,000 predictions are drawn as the means of 100 groups of equally many.",
    );
    const total = readMarks(parts.panels[0]!.svg, "edge")[1]!;
    expect(total.length).toBeLessThanOrEqual(200);
    let area = 0;
    for (let i = 1; i < total.length; i++)
      area += ((total[i]![0] - total[i - 1]![0]) * (total[i]![1] + total[i - 1]![1])) / 2;
    const mean = many.reduce((sum, value) => sum + 2 * value, 0) / many.length;
    expect(area / mean).toBeCloseTo(1, 2);
    expect(parts.panels[0]!.svg.outerHTML.length).toBeLessThan(30_000);
  });

  test("one prediction, and predictions without uncertainty", () => {
    const one = splitParts({ epistemic: [1], aleatoric: [3], kind: "variance" }, {}, document);
    expect(one.caption[1]).toContain("On average 25 % of the variance");
    const none = splitParts({ epistemic: [0, 0], aleatoric: [0, 0], kind: "variance" }, {}, document);
    expect(none.caption[1]).toBe("The total is 0 everywhere.");
    expect(
      splitFigure({ epistemic: [0], aleatoric: [0], kind: "entropy" }, {}, document).outerHTML,
    ).not.toMatch(/NaN/);
  });
});

test("refuses what is no split", () => {
  const draw = (data: object) => () =>
    splitParts({ epistemic: [1], aleatoric: [1], kind: "variance", ...data }, {}, document);
  expect(draw({ kind: "sd" })).toThrow(/kind must be/);
  expect(draw({ epistemic: [-1] })).toThrow(/epistemic must be at least 0, got -1 at position 0/);
  expect(draw({ aleatoric: [1, 2] })).toThrow(/one per prediction/);
  expect(draw({ aleatoric: [Number.NaN] })).toThrow(/finite prediction, got none/);
  expect(draw({ x: [0] })).toThrow(/at least two values, got 1/);
  expect(draw({ x: [1, 1], epistemic: [1, 1], aleatoric: [1, 1] })).toThrow(/ascend, got 1 at position 1/);
});
