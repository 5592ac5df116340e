import { describe, expect, test } from "vitest";
import { type OverlayData, overlayFigure, overlayParts } from "../../../src/report/figures/overlayFigure.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { along, document, readMarks } from "../drawing.ts";
import { sampleBand } from "../samples.ts";

const sample = sampleBand(30);
const { x } = sample;
const reference = { name: "exact posterior", mean: sample.mean, band: sample.functionBand };
const moved = (name: string, shift: number, factor: number) => {
  const mean = sample.mean.map((value) => value + shift);
  const half = mean.map((_, i) => factor * (reference.band.upper[i]! - sample.mean[i]!));
  return {
    name,
    mean,
    band: { lower: mean.map((m, i) => m - half[i]!), upper: mean.map((m, i) => m + half[i]!) },
  };
};
const data: OverlayData = {
  x,
  reference,
  overlays: [moved("narrow", 0.1, 0.5), moved("point", 0, 0)],
  data: sample.data,
};
const parts = overlayParts(data, { xName: "dose", yName: "response" }, document);

describe("overlayFigure", () => {
  test("every panel has the reference as a filled band with its mean, and its own mean and dashed ends over it", () => {
    expect(parts.panels.map(({ title }) => title)).toEqual([
      "narrow over exact posterior",
      "point over exact posterior",
    ]);
    parts.panels.forEach(({ svg }, k) => {
      expect(svg.querySelector(".heading")!.textContent).toBe(data.overlays[k]!.name);
      expect(readMarks(svg, "function-band").length).toBe(1);
      expect(readMarks(svg, "data").length).toBe(30);
      const [line] = readMarks(svg, "reference");
      const [lower, upper, mean] = readMarks(svg, "mean");
      const own = data.overlays[k]!;
      for (const i of [10, 40, 70]) {
        expect(along(line!, x[i]!)).toBeCloseTo(reference.mean[i]!, 1);
        expect(along(lower!, x[i]!)).toBeCloseTo(own.band.lower[i]!, 1);
        expect(along(upper!, x[i]!)).toBeCloseTo(own.band.upper[i]!, 1);
        expect(along(mean!, x[i]!)).toBeCloseTo(own.mean[i]!, 1);
      }
      const [ends, curve] = svg.querySelectorAll('g[class="mean"]');
      expect(ends!.hasAttribute("stroke-dasharray")).toBe(true);
      expect(curve!.hasAttribute("stroke-dasharray")).toBe(false);
    });
  });

  test("caption, key and table name what is drawn", () => {
    expect(parts.caption.map(plainText).join(" ")).toMatch(
      /^All panels have the same scales. Grey band with thin line: exact posterior, mean ± 2 standard deviations/,
    );
    expect(parts.key.map(({ label }) => label)).toEqual([
      "data",
      "exact posterior, ± 2 sd",
      "its mean",
      "approximation, ± 2 sd",
      "its mean",
    ]);
    const [bands, points] = parts.tables;
    expect(new Set(bands!.rows.map(([name]) => name))).toEqual(
      new Set(["exact posterior", "narrow", "point"]),
    );
    expect(points!.of).toBe(30);
  });

  test("a band that runs far away is cut, and the caption says so", () => {
    const far = overlayParts({ ...data, overlays: [moved("wild", 0, 50)] }, {}, document);
    expect(far.caption).toContain("Some bands reach beyond their panel.");
    expect(parts.caption).not.toContain("Some bands reach beyond their panel.");
  });

  test("stands by itself", () => {
    const svg = overlayFigure(data, { title: "Over the truth" }, document);
    expect(svg.querySelectorAll("svg").length).toBe(2);
    expect(svg.querySelector("title")!.textContent).toBe("Over the truth");
  });

  test("refuses nothing to lay over, curves of another length and unknown options", () => {
    expect(() => overlayParts({ ...data, overlays: [] }, {}, document)).toThrow(/at least one band/);
    const short = { ...reference, mean: [1, 2] };
    expect(() => overlayParts({ ...data, reference: short }, {}, document)).toThrow(/mean must have length/);
    expect(() => overlayParts(data, { xNames: "x" } as object, document)).toThrow(/unknown option "xNames"/);
  });
});
