import { describe, expect, test } from "vitest";
import { type BandPanel, multiplesParts, smallMultiples } from "../../../src/report/figures/bandMultiples.ts";
import { calibrationParts } from "../../../src/report/figures/calibrationFigure.ts";
import { drawsAndBandsFigure, drawsAndBandsParts } from "../../../src/report/figures/drawsAndBands.ts";
import { countBins, pitParts } from "../../../src/report/figures/pitFigure.ts";
import { predictedObservedParts } from "../../../src/report/figures/predictedObservedFigure.ts";
import { type RatioGroup, ratioParts } from "../../../src/report/figures/ratioFigure.ts";
import { residualParts } from "../../../src/report/figures/residualFigure.ts";
import { document, readAxes, readMarks } from "../drawing.ts";
import { noise, sampleBand } from "../samples.ts";

const panels: BandPanel[] = [0.3, 1, 2, 30].map((scale) => ({
  heading: `σ²_φ = ${scale}`,
  band: sampleBand(15, 81, scale),
}));

describe("smallMultiples", () => {
  const parts = multiplesParts(panels, { xName: "x", yName: "y" }, document);

  test("all panels have the same scales", () => {
    const axes = parts.panels.map(({ svg }) => readAxes(svg));
    for (const { x, y } of axes) {
      expect(x(0)).toBeCloseTo(axes[0]!.x(0), 6);
      expect(y(0)).toBeCloseTo(axes[0]!.y(0), 6);
    }
  });

  test("each panel has its heading, its data and its own mean", () => {
    parts.panels.forEach(({ svg, title }, i) => {
      expect(title).toBe(panels[i]!.heading);
      expect(svg.querySelector(".heading")!.textContent).toBe(panels[i]!.heading.replace("σ²_φ", "σ2φ"));
      expect(readMarks(svg, "data").length).toBe(15);
    });
    const means = parts.panels.map(({ svg }) => svg.querySelector('g[class="mean"] path')!.getAttribute("d"));
    expect(new Set(means).size).toBe(4);
  });

  test("one table lists every panel", () => {
    expect(new Set(parts.tables[0]!.rows.map((row) => row[0]))).toEqual(
      new Set(panels.map((panel) => panel.heading)),
    );
    expect(parts.caption).toContain("Some curves or bands reach beyond their panel.");
  });

  test("as one drawing: key above, panels beside each other without overlap", () => {
    const svg = smallMultiples(panels, {}, document);
    expect(svg.textContent).toContain("function f(x), ± 2 sd");
    const places = Array.from(
      svg.querySelectorAll("svg"),
      (panel) => `${panel.getAttribute("x")},${panel.getAttribute("y")}`,
    );
    expect(new Set(places).size).toBe(4);
  });

  test("refuses to draw nothing", () => {
    expect(() => smallMultiples([], {}, document)).toThrow(/at least one panel/);
  });
});

describe("drawsAndBandsFigure", () => {
  const parts = drawsAndBandsParts(panels.slice(0, 3), {}, document);

  test("letters run along the rows; above are two draws, below mean and bands", () => {
    const headings = parts.panels.map(({ svg }) => svg.querySelector(".heading")!.textContent![0]);
    expect(headings.join("")).toBe("adbecf");
    parts.panels.forEach(({ svg }, i) => {
      expect(readMarks(svg, "function-band").length).toBe(i % 2);
      expect(readMarks(svg, "mean").length).toBe(i % 2 === 0 ? 2 : 1);
    });
    const [first, second] = parts.panels[0]!.svg.querySelectorAll('g[class="mean"]');
    expect(first!.hasAttribute("stroke-dasharray")).toBe(false);
    expect(second!.hasAttribute("stroke-dasharray")).toBe(true);
  });

  test("the caption and the key name panels, draws and both bands", () => {
    expect(parts.caption.join(" ")).toMatch(
      /Panels a to c: two draws .* Panels d to f: posterior mean and bands/,
    );
    expect(parts.key.map((entry) => entry.label)).toEqual(
      expect.arrayContaining(["function f(x), ± 2 sd", "observation y, ± 2 sd", "first draw", "second draw"]),
    );
    expect(drawsAndBandsFigure(panels.slice(0, 3), {}, document).querySelectorAll("svg").length).toBe(6);
  });
});

describe("predictedObservedFigure", () => {
  const observed = Float64Array.from({ length: 50 }, (_, i) => i);
  const mean = observed.map((y, i) => y + 3 * noise(i));
  const interval = { lower: mean.map((m) => m - 1), upper: mean.map((m) => m + 1) };
  const parts = predictedObservedParts(
    { observed, mean, interval, level: 0.9 },
    { yName: "strength" },
    document,
  );
  const svg = parts.panels[0]!.svg;
  const missed = Array.from(observed).filter(
    (y, i) => y < interval.lower[i]! || y > interval.upper[i]!,
  ).length;

  test("every prediction has its interval; misses have a shape of their own", () => {
    const verticals = readMarks(svg, "edge");
    expect(verticals.length).toBe(50);
    verticals.forEach(([[x, low], [, high]], i) => {
      expect(x).toBeCloseTo(observed[i]!, 1);
      expect(Math.abs(low! - interval.lower[i]!)).toBeLessThan(0.1);
      expect(Math.abs(high! - interval.upper[i]!)).toBeLessThan(0.1);
    });
    expect(missed).toBeGreaterThan(0);
    expect(svg.querySelectorAll("g.miss path").length).toBe(missed);
    expect(readMarks(svg, "mean").length).toBe(50 - missed);
  });

  test("the caption counts and names the kind of interval", () => {
    expect(parts.caption[0]).toBe(
      "Vertical lines: central 90 % intervals of an observation, noise included.",
    );
    expect(parts.caption[1]).toBe(`${50 - missed} of 50 observations lie within their interval.`);
    const only = predictedObservedParts(
      { observed, mean, interval, level: 0.9, of: "function" },
      {},
      document,
    );
    expect(only.caption[0]).toContain("the function alone, without noise");
  });
});

describe("pitFigure", () => {
  test("counts bins, with 1 in the last", () => {
    expect([...countBins([0, 0.1, 0.19, 0.2, 0.99, 1], 5)]).toEqual([3, 1, 0, 0, 2]);
  });

  test("uniform values keep to the band; values heaped in the middle do not", () => {
    const uniform = Float64Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400);
    expect(pitParts({ values: uniform }, {}, document).caption[0]).toMatch(
      /^0 of 10 bars lie outside the 95 % band/,
    );
    const heaped = uniform.map((u) => 0.3 + 0.4 * u);
    expect(pitParts({ values: heaped }, {}, document).caption[0]).toMatch(/^(9|10) of 10 bars/);
  });

  test("bars have the height of their count", () => {
    const svg = pitParts({ values: [0.1, 0.1, 0.5, 0.9, 0.9, 0.9] }, { bins: 3 }, document).panels[0]!.svg;
    const axes = readAxes(svg);
    const bars = Array.from(svg.querySelectorAll("g.histogram rect"), (bar) => {
      const top = Number(bar.getAttribute("y"));
      return axes.y(top) - axes.y(top + Number(bar.getAttribute("height")));
    });
    expect(bars.map((height) => Number(height.toFixed(2)))).toEqual([2, 1, 3]);
  });

  test("refuses values outside 0 to 1", () => {
    expect(() => pitParts({ values: [0.5, 1.2] }, {}, document)).toThrow(
      /values\[1\] must be .* at most 1, got 1.2/,
    );
    expect(() => pitParts({ values: [] }, {}, document)).toThrow(/at least one value/);
  });
});

describe("calibrationFigure", () => {
  const nominal = Array.from({ length: 9 }, (_, i) => (i + 1) / 10);

  test("a calibrated curve lies in the band, an over-confident one outside", () => {
    const calibrated = calibrationParts({ nominal, observed: nominal, count: 200 }, {}, document);
    expect(calibrated.caption[0]).toMatch(/^0 of 9 points lie outside/);
    const observed = nominal.map((p) => p * p);
    const over = calibrationParts({ nominal, observed, count: 200 }, {}, document);
    expect(over.caption[0]).toMatch(/^9 of 9 points lie outside the pointwise 95 % consistency band/);
    const svg = over.panels[0]!.svg;
    const dots = readMarks(svg, "mean").slice(1);
    expect(dots.map(([[x, y]]) => [x!.toFixed(2), y!.toFixed(2)])).toEqual(
      nominal.map((p) => [p.toFixed(2), (p * p).toFixed(2)]),
    );
  });
});

test("residualFigure counts what lies within two standard deviations", () => {
  const parts = residualParts({ mean: [1, 2, 3, 4], residual: [0.5, -1.5, 2.5, 0] }, {}, document);
  expect(parts.caption[0]).toBe("3 of 4 residuals lie within ±2 (dashed lines).");
  expect(readMarks(parts.panels[0]!.svg, "data").length).toBe(4);
});

describe("ratioFigure", () => {
  const groups: RatioGroup[] = [
    {
      heading: "product",
      ratios: [
        { name: "slow peer", value: 100, lower: 10, upper: 1000, goal: 10 },
        { name: "fast peer", value: 0.5, lower: 0.4, upper: 0.9 },
      ],
    },
    { heading: "factor", ratios: [{ name: "slow peer", value: 5, lower: 4, upper: 6, goal: 10 }] },
  ];
  const parts = ratioParts(groups, { rangeName: "range of 5 processes", oneName: "equal speed" }, document);
  const [first] = parts.panels;

  /** Positions along the axis, as powers of ten: the axis of the last panel is labelled, and all panels share it. */
  const powers = (svg: Element, className: string): number[][] => {
    const ticks = Array.from(parts.panels.at(-1)!.svg.querySelectorAll('text[y="0.71em"]'), (text) => [
      Number(/\(([-\d.]+)/.exec(text.getAttribute("transform")!)![1]),
      Math.log10(Number(text.textContent!.replaceAll(",", ""))),
    ]);
    const [[x0, p0], [x1, p1]] = [ticks[0]!, ticks.at(-1)!] as [[number, number], [number, number]];
    const identity = { x: (x: number) => x, y: (y: number) => y };
    return readMarks(svg, className, identity).map((piece) =>
      piece.map(([x]) => p0 + ((x! - x0) * (p1 - p0)) / (x1 - x0)),
    );
  };

  test("points, ranges and goals stand at their logarithms", () => {
    const [slow, fast, slowPoint, fastPoint] = powers(first!.svg, "mean");
    expect(slow!.map((p) => p.toFixed(2))).toEqual(["1.00", "3.00"]);
    expect(fast!.map((p) => p.toFixed(2))).toEqual([Math.log10(0.4).toFixed(2), Math.log10(0.9).toFixed(2)]);
    expect(slowPoint![0]).toBeCloseTo(2, 2);
    expect(fastPoint![0]).toBeCloseTo(Math.log10(0.5), 2);
    expect(powers(first!.svg, "joint").map(([p]) => p!.toFixed(2))).toEqual(["1.00"]);
  });

  test("the values are written beside them, and the caption counts goals", () => {
    expect(first!.svg.textContent).toContain("100×");
    expect(first!.svg.textContent).toContain("0.5×");
    expect(parts.caption.join(" ")).toBe("The axis is logarithmic. 1 of 2 goals are met.");
    expect(parts.key.map(({ label }) => label)).toEqual([
      "median and range of 5 processes",
      "goal",
      "equal speed",
    ]);
    expect(parts.tables[0]!.rows[1]).toEqual(["product", "fast peer", 0.5, 0.4, 0.9, ""]);
  });

  test("refuses what is no ratio with its range", () => {
    const draw = (ratio: object) => () =>
      ratioParts(
        [{ heading: "h", ratios: [{ name: "p", value: 1, lower: 0.5, upper: 2, ...ratio }] }],
        {},
        document,
      );
    expect(draw({ lower: 0 })).toThrow(/lower of p must be a finite number above 0/);
    expect(draw({ value: 3 })).toThrow(/value of p must be .* at most 2, got 3/);
    expect(draw({ goal: -1 })).toThrow(/goal of p/);
    expect(() => ratioParts([{ heading: "h", ratios: [] }], {}, document)).toThrow(/at least one ratio/);
  });
});
