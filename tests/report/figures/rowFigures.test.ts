import { describe, expect, test } from "vitest";
import { criticalDifferenceParts } from "../../../src/report/figures/criticalDifferenceFigure.ts";
import { joinedRanks } from "../../../src/report/figures/joinedRanks.ts";
import { type MethodScore, scoreFigure, scoreParts } from "../../../src/report/figures/scoreFigure.ts";
import { sharpnessFigure, sharpnessParts } from "../../../src/report/figures/sharpnessFigure.ts";
import { document, readMarks } from "../drawing.ts";
import { noise } from "../samples.ts";

/** Values along the horizontal axis of the pieces of a class. */
function along(svg: Element, className: string, scale = (value: number) => value): string[][] {
  const ticks = Array.from(svg.querySelectorAll('text[y="0.71em"]'), (text): [number, number] => [
    Number(/\(([-\d.]+)/.exec(text.getAttribute("transform")!)![1]),
    scale(Number(text.textContent!.replace("−", "-").replaceAll(",", ""))),
  ]);
  const [[x0, v0], [x1, v1]] = [ticks[0]!, ticks.at(-1)!];
  const axes = { x: (x: number) => v0 + ((x - x0) * (v1 - v0)) / (x1 - x0), y: (y: number) => y };
  return readMarks(svg, className, axes).map((piece) => piece.map(([x]) => x.toFixed(2)));
}

const shapes = (svg: Element, series: number): number =>
  svg.querySelectorAll(`g.series-fill-${series} path, g.series-fill-${series} circle`).length;

describe("sharpnessFigure", () => {
  const values = Float64Array.from({ length: 101 }, (_, i) => 1 + ((37 * i) % 101) / 100);
  const groups = [
    { name: "wide", values: values.map((v) => 2 * v) },
    { name: "narrow", values },
  ];
  const parts = sharpnessParts({ groups, reference: 3 }, { xName: "width (MPa)" }, document);
  const svg = parts.panels[0]!.svg;

  test("thin lines hold nine tenths, thick lines the middle half, points the median", () => {
    expect(along(svg, "series-2")).toEqual([
      ["1.05", "1.95"],
      ["1.25", "1.75"],
    ]);
    expect(along(svg, "series-1")).toEqual([
      ["2.10", "3.90"],
      ["2.50", "3.50"],
    ]);
    expect([shapes(svg, 1), shapes(svg, 2)]).toEqual([1, 1]);
    const [name, ...quantiles] = parts.tables[0]!.rows[1]!;
    expect(name).toBe("narrow");
    expect(quantiles.map((q) => Number(Number(q).toFixed(9)))).toEqual([1.05, 1.25, 1.5, 1.75, 1.95, 101]);
    expect(parts.key).toEqual([{ symbol: "upright", label: "standard deviation of the observations" }]);
  });

  test("on a logarithmic axis too", () => {
    const { panels, caption } = sharpnessParts({ groups }, { log: true }, document);
    expect(along(panels[0]!.svg, "series-1", Math.log)[0]).toEqual([
      Math.log(2.1).toFixed(2),
      Math.log(3.9).toFixed(2),
    ]);
    expect(caption).toContain("The axis is logarithmic.");
  });

  test("one value, constant values, zeros, values that are not finite and 100,000 values", () => {
    const many = Float64Array.from({ length: 100_000 }, (_, i) => 2 + noise(i));
    const odd = [[1], [2, 2, 2], [0, 0], [1, Number.POSITIVE_INFINITY, Number.NaN], many];
    const drawn = sharpnessParts(
      { groups: odd.map((list, i) => ({ name: `m${i}`, values: list })) },
      {},
      document,
    );
    expect(drawn.panels[0]!.svg.outerHTML).not.toMatch(/NaN|Infinity/);
    expect(drawn.panels[0]!.svg.outerHTML.length).toBeLessThan(20_000);
    expect(drawn.caption.at(-1)).toEqual([
      "2 of 3 values of ",
      { name: "m3" },
      " are not finite and left out.",
    ]);
    const zeros = sharpnessFigure({ groups: [{ name: "none", values: [0] }] }, {}, document);
    expect(zeros.outerHTML).not.toMatch(/NaN/);
  });

  test("refuses nothing, too much and values below 0", () => {
    const draw =
      (list: number[], options = {}) =>
      () =>
        sharpnessParts({ groups: [{ name: "m", values: list }] }, options, document);
    expect(draw([])).toThrow(/values of m must have a finite number, got none/);
    expect(draw([-1])).toThrow(/least of the values of m must be .* at least 0, got -1/);
    expect(draw([0], { log: true })).toThrow(/above 0, got 0/);
    expect(draw([1], { unit: "m" })).toThrow(/unit/);
    expect(() => sharpnessParts({ groups: [] }, {}, document)).toThrow(/must be 1 to 60 groups, got none/);
    const crowd = new Array(61).fill({ name: "m", values: [1] });
    expect(() => sharpnessParts({ groups: crowd }, {}, document)).toThrow(/got 61/);
  });
});

describe("scoreFigure", () => {
  const methods: MethodScore[] = [
    { name: "best", score: { value: -1, standardError: 0.1 } },
    {
      name: "other",
      score: { value: -1.5, standardError: 0.2 },
      difference: { value: -0.5, standardError: 0.05 },
    },
    {
      name: "lost",
      score: { value: null, standardError: null, note: "too large" },
      difference: { value: null, standardError: null },
    },
    {
      name: "single",
      score: { value: -2, standardError: null },
      difference: { value: -1, standardError: null },
    },
  ];
  const data = { score: "log score", better: "higher", methods } as const;
  const parts = scoreParts(data, {}, document);
  const [first, second] = parts.panels.map(({ svg }) => svg);

  test("points with one and two standard errors, in the colours of their place", () => {
    expect(along(first!, "series-1")).toEqual([
      ["-1.20", "-0.80"],
      ["-1.10", "-0.90"],
    ]);
    expect(along(second!, "series-2")).toEqual([
      ["-0.60", "-0.40"],
      ["-0.55", "-0.45"],
    ]);
    expect([1, 2, 3, 4].map((i) => shapes(first!, i))).toEqual([1, 1, 0, 1]);
    expect([1, 2, 3, 4].map((i) => shapes(second!, i))).toEqual([0, 1, 0, 1]);
    expect(first!.querySelectorAll("g.series-4").length).toBe(0);
    expect(along(second!, "reference")).toEqual([]);
    expect(second!.querySelectorAll("g.reference line").length).toBe(1);
  });

  test("numbers stand beside the rows, and the caption says what is missing", () => {
    const notes = (svg: Element) =>
      Array.from(svg.querySelectorAll(".mark-name"), (text) => text.textContent);
    expect(notes(first!)).toEqual(["−1.00 ± 0.10", "−1.50 ± 0.20", "—", "−2"]);
    expect(notes(second!)[0]).toBe("best");
    expect(parts.caption).toEqual([
      "Higher is better. Thick lines: ± 1 standard error; thin lines: ± 2.",
      "Below: differences from the best method on the same rows, with standard errors of their own.",
      "1 of 4 methods have no finite score.",
    ]);
    expect(parts.tables[0]!.rows[2]).toEqual(["lost", "", "", "", ""]);
  });

  test("one panel without differences; equal scores without error have room", () => {
    const same = methods.slice(0, 1).map(({ name }) => ({ name, score: { value: 3, standardError: 0 } }));
    const one = scoreParts({ ...data, methods: same }, {}, document);
    expect(one.panels.length).toBe(1);
    expect(one.panels[0]!.svg.outerHTML).not.toMatch(/NaN/);
    expect(scoreFigure(data, {}, document).querySelectorAll("svg").length).toBe(2);
  });

  test("refuses what is no score", () => {
    const draw =
      (score: object, more = {}) =>
      () =>
        scoreParts({ ...data, methods: [{ name: "m", score: score as never }], ...more }, {}, document);
    expect(draw({ value: null, standardError: null })).toThrow(/score that is a number, got none/);
    expect(draw({ value: Number.NaN, standardError: 1 })).toThrow(/score of m must be a finite number/);
    expect(draw({ value: 1, standardError: -1 })).toThrow(/standard error, score of m must be .* at least 0/);
    expect(draw({ value: 1, standardError: 1 }, { better: "best" })).toThrow(/better must be/);
    expect(draw({ value: 1, standardError: 1 }, { methods: [] })).toThrow(/1 to 60 methods, got none/);
  });
});

describe("criticalDifferenceFigure", () => {
  const data = { names: ["a", "b", "c", "d"], meanRanks: [2.4, 1.3, 3.8, 2.7], difference: 1.25 };
  const parts = criticalDifferenceParts(data, {}, document);
  const svg = parts.panels[0]!.svg;

  test("the best is on top, in the colour of its place among the names", () => {
    const labels = Array.from(svg.querySelectorAll('text[y="0.32em"]'), (text) => text.textContent);
    expect(labels).toEqual(["b", "a", "d", "c"]);
    const heights = [2, 1, 4, 3].map((i) => {
      const mark = svg.querySelector(`g.series-fill-${i} > *`)!;
      return Number(mark.getAttribute("cy") ?? /,([\d.]+)\)/.exec(mark.getAttribute("transform")!)![1]);
    });
    expect(heights).toEqual([...heights].sort((p, q) => p - q));
    expect(along(svg, "joint")[0]).toEqual(["1.30", "2.55"]);
  });

  test("bars join runs of rows that are close, and caption and table say so", () => {
    const bars = svg.lastElementChild!.querySelectorAll("path");
    expect(bars.length).toBe(3);
    expect(parts.caption[0]).toContain("1.25; 4 of 4 methods are joined with another.");
    expect(parts.tables[0]!.rows).toEqual([
      ["b", 1.3, "a"],
      ["a", 2.4, "b, d"],
      ["d", 2.7, "a, c"],
      ["c", 3.8, "d"],
    ]);
    const apart = criticalDifferenceParts({ ...data, difference: 0.1 }, {}, document);
    expect(apart.caption[0]).toContain("no two methods are joined");
  });

  test("one method, and a difference larger than all ranks", () => {
    const one = criticalDifferenceParts({ names: ["a"], meanRanks: [1], difference: 0 }, {}, document);
    expect(one.panels[0]!.svg.outerHTML).not.toMatch(/NaN/);
    const wide = criticalDifferenceParts({ ...data, difference: 9 }, {}, document);
    expect(along(wide.panels[0]!.svg, "joint")[0]).toEqual(["1.30", "10.30"]);
  });

  test("refuses ranks that none can have", () => {
    const draw = (more: object) => () => criticalDifferenceParts({ ...data, ...more }, {}, document);
    expect(draw({ meanRanks: [0.5, 1, 2, 3] })).toThrow(/meanRanks\[0\] must be .* got 0.5/);
    expect(draw({ meanRanks: [1] })).toThrow(/one per name/);
    expect(draw({ difference: Number.NaN })).toThrow(/difference must be a finite number/);
  });
});

describe("joinedRanks", () => {
  test("finds all pairs that are close, in runs none of which lies within another", () => {
    for (let trial = 0; trial < 200; trial++) {
      const ranks = Array.from({ length: 1 + (trial % 9) }, (_, i) => 4 * (noise(31 * trial + i) + 1)).sort(
        (a, b) => a - b,
      );
      const difference = 1 + (trial % 4);
      const spans = joinedRanks(ranks, difference);
      for (let i = 0; i < ranks.length; i++) {
        for (let j = i + 1; j < ranks.length; j++) {
          const joined = spans.some(({ first, last }) => first <= i && j <= last);
          expect(joined).toBe(ranks[j]! - ranks[i]! < difference);
        }
      }
      spans.forEach((a, i) => {
        for (const b of spans.slice(i + 1)) {
          expect(a.first < b.first && a.last < b.last).toBe(true);
          if (a.lane === b.lane) expect(b.first).toBeGreaterThan(a.last);
        }
      });
    }
  });
});
