import { describe, expect, test } from "vitest";
import { pitDifferenceParts } from "../../../src/report/figures/pitDifferenceFigure.ts";
import { along, document, readMarks } from "../drawing.ts";

const uniform = Float64Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400);
const curveOf = (values: Float64Array): [number, number][] =>
  readMarks(pitDifferenceParts({ values }, {}, document).panels[0]!.svg, "mean")[0]!;

describe("pitDifferenceFigure", () => {
  test("the curve is the share of values less the diagonal", () => {
    const skewed = uniform.map((u) => u * u);
    // P(u^2 <= z) = sqrt(z).
    for (const z of [0.1, 0.25, 0.6, 0.9]) expect(along(curveOf(skewed), z)).toBeCloseTo(Math.sqrt(z) - z, 2);
  });

  test("the shapes mean what the caption says", () => {
    // Predictions that are too wide have their observations near the middle.
    const wide = curveOf(uniform.map((u) => 0.3 + 0.4 * u));
    expect(along(wide, 0.25)).toBeLessThan(-0.2);
    expect(along(wide, 0.75)).toBeGreaterThan(0.2);
    const narrow = curveOf(uniform.map((u) => (u < 0.5 ? u / 2 : 1 - (1 - u) / 2)));
    expect(along(narrow, 0.25)).toBeGreaterThan(0.2);
    expect(along(narrow, 0.75)).toBeLessThan(-0.2);
    expect(pitDifferenceParts({ values: uniform }, {}, document).caption[1]).toBe(
      "Above, then below 0: predictions too narrow; below, then above: too wide; on one side throughout: biased.",
    );
  });

  test("the caption counts points outside of the band", () => {
    expect(pitDifferenceParts({ values: uniform }, {}, document).caption[0]).toMatch(
      /^Nowhere outside the band .* with probability 95 % \(n = 400\)/,
    );
    const squared = uniform.map((u) => u * u);
    expect(pitDifferenceParts({ values: squared }, { level: 0.9 }, document).caption[0]).toMatch(
      /^At 9\d of 99 points outside .* 90 %/,
    );
  });

  test("one value and 100,000 values", () => {
    expect(pitDifferenceParts({ values: [0.4] }, {}, document).panels[0]!.svg.outerHTML).not.toMatch(/NaN/);
    const many = Float64Array.from({ length: 100_000 }, (_, i) => (i + 0.5) / 100_000);
    const { panels, caption } = pitDifferenceParts({ values: many }, {}, document);
    expect(caption[0]).toContain("n = 100,000");
    expect(panels[0]!.svg.outerHTML.length).toBeLessThan(20_000);
  });

  test("refuses values outside 0 to 1 and unknown options", () => {
    expect(() => pitDifferenceParts({ values: [1.2] }, {}, document)).toThrow(/at most 1, got 1.2/);
    expect(() => pitDifferenceParts({ values: [] }, {}, document)).toThrow(/at least one|empty|none/);
    expect(() => pitDifferenceParts({ values: [0.2] }, { bins: 3 } as object, document)).toThrow(/bins/);
  });
});
