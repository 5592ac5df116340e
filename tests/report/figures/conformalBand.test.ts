import { expect, test } from "vitest";
import { conformalInterval, fitConformal } from "../../../src/calibration/fitConformal.ts";
import { normalPredictive } from "../../../src/predictive/normalPredictive.ts";
import { bandFigure } from "../../../src/report/figures/bandFigure.ts";
import { along, document, readAxes, readMarks } from "../drawing.ts";

const x = Float64Array.from({ length: 9 }, (_, i) => i / 8);
const predictive = normalPredictive({
  mean: x,
  epistemic: new Float64Array(9),
  aleatoric: x.map((v) => 0.1 + v),
});

/** The figure of intervals that rest on so many held-out rows. */
function draw(rows: number): { svg: SVGElement; upper: Float64Array } {
  const heldOut = normalPredictive({
    mean: new Float64Array(rows),
    epistemic: new Float64Array(rows),
    aleatoric: new Float64Array(rows).fill(1),
  });
  const y = Array.from({ length: rows }, (_, i) => i / rows);
  const observationBand = conformalInterval(predictive, fitConformal(heldOut, y, { level: 0.9 }));
  const svg = bandFigure({ x, mean: predictive.mean, observationBand }, { width: { level: 0.9 } }, document);
  return { svg, upper: observationBand.upper };
}

test("a conformal interval is drawn as any band is", () => {
  const { svg, upper } = draw(20);
  const axes = readAxes(svg);
  const edges = readMarks(svg, "edge");
  expect(edges).toHaveLength(2);
  x.forEach((at, i) => {
    expect(Math.abs(along(edges[1]!, at) - upper[i]!)).toBeLessThan(Math.abs(axes.y(0) - axes.y(0.4)));
  });
});

test("of an infinite one there is nothing to draw, and the rest of the figure stands", () => {
  const { svg } = draw(5);
  expect(svg.outerHTML).not.toMatch(/NaN|Infinity/);
  expect(readMarks(svg, "edge")).toHaveLength(0);
  expect(readMarks(svg, "mean")).toHaveLength(1);
});
