import { describe, expect, test } from "vitest";
import { binomialInterval } from "../../../src/report/figures/binomialInterval.ts";
import { coverageFigure, coverageParts } from "../../../src/report/figures/coverageFigure.ts";
import { along, document, readMarks } from "../drawing.ts";

const levels = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);
const methods = [
  { name: "narrow", observed: levels.map((p) => p * p) },
  { name: "right", observed: levels },
];

describe("coverageFigure", () => {
  const parts = coverageParts({ levels, methods, count: 200 }, {}, document);
  const svg = parts.panels[0]!.svg;

  test("lines are coverage less nominal, in the style of their place", () => {
    const [narrow] = readMarks(svg, "series-1") as [[number, number][]];
    for (const p of [0.1, 0.5, 0.95]) expect(along(narrow, p)).toBeCloseTo(p * p - p, 2);
    const [right] = readMarks(svg, "series-2") as [[number, number][]];
    for (const [, y] of right) expect(y).toBeCloseTo(0, 2);
    expect(svg.querySelector("g.series-2")!.getAttribute("stroke-dasharray")).not.toBeNull();
    expect(svg.querySelectorAll("g.series-fill-1 circle").length).toBe(19);
    expect(parts.key.map(({ symbol }) => symbol)).toEqual(["series-1", "series-2", "observation-band"]);
  });

  test("names stand beside the ends of their lines", () => {
    const names = Array.from(svg.querySelectorAll("g.direct text"), (text) => text.textContent);
    expect(names).toEqual(["narrow", "right"]);
  });

  test("the band holds the binomial quantiles about 0", () => {
    const [lower, upper] = readMarks(svg, "edge") as [number, number][][];
    for (const p of [0.19, 0.475, 0.76]) {
      const { lower: low, upper: high } = binomialInterval(200, p, 0.95);
      expect(along(lower!, p)).toBeCloseTo(low / 200 - p, 2);
      expect(along(upper!, p)).toBeCloseTo(high / 200 - p, 2);
    }
    expect(parts.tables[0]!.rows[9]!.slice(0, 3)).toEqual([0.5, 0.25, 0.5]);
  });

  test("one level, one observation, a thousand levels and 100,000 observations", () => {
    const one = coverageFigure(
      { levels: [0.9], methods: [{ name: "m", observed: [1] }], count: 1 },
      {},
      document,
    );
    expect(one.outerHTML).not.toMatch(/NaN/);
    const fine = Array.from({ length: 1000 }, (_, k) => (k + 1) / 1001);
    const many = coverageParts(
      { levels: fine, methods: [{ name: "m", observed: fine }], count: 100_000 },
      {},
      document,
    );
    expect(many.panels[0]!.svg.querySelectorAll("g.series-fill-1 circle").length).toBe(25);
    expect(many.caption[0]).toContain("n = 100,000");
    expect(many.caption[1]).toBe("25 of 1000 levels are drawn, evenly spaced in their order along the axis.");
  });

  test("refuses what is no coverage", () => {
    const draw = (more: object) => () =>
      coverageParts({ levels, methods, count: 200, ...more }, {}, document);
    expect(draw({ methods: [] })).toThrow(/1 to 8 methods, got none/);
    expect(draw({ methods: new Array(9).fill(methods[0]) })).toThrow(/1 to 8 methods, got 9/);
    expect(draw({ levels: [], methods: [{ name: "m", observed: [] }] })).toThrow(/at least one level/);
    expect(draw({ methods: [{ name: "m", observed: [1] }] })).toThrow(/one share per level/);
    expect(draw({ methods: [{ name: "m", observed: levels.map(() => 2) }] })).toThrow(/observed\[0\] of m/);
    expect(draw({ levels: [...levels].reverse() })).toThrow(/levels\[1\] must be .* above 0.95/);
    expect(draw({ count: 0 })).toThrow(/count must be/);
  });
});
