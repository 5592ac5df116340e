import { describe, expect, test } from "vitest";
import { SERIES_COUNT, seriesLine, seriesSample } from "../../src/report/figures/seriesStyles.ts";
import { styleSheet } from "../../src/report/page/styleSheet.ts";
import { darkPalette, lightPalette, type Palette } from "../../src/report/palette.ts";

/** Red, green and blue in linear light. */
function linear(colour: string): number[] {
  return [1, 3, 5].map((i) => {
    const c = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
}

/** What eyes without one kind of cones see, in linear light: Machado, Oliveira and Fernandes 2009, severity 1. */
const blindness: Record<string, number[][]> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIELAB under daylight D65 of a colour as it is seen; a difference of 2.3 is just noticeable. */
function seen(colour: string, matrix: number[][]): number[] {
  const light = linear(colour);
  const [r, g, b] = matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, share, i) => sum + share * light[i]!, 0),
      ),
    ),
  ) as [number, number, number];
  const response = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = response((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = response(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = response((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The smallest difference between two of the colours, as they are seen. */
function closest(colours: readonly string[], matrix: number[][]): number {
  const points = colours.map((colour) => seen(colour, matrix));
  const differences = points.flatMap((a, i) =>
    points.slice(0, i).map((b) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!)),
  );
  return Math.min(...differences);
}

/** Relative luminance of an sRGB colour (Web Content Accessibility Guidelines 2.2). */
function luminance(colour: string): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Approximate colours seen without the cones of one kind (Viénot, Brettel and Mollon 1999), in linear light. */
function withoutCones(colour: string, kind: "red" | "green"): [number, number] {
  const [r, g, b] = linear(colour) as [number, number, number];
  const yellow = kind === "red" ? 0.11238 * r + 0.88762 * g : 0.29275 * r + 0.70725 * g;
  return [yellow, b];
}

const schemes: [string, Palette][] = [
  ["light", lightPalette],
  ["dark", darkPalette],
];

describe.each(schemes)("the %s scheme", (_, palette) => {
  test("text reaches 4.5 to 1 on the paper, also on washed ground", () => {
    for (const role of ["ink", "muted", "mean", "data"] as const) {
      expect([role, contrast(palette[role], palette.paper) >= 4.5]).toEqual([role, true]);
    }
    expect(contrast(palette.ink, palette.wash)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.muted, palette.wash)).toBeGreaterThanOrEqual(4.5);
  });

  test("marks reach 3 to 1 on the paper and on both bands; so do band edges and axes on the paper", () => {
    for (const role of ["mean", "data", "truth"] as const) {
      for (const ground of ["paper", "observationBand", "functionBand"] as const) {
        expect([role, ground, contrast(palette[role], palette[ground]) >= 3]).toEqual([role, ground, true]);
      }
    }
    expect(contrast(palette.edge, palette.paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.rule, palette.paper)).toBeGreaterThanOrEqual(3);
  });

  test("data and mean stay apart without red or green cones", () => {
    for (const kind of ["red", "green"] as const) {
      const [a, b] = [withoutCones(palette.data, kind), withoutCones(palette.mean, kind)];
      expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan(0.15);
    }
  });

  test("the function band is the stronger of the two", () => {
    const strength = (role: "functionBand" | "observationBand"): number =>
      contrast(palette[role], palette.paper);
    expect(strength("functionBand")).toBeGreaterThan(strength("observationBand"));
    expect(strength("observationBand")).toBeGreaterThan(1.1);
  });

  test("series reach 3 to 1 on the paper and on the lighter band", () => {
    for (const colour of palette.series) {
      for (const ground of ["paper", "observationBand"] as const)
        expect([colour, ground, contrast(colour, palette[ground]) >= 3]).toEqual([colour, ground, true]);
    }
  });

  test.each(Object.keys(blindness))("series are told apart by eyes with %s", (kind) => {
    const least = kind === "none" ? 35 : 20;
    expect(closest(palette.series, blindness[kind]!)).toBeGreaterThan(least);
  });

  test("no series looks like the data, the mean or the truth", () => {
    for (const role of ["data", "mean", "truth"] as const)
      for (const colour of palette.series)
        expect(closest([colour, palette[role]], blindness.none!)).toBeGreaterThan(20);
  });

  test("every series has its colour in the style sheet", () => {
    palette.series.forEach((colour, i) => {
      expect(styleSheet).toContain(`--series-${i + 1}:${colour}`);
    });
  });
});

test("two colours that only green cones tell apart fail the check of the series", () => {
  const broken = ["#c04040", "#5c7a2e"];
  expect(closest(broken, blindness.none!)).toBeGreaterThan(35);
  expect(closest(broken, blindness.deuteranopia!)).toBeLessThan(20);
});

test("series differ in dashes and in shape as well, and begin again after the last", () => {
  const all = Array.from({ length: SERIES_COUNT }, (_, i) => i);
  expect(SERIES_COUNT).toBe(8);
  expect(darkPalette.series.length).toBe(8);
  expect(new Set(all.map((i) => seriesLine(i).strokeDasharray)).size).toBe(8);
  expect(new Set(all.map((i) => seriesSample(i).outline)).size).toBe(8);
  expect(seriesLine(8)).toEqual(seriesLine(0));
});
