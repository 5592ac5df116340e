import { describe, expect, test } from "vitest";
import { partialDependenceParts } from "../../../src/report/figures/partialDependenceFigure.ts";
import { document, readMarks } from "../drawing.ts";
import { sampleBand } from "../samples.ts";

describe("partialDependenceFigure", () => {
  const band = sampleBand(10);
  const inputs = [
    { name: "dose", band },
    {
      name: "site",
      categories: ["north", "south"],
      band: {
        x: [0, 1],
        mean: [1, 2],
        functionBand: { lower: Float64Array.of(0, 1), upper: Float64Array.of(2, 3) },
      },
    },
  ];
  const parts = partialDependenceParts(inputs, { yName: "response" }, document);

  test("panels share the vertical scale; categories are named on the axis", () => {
    const [first, second] = parts.panels.map(({ svg }) => svg);
    expect(second!.textContent).toContain("north");
    expect(readMarks(first!, "mean")[0]!.length).toBeGreaterThan(2);
    const heights = [first, second].map(
      (svg) => svg!.querySelector('text[y="0.32em"]')!.getAttribute("transform")!.split(",")[1],
    );
    expect(heights[0]).toBe(heights[1]);
  });

  test("curves of single rows lie between band and mean, and no more than 40", () => {
    const grid = band.x.length;
    const rows = (count: number) => ({
      rows: count,
      cols: grid,
      data: Float64Array.from({ length: count * grid }, (_, k) => Math.floor(k / grid) + band.x[k % grid]!),
    });
    const drawn = partialDependenceParts([{ name: "dose", band, curves: rows(3) }], {}, document);
    const svg = drawn.panels[0]!.svg;
    const lines = readMarks(svg, "mean row-curve");
    expect(lines.map((line) => line.map(([, y]) => y.toFixed(1)))).toEqual([
      ["-0.1", "1.1"],
      ["0.9", "2.1"],
      ["1.9", "3.1"],
    ]);
    const classes = Array.from(svg.querySelectorAll("g[class]"), (g) => g.getAttribute("class"));
    expect(classes.indexOf("mean row-curve")).toBeGreaterThan(classes.lastIndexOf("edge"));
    expect(classes.indexOf("mean row-curve")).toBeLessThan(classes.indexOf("mean"));
    expect(drawn.caption.join(" ")).toContain("for 3 single rows of the data");
    const many = partialDependenceParts([{ name: "dose", band, curves: rows(500) }], {}, document);
    expect(readMarks(many.panels[0]!.svg, "mean row-curve").length).toBe(40);
    expect(many.caption.join(" ")).toContain("for 40 of 500 single rows");
    const wrong = { rows: 1, cols: 2, data: Float64Array.of(1, 2) };
    expect(() => partialDependenceParts([{ name: "dose", band, curves: wrong }], {}, document)).toThrow(
      /one column per grid point, 81, got 2/,
    );
  });

  test("says that of many points some are drawn", () => {
    const { caption } = partialDependenceParts([{ name: "dose", band: sampleBand(500) }], {}, document);
    expect(caption.join(" ")).toMatch(
      /100 of 500 data points are drawn.*100 of 500 held-out points are drawn/,
    );
    expect(parts.caption.join(" ")).not.toContain("are drawn, evenly");
  });

  test("the table names input and category", () => {
    expect(parts.tables[0]!.rows.at(-1)!.slice(0, 3)).toEqual(["site", "south", 2]);
  });
});
