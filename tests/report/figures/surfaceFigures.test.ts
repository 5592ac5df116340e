import { describe, expect, test } from "vitest";
import { probabilitySteps, sequentialSteps, stepOf } from "../../../src/report/figures/colourSteps.ts";
import { contourLines } from "../../../src/report/figures/contourLines.ts";
import { type HeatMapData, heatMapFigure, heatMapParts } from "../../../src/report/figures/heatMapFigure.ts";
import {
  type ProbabilitySurfaceData,
  probabilitySurfaceFigure,
  probabilitySurfaceParts,
} from "../../../src/report/figures/probabilitySurfaceFigure.ts";
import { cellEdges } from "../../../src/report/figures/surfaceMarks.ts";
import { document, readMarks } from "../drawing.ts";

/** Values f(x, y) on a grid. */
function surface(
  x: readonly number[],
  y: readonly number[],
  f: (x: number, y: number) => number,
): HeatMapData {
  const data = Float64Array.from({ length: x.length * y.length }, (_, p) =>
    f(x[p % x.length]!, y[Math.floor(p / x.length)]!),
  );
  return { x, y, values: { rows: y.length, cols: x.length, data } };
}

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

test("cells end halfway between their positions, on a logarithmic axis at the geometric mean", () => {
  expect([...cellEdges([0, 1, 3], false)]).toEqual([-0.5, 0.5, 2, 4]);
  const edges = cellEdges([1, 100], true);
  [0.1, 10, 1000].forEach((edge, i) => {
    expect(edges[i]).toBeCloseTo(edge, 10);
  });
});

describe("steps of colour", () => {
  test("change at round values within the range, and take the whole scale", () => {
    const steps = sequentialSteps(-103, 2);
    expect(steps.edges.values).toEqual([-100, -80, -60, -40, -20, 0]);
    expect([steps.colours[0], steps.colours.at(-1)]).toEqual([0, 9]);
    expect([-1e9, -100, -99, 0, 1e9].map((value) => stepOf(steps, value))).toEqual([0, 1, 1, 6, 6]);
  });

  test("are never more than there are colours", () => {
    for (let i = 0; i < 400; i++) {
      const { colours } = sequentialSteps(-1, 0.01 * i + 1e-3);
      expect(colours.length).toBeLessThanOrEqual(10);
      expect(new Set(colours).size).toBe(colours.length);
    }
  });

  test("of probabilities part at a half; equal values are one step", () => {
    expect([0, 0.499, 0.5, 1].map((p) => stepOf(probabilitySteps(), p))).toEqual([0, 4, 5, 9]);
    expect(sequentialSteps(3, 3).colours.length).toBe(1);
  });
});

describe("heatMapFigure", () => {
  const hill = surface(count(5), count(4), (x, y) => -((x - 1) ** 2) - 10 * (y - 2) ** 2);

  test("each cell lies under the colour of its value", () => {
    const { svg } = heatMapParts(hill, {}, document).panels[0]!;
    const identity = { x: (x: number) => x, y: (y: number) => y };
    const [left, right, top, bottom] = box(svg);
    const steps = sequentialSteps(heatFloor(hill), 0);
    hill.values.data.forEach((value, p) => {
      const x = left + ((right - left) * ((p % 5) + 0.5)) / 5;
      const y = bottom - ((bottom - top) * (Math.floor(p / 5) + 0.5)) / 4;
      const covering = steps.colours.filter((colour) =>
        readMarks(svg, `sequential-${colour}`, identity).some((corners) => holds(corners, x, y)),
      );
      expect(covering.at(-1)).toBe(steps.colours[stepOf(steps, value)]);
    });
  });

  test("the maximum is marked and named; at an edge the caption says so", () => {
    const svg = heatMapFigure(hill, {}, document);
    expect(svg.querySelector(".mark-name")!.textContent).toBe("maximum 0");
    const text = (data: HeatMapData) => JSON.stringify(heatMapParts(data, {}, document).caption[0]);
    expect(text(hill)).not.toContain("edge");
    expect(text(surface(count(4), count(4), (x, y) => x - (y - 1) ** 2))).toContain("at an edge of the grid");
    const better = { ...hill, maximum: { x: 1.2, y: 2, value: 0.5 } };
    expect(heatMapFigure(better, {}, document).querySelector(".mark-name")!.textContent).toBe("maximum 0.5");
    const far = { ...hill, maximum: { x: 1e9, y: 2, value: 0.5 } };
    expect(heatMapFigure(far, {}, document).querySelector(".mark-name")).toBeNull();
    expect(text(far)).toContain("outside the figure");
  });

  test("what is far below the maximum shares the lowest colour, and the caption counts it", () => {
    const cliff = surface(count(10), count(10), (x, y) => (x + y < 3 ? -1e6 : -(x + y)));
    const caption = (floor?: number) =>
      heatMapParts(cliff, floor === undefined ? {} : { floor }, document)
        .caption.slice(1)
        .join(" ");
    expect(caption(-8)).toBe("The lowest colour holds 70 of 100 values, all below −7.5 and down to −10⁶.");
    expect(caption()).toContain("down to −10⁶");
    expect(() => heatMapParts(cliff, { floor: 7 }, document)).toThrow(/floor must be .* below -3/);
  });

  test("cells without a finite value are blank; a constant surface has one colour", () => {
    const holes = surface(count(3), count(3), (x, y) => (x === y ? Number.NaN : x));
    expect(heatMapParts(holes, {}, document).caption.at(-1)).toBe(
      "3 cells have no finite value and are blank.",
    );
    const flat = heatMapParts(
      surface([1, 2], [1, 2], () => 7),
      {},
      document,
    );
    expect(flat.panels[0]!.svg.querySelectorAll(".legend-name").length).toBe(0);
    expect(flat.panels[0]!.svg.querySelectorAll('g[class^="sequential"] path').length).toBe(1);
  });

  test("more than 60 positions are thinned, with the maximum of all", () => {
    const fine = surface(count(200), count(61), (x, y) => -((x - 77.4) ** 2) - y);
    const parts = heatMapParts(fine, {}, document);
    expect(parts.caption.join(" ")).toContain("60 × 60 of 200 × 61 values are drawn, evenly chosen.");
    expect(parts.caption.flat().join(" ")).toContain("77");
    expect(parts.panels[0]!.svg.outerHTML.length).toBeLessThan(60_000);
  });

  test("refuses axes that do not ascend or cannot be logarithmic, other shapes, and nothing finite", () => {
    const draw =
      (data: HeatMapData, options = {}) =>
      () =>
        heatMapParts(data, options, document);
    expect(draw({ ...hill, x: [0, 1, 1, 2, 3] })).toThrow(/x\[2\] must be .* above 1/);
    expect(draw(hill, { logX: true })).toThrow(/x\[0\] must be .* above 0/);
    expect(draw({ ...hill, y: [0, 1] })).toThrow(/rows of values/);
    expect(draw(surface([1, 2], [1, 2], () => Number.NaN))).toThrow(/finite number, got none/);
    expect(draw(hill, { flor: 1 })).toThrow(/flor/);
  });
});

/** The frame of the cells: the corners of the lowest colour, which lies under all. */
function box(svg: Element): [left: number, right: number, top: number, bottom: number] {
  const identity = { x: (x: number) => x, y: (y: number) => y };
  const corners = readMarks(svg, "sequential-0", identity).flat();
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}

/** The default floor of a surface with 20 values: twice as far below the maximum 0 as the upper quartile. */
function heatFloor({ values }: HeatMapData): number {
  const sorted = values.data.slice().sort();
  return Math.max(sorted[0]!, 2 * sorted[14]!);
}

function holds(corners: readonly (readonly [number, number])[], x: number, y: number): boolean {
  const [xs, ys] = [corners.map(([at]) => at), corners.map(([, at]) => at)];
  return x > Math.min(...xs) && x < Math.max(...xs) && y > Math.min(...ys) && y < Math.max(...ys);
}

describe("contourLines", () => {
  const plain = { logX: false, logY: false };

  test("of a plane is a straight line, also on logarithmic axes", () => {
    const plane = surface([0, 1, 2, 4], [0, 1, 3], (x, y) => x + 2 * y);
    const pieces = contourLines(plane, plain, 2.5);
    expect(pieces.length).toBeGreaterThan(2);
    for (const [x1, y1, x2, y2] of pieces) {
      expect(x1 + 2 * y1).toBeCloseTo(2.5, 12);
      expect(x2 + 2 * y2).toBeCloseTo(2.5, 12);
    }
    const powers = surface([1, 10, 100], [1, 10, 100], (x, y) => Math.log10(x) + Math.log10(y));
    for (const [x1, y1] of contourLines(powers, { logX: true, logY: true }, 1.5))
      expect(x1 * y1).toBeCloseTo(10 ** 1.5, 8);
  });

  test("closes around a peak: every end is the end of two pieces", () => {
    const axis = Array.from({ length: 21 }, (_, i) => i / 10 - 1);
    const pieces = contourLines(
      surface(axis, axis, (x, y) => 1 - x * x - y * y),
      plain,
      0.4567,
    );
    const ends = new Map<string, number>();
    for (const [x1, y1, x2, y2] of pieces) {
      for (const [x, y] of [[x1, y1] as const, [x2, y2] as const]) {
        expect(Math.hypot(x, y)).toBeCloseTo(Math.sqrt(0.5433), 1);
        const key = `${x.toFixed(9)},${y.toFixed(9)}`;
        ends.set(key, (ends.get(key) ?? 0) + 1);
      }
    }
    expect([...new Set(ends.values())]).toEqual([2]);
  });

  test("parts a saddle as its middle says, and stops at what is not finite", () => {
    const saddle = (middle: number) => surface([0, 1], [0, 1], (x, y) => (x === y ? 1 + middle : 0));
    const [first] = contourLines(saddle(0.2), plain, 0.5);
    // The corners above the level are joined: the lower right corner is cut off by itself.
    expect(first![0]).toBeGreaterThan(0.5);
    expect(first![3]).toBeLessThan(0.5);
    const [apart] = contourLines(saddle(-0.2), plain, 0.5);
    expect([apart![1], apart![2]].every((value) => value < 0.5)).toBe(true);
    expect(
      contourLines(
        surface([0, 1], [0, 1], (x, y) => (x + y === 0 ? Number.NaN : x)),
        plain,
        0.5,
      ),
    ).toEqual([]);
  });
});

describe("probabilitySurfaceFigure", () => {
  const axis = Array.from({ length: 11 }, (_, i) => i / 10);
  const ramp: ProbabilitySurfaceData = {
    ...surface(axis, axis, (x) => x),
    classes: [
      { name: "no", x: [0.1, 0.2, 7], y: [0.5, 0.6, 0.5] },
      { name: "yes", x: [0.9], y: [0.4] },
    ],
  };

  test("draws the line at a half, and the classes by shape", () => {
    const parts = probabilitySurfaceParts(ramp, {}, document);
    const { svg } = parts.panels[0]!;
    for (const [x] of readMarks(svg, "reference").flat()) expect(x).toBeCloseTo(0.5, 3);
    expect(svg.querySelectorAll("g.class-full circle").length).toBe(3);
    expect(svg.querySelectorAll("g.class-hollow circle").length).toBe(1);
    expect(parts.key.map(({ label }) => label)).toEqual(["no", "yes", "probability 0.5"]);
    expect(parts.caption).toEqual(["1 point lies outside the figure."]);
  });

  test("of other values: a sequential scale without that line", () => {
    const parts = probabilitySurfaceParts(
      { ...ramp, values: { ...ramp.values, data: ramp.values.data.map((v) => 5 * v) } },
      { of: "value", valueName: "sd of f" },
      document,
    );
    expect(parts.panels[0]!.svg.querySelector("g.reference")).toBeNull();
    expect(parts.panels[0]!.svg.querySelector("g.sequential-9")).not.toBeNull();
  });

  test("thins the points of a large class, and says that nothing crosses a half", () => {
    const many = Float64Array.from({ length: 100_000 }, (_, i) => (i % 997) / 997);
    const data = { ...surface(axis, axis, () => 0.9), classes: [{ name: "all", x: many, y: many }] };
    const parts = probabilitySurfaceParts(data, {}, document);
    expect(parts.panels[0]!.svg.querySelectorAll("g.class-full circle").length).toBe(250);
    expect(parts.caption[0]).toBe("No probability crosses 0.5 on the grid.");
    expect(parts.caption[1]).toContain("250 of 100,000 points");
  });

  test("refuses what is no probability, and more classes than shapes", () => {
    const draw = (data: ProbabilitySurfaceData) => () => probabilitySurfaceFigure(data, {}, document);
    expect(draw(surface(axis, axis, (x) => 2 * x))).toThrow(/probability must be .* at most 1, got 2/);
    const classes = Array.from({ length: 7 }, (_, i) => ({ name: `${i}`, x: [], y: [] }));
    expect(draw({ ...ramp, classes })).toThrow(/number of classes must be .* at most 6/);
  });
});
