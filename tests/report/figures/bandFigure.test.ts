import { describe, expect, test } from "vitest";
import { ArgumentError, ShapeError } from "../../../src/errors/errors.ts";
import { bandFigure, bandParts } from "../../../src/report/figures/bandFigure.ts";
import { along, document, readAxes, readMarks } from "../drawing.ts";
import { sampleBand } from "../samples.ts";

const data = sampleBand(40);
const options = { xName: "dose", yName: "response" };
const parts = bandParts(data, options, document);
const svg = parts.panels[0]!.svg;
const axes = readAxes(svg);
/** A value of the vertical axis per unit of the drawing, times the rounding and thinning allowed there. */
const tolerance = Math.abs(axes.y(0) - axes.y(0.4));

describe("what is drawn is what was given, read back from the drawing and its axes", () => {
  test("every data point, at its place", () => {
    const points = readMarks(svg, "data");
    expect(points.length).toBe(40);
    points.forEach(([[x, y]], i) => {
      expect(Math.abs(x - data.data.x[i]!)).toBeLessThan(1e-3);
      expect(Math.abs(y - data.data.y[i]!)).toBeLessThan(tolerance);
    });
  });

  test("the mean and the truth", () => {
    for (const [className, values] of [
      ["mean", data.mean],
      ["truth", data.truth],
    ] as const) {
      const [curve] = readMarks(svg, className);
      data.x.forEach((x, i) => {
        expect(Math.abs(along(curve!, x) - values[i]!)).toBeLessThan(tolerance);
      });
    }
  });

  test("both bands: the edges, and the region between them", () => {
    const [lowObservation, highObservation, lowFunction, highFunction] = readMarks(svg, "edge");
    for (const [edge, values] of [
      [lowObservation, data.observationBand.lower],
      [highObservation, data.observationBand.upper],
      [lowFunction, data.functionBand.lower],
      [highFunction, data.functionBand.upper],
    ] as const) {
      data.x.forEach((x, i) => {
        expect(Math.abs(along(edge!, x) - values[i]!)).toBeLessThan(tolerance);
      });
    }
    const [region] = readMarks(svg, "function-band");
    const half = region!.findIndex(([x], i) => i > 0 && x < region![i - 1]![0]);
    data.x.forEach((x, i) => {
      expect(Math.abs(along(region!.slice(0, half), x) - data.functionBand.upper[i]!)).toBeLessThan(
        tolerance,
      );
    });
  });

  test("draws and joints", () => {
    expect(readMarks(svg, "mean draw").length).toBe(2);
    expect(readMarks(svg, "joint").map(([[x]]) => Number(x!.toFixed(4)) + 0)).toEqual(
      Array.from(data.joints as Float64Array, (joint) => Number(joint.toFixed(4))),
    );
  });

  test("bands lie under the curves, data between", () => {
    const classes = Array.from(svg.querySelectorAll("g[class]"), (group) => group.getAttribute("class"));
    const order = ["observation-band", "function-band", "mean draw", "truth", "data", "held-out", "mean"];
    expect(classes.filter((name) => order.includes(name!))).toEqual(order);
  });
});

test("the tables list the drawn numbers, thinned with the full count", () => {
  const [curves, points, heldOut] = parts.tables;
  expect(curves!.columns.slice(0, 4)).toEqual(["dose", "mean", "function, lower", "function, upper"]);
  expect(curves!.of).toBe(81);
  for (const row of curves!.rows) {
    const i = data.x.indexOf(row[0] as number);
    expect(row.slice(1, 4)).toEqual([data.mean[i], data.functionBand.lower[i], data.functionBand.upper[i]]);
  }
  expect(points!.of).toBe(40);
  expect(points!.rows.length).toBe(30);
  expect(heldOut!.caption).toBe("Held-out data");
});

test("the caption says which bands are drawn", () => {
  expect(parts.caption.join(" ")).toMatch(
    /Darker band, solid edge: the function f\(x\).*lighter band, dashed edge: an observation y/,
  );
  const { functionBand: _, observationBand: __, ...none } = data;
  const only = (band: object): string => bandParts({ ...none, ...band }, options, document).caption.join(" ");
  expect(only({ functionBand: data.functionBand })).toMatch(
    /Band: the function f\(x\) alone, mean ± 2 standard deviations; the noise/,
  );
  expect(only({ observationBand: data.observationBand })).toMatch(
    /Band: an observation y, .* noise included/,
  );
  expect(bandParts(data, { width: { level: 0.9 } }, document).caption[0]).toContain("central 90 % interval");
});

test("bands carry their names at their right end, in the order of their height and without touching", () => {
  const labels = Array.from(svg.querySelectorAll(".direct text"));
  expect(labels.map((label) => label.textContent)).toEqual(
    expect.arrayContaining([
      "observation ± 2 sd",
      "function ± 2 sd",
      "mean",
      "truth",
      "● data",
      "○ held out",
    ]),
  );
  const heights = labels.map((label) => Number(label.getAttribute("y"))).sort((a, b) => a - b);
  for (let i = 1; i < heights.length; i++) expect(heights[i]! - heights[i - 1]!).toBeGreaterThan(12);
});

test("more points than the limit are thinned evenly, and the caption says so", () => {
  const many = bandParts(sampleBand(100_000), { maxPoints: 500 }, document);
  expect(readMarks(many.panels[0]!.svg, "data").length).toBe(500);
  expect(many.caption).toContain(
    "500 of 100,000 data points are drawn, evenly spaced in their order along the axis.",
  );
});

test("values that are not finite leave gaps", () => {
  const mean = data.mean as Float64Array;
  const holes = mean.map((m, i) => (i === 20 ? Number.NaN : m));
  const upper = data.functionBand.upper.map((v, i) => (i === 60 ? Number.POSITIVE_INFINITY : v));
  const drawing = bandParts(
    { ...data, mean: holes, functionBand: { ...data.functionBand, upper } },
    {},
    document,
  ).panels[0]!.svg;
  expect(readMarks(drawing, "mean").length).toBe(2);
  expect(readMarks(drawing, "function-band").length).toBe(2);
});

test("bands that run far away are followed only so far, and the caption says so", () => {
  const upper = data.observationBand.upper.map((v, i) => (i > 70 ? 1e6 : v));
  const far = bandParts({ ...data, observationBand: { ...data.observationBand, upper } }, {}, document);
  expect(far.caption).toContain("The bands reach beyond the figure.");
  expect(readAxes(far.panels[0]!.svg).y(0)).toBeLessThan(10);
});

test("constant data and two grid points can be drawn", () => {
  const flat = bandFigure({ x: [0, 1], mean: [3, 3] }, {}, document);
  expect(flat.querySelectorAll("path").length).toBeGreaterThan(0);
});

test("stands by itself: role, title, description, ids with the given prefix, no style", () => {
  const figure = bandFigure(data, { ...options, id: "own", title: "My <title>" }, document);
  expect(figure.getAttribute("role")).toBe("img");
  expect(figure.getAttribute("aria-labelledby")).toBe("own-title own-desc");
  expect(figure.querySelector("title")!.textContent).toBe("My <title>");
  const ids = Array.from(figure.querySelectorAll("[id]"), (element) => element.id);
  expect(ids.every((id) => id.startsWith("own-"))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(figure.querySelector("style,[style],g[aria-label],[aria-hidden]")).toBeNull();
});

describe("refuses", () => {
  const base = { x: [0, 1, 2], mean: [0, 1, 2] };
  test("a grid that does not ascend", () => {
    expect(() => bandFigure({ ...base, x: [0, 2, 1] }, {}, document)).toThrow(
      /x must ascend, got 1 after 2 at position 2/,
    );
    expect(() => bandFigure({ x: [0] }, {}, document)).toThrow(ArgumentError);
    expect(() => bandFigure({ ...base, x: [0, Number.NaN, 2] }, {}, document)).toThrow(/must ascend/);
  });
  test("curves of another length", () => {
    expect(() => bandFigure({ ...base, mean: [0, 1] }, {}, document)).toThrow(ShapeError);
    const draws = { rows: 1, cols: 2, data: new Float64Array(2) };
    expect(() => bandFigure({ ...base, draws }, {}, document)).toThrow(/draws/);
  });
  test("options it does not know", () => {
    expect(() => bandFigure(base, { xname: "x" } as object, document)).toThrow(/unknown option "xname"/);
  });
});
