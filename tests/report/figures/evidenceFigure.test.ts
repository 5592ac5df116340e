import { describe, expect, test } from "vitest";
import { evidenceFigure, evidenceParts } from "../../../src/report/figures/evidenceFigure.ts";
import { curveDomain, findMaximum } from "../../../src/report/figures/sweepCurves.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { document, readMarks } from "../drawing.ts";
import { sampleSweep } from "../samples.ts";

const words = (data: Parameters<typeof evidenceParts>[0]): string =>
  evidenceParts(data, {}, document).caption.map(plainText).join(" ");

describe("evidenceFigure", () => {
  const sweep = sampleSweep();
  const parts = evidenceParts(sweep, {}, document);

  test("four panels on one axis: same ticks at the same places", () => {
    expect(parts.panels.map(({ title }) => title)).toEqual([
      "log evidence (nats) against the prior variance",
      "effective number of parameters against the prior variance",
      "norm of the weights (root mean square, log scale) against the prior variance",
      "held-out mean log score against the prior variance",
    ]);
    const ticks = parts.panels.map(({ svg }) =>
      Array.from(
        svg.querySelectorAll('path[d="M0,0L0,4"]'),
        (tick) => tick.getAttribute("transform")!.split(",")[0],
      ),
    );
    expect(ticks[0]!.length).toBe(7);
    for (const own of ticks.slice(1)) expect(own).toEqual(ticks[0]);
    const numbers = Array.from(
      parts.panels.at(-1)!.svg.querySelectorAll('text[y="0.71em"]'),
      (text) => text.textContent,
    );
    expect(numbers).toEqual(["0.01", "0.1", "1", "10", "100", "1000", "10,000"]);
  });

  test("both maxima are marked and named, the effective number is read off at the evidence's", () => {
    const notes = parts.panels.map(({ svg }) => svg.querySelector(".mark-name")!.textContent);
    expect(notes).toEqual([
      "largest at 25.1",
      "9.27 of 15 where the evidence is largest",
      "17.5 where the evidence is largest",
      "largest at 100",
    ]);
    expect(words(sweep)).toContain("The log evidence is largest at σ²_φ = 25.1, where it is −20.");
    expect(words(sweep)).toContain("The held-out mean log score is largest at σ²_φ = 100 (−0.600 ± 0.083).");
  });

  test("the norm of the weights stands at its logarithm, and must be positive", () => {
    const { svg } = parts.panels[2]!;
    const power = (text: Element) => Math.log10(Number(text.textContent));
    const ticks = Array.from(svg.querySelectorAll('text[y="0.32em"]'), (text) => [
      Number(/,([-\d.]+)\)/.exec(text.getAttribute("transform")!)![1]),
      power(text),
    ]);
    const [[y0, p0], [y1, p1]] = [ticks[0]!, ticks.at(-1)!] as [[number, number], [number, number]];
    const heights = readMarks(svg, "mean", {
      x: (x) => x,
      y: (y) => p0 + ((y - y0) * (p1 - p0)) / (y1 - y0),
    });
    heights[0]!.forEach(([, height], i) => {
      expect(height).toBeCloseTo(Math.log10(sweep.weightNorm![i]!), 2);
    });
    const draw = () =>
      evidenceParts({ ...sweep, weightNorm: Array.from(sweep.priorVariance, () => 0) }, {}, document);
    expect(draw).toThrow(/weightNorm\[0\] must be .* above 0/);
  });

  test("a maximum at an end of the range is not called a maximum", () => {
    const rising = { priorVariance: [1, 10, 100], logEvidence: [-30, -20, -10] };
    expect(words(rising)).toMatch(
      /largest at the edge of the range, σ²_φ = 100: there is no interior maximum/,
    );
    expect(evidenceFigure(rising, {}, document).textContent).toContain(
      "largest at the edge (100): no interior maximum",
    );
    const falling = { priorVariance: [1, 10, 100], logEvidence: [-10, -20, -30] };
    expect(words(falling)).toMatch(/edge of the range, σ²_φ = 1:/);
  });

  test("refuses variances that are not positive and ascending", () => {
    const bad = (priorVariance: number[]) => () =>
      evidenceFigure({ priorVariance, logEvidence: [1, 2] }, {}, document);
    expect(bad([0, 1])).toThrow(/priorVariance\[0\] must be .* above 0/);
    expect(bad([2, 1])).toThrow(/priorVariance\[1\] must be .* above 2/);
    expect(bad([1])).toThrow(/at least 2 prior variances/);
    expect(() =>
      evidenceFigure({ priorVariance: [1, 2], logEvidence: [Number.NaN, Number.NaN] }, {}, document),
    ).toThrow(/finite/);
  });
});

test("steep flanks do not flatten the top, and that is said", () => {
  const steep = Array.from({ length: 21 }, (_, i) => -((i - 15) ** 2) - (i < 5 ? 1e6 : 0));
  const { domain, cut } = curveDomain({ values: steep, whole: false });
  expect(cut).toBe(true);
  expect(domain[0]).toBeGreaterThan(-1000);
  expect(domain[1]).toBeGreaterThan(0);
  expect(words({ priorVariance: steep.map((_, i) => i + 1), logEvidence: steep })).toContain(
    "lie below the panels",
  );
});

test("the first of equal maxima is taken, and values that are not finite are passed over", () => {
  expect(findMaximum([1, 2, 3, 4], [Number.NaN, 5, 5, 1])).toEqual({
    index: 1,
    at: 2,
    value: 5,
    interior: true,
  });
});
