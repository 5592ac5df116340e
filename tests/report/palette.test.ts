import { describe, expect, test } from "vitest";
import { darkPalette, lightPalette, type Palette } from "../../src/report/palette.ts";

/** Relative luminance of an sRGB colour (Web Content Accessibility Guidelines 2.2). */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Approximate colours seen without the cones of one kind (Viénot, Brettel and Mollon 1999), in linear light. */
function withoutCones(colour: string, kind: "red" | "green"): [number, number] {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
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
});
