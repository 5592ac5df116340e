import { describe, expect, test } from "vitest";
import { type ReliabilityCurve, reliabilityCurve } from "../../../src/metrics/reliabilityCurve.ts";
import { reliabilityFigure, reliabilityParts } from "../../../src/report/figures/reliabilityFigure.ts";
import { document, readAxes, readMarks } from "../drawing.ts";
import { noise } from "../samples.ts";

/** Predictions of which each is right as often as `power` makes of its probability. */
function curveOf(n: number, power: (p: number) => number, options = {}): ReliabilityCurve {
  const p = Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n);
  // Multiples of the golden ratio: outcomes as even as they can be.
  const even = (i: number): number => ((i + 1) * 0.6180339887498949) % 1;
  const happened = p.map((value, i) => (even(i) < power(value) ? 1 : 0));
  return reliabilityCurve(p, happened, { bins: 10, ...options });
}

describe("reliabilityFigure", () => {
  const calibrated = curveOf(1000, (p) => p);
  const parts = reliabilityParts(calibrated, { xName: "probability of rain" }, document);
  const [upper, lower] = parts.panels.map(({ svg }) => svg);

  /** The upper panel shares the numbers of the lower one's horizontal axis. */
  const upperAxes = () => {
    const ticks = Array.from(upper!.querySelectorAll('text[y="0.32em"]'), (text): [number, number] => [
      Number(/,([-\d.]+)/.exec(text.getAttribute("transform")!)![1]),
      Number(text.textContent),
    ]);
    const [[y0, v0], [y1, v1]] = [ticks[0]!, ticks.at(-1)!];
    return { x: readAxes(lower!).x, y: (y: number) => v0 + ((y - y0) * (v1 - v0)) / (y1 - y0) };
  };

  test("points stand at mean probability and frequency, bars have the number of rows", () => {
    const dots = readMarks(upper!, "mean", upperAxes()).slice(1);
    const expected = calibrated.bins.map((bin) => [bin.probability.toFixed(2), bin.frequency.toFixed(2)]);
    expect(dots.map(([[x, y]]) => [x.toFixed(2), y.toFixed(2)])).toEqual(expected);
    const axes = readAxes(lower!);
    const bars = Array.from(lower!.querySelectorAll("g.histogram rect"), (bar) => {
      const top = Number(bar.getAttribute("y"));
      return Math.round((axes.y(top) - axes.y(top + Number(bar.getAttribute("height")))) / 10) * 10;
    });
    expect(bars).toEqual(new Array(10).fill(100));
    expect(lower!.textContent).toContain("probability of rain");
  });

  test("the band of each bin has the ends of the curve", () => {
    const axes = upperAxes();
    const bands = Array.from(upper!.querySelectorAll("g.observation-band rect"), (bar) => {
      const top = Number(bar.getAttribute("y"));
      return [axes.y(top + Number(bar.getAttribute("height"))), axes.y(top)].map((y) => y.toFixed(2));
    });
    expect(bands).toEqual(calibrated.bins.map((bin) => [bin.lower.toFixed(2), bin.upper.toFixed(2)]));
  });

  test("panels stand above each other", () => {
    expect(parts.rows).toBe(2);
    expect(reliabilityFigure(calibrated, {}, document).querySelectorAll("svg").length).toBe(2);
  });

  test("calibrated bins lie in their bands, over-confident ones do not", () => {
    expect(parts.caption[0]).toMatch(/^0 of 10 bins lie outside the 95 % band .* \(n = 1000\)/);
    const over = curveOf(1000, (p) => p * p);
    expect(reliabilityParts(over, {}, document).caption[0]).toMatch(/^[6-9] of 10 bins lie outside/);
  });

  test("bins of equally many rows, empty bins, one row and 100,000 rows", () => {
    const p = Float64Array.from({ length: 300 }, (_, i) => 0.95 + 0.05 * Math.abs(noise(i)));
    const heaped = (kind: "equal-mass" | "equal-width") =>
      reliabilityParts(
        reliabilityCurve(
          p,
          p.map(() => 1),
          { kind },
        ),
        {},
        document,
      );
    expect(heaped("equal-width").caption.at(-1)).toBe("14 bins hold no prediction.");
    const rects = heaped("equal-mass").panels[1]!.svg.querySelectorAll("g.histogram rect");
    for (const rect of rects) {
      const [x, width] = ["x", "width"].map((name) => Number(rect.getAttribute(name))) as [number, number];
      expect(width).toBeGreaterThan(2);
      expect(x + width).toBeLessThan(337);
    }
    const one = reliabilityParts(reliabilityCurve([1], [1]), {}, document);
    expect(one.panels[0]!.svg.outerHTML).not.toMatch(/NaN/);
    const many = reliabilityParts(
      curveOf(100_000, (q) => q),
      {},
      document,
    );
    expect(many.caption[0]).toContain("n = 100,000");
    expect(many.panels[0]!.svg.outerHTML.length + many.panels[1]!.svg.outerHTML.length).toBeLessThan(30_000);
  });

  test("refuses what no curve holds", () => {
    const draw = (more: object) => () => reliabilityParts({ ...calibrated, ...more }, {}, document);
    expect(draw({ bins: [] })).toThrow(/1 to 200 bins, got none/);
    expect(draw({ level: 1 })).toThrow(/level must be/);
    expect(draw({ bins: [{ ...calibrated.bins[0]!, frequency: 2 }] })).toThrow(/bins\[0\].frequency must be/);
    expect(draw({ bins: [calibrated.bins[1]!, calibrated.bins[0]!] })).toThrow(
      /bins\[1\].probability must be/,
    );
  });
});
