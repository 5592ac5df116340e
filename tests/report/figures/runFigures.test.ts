import { describe, expect, test } from "vitest";
import { essBulk } from "../../../src/diagnostics/essBulk.ts";
import { rHat } from "../../../src/diagnostics/rHat.ts";
import { chainTraceFigure, chainTraceParts } from "../../../src/report/figures/chainTraceFigure.ts";
import { type ConvergenceData, convergenceParts } from "../../../src/report/figures/convergenceFigure.ts";
import { densitiesFigure, densitiesParts } from "../../../src/report/figures/densitiesFigure.ts";
import { energyParts } from "../../../src/report/figures/energyFigure.ts";
import type { QuantityDraws } from "../../../src/report/figures/quantityDraws.ts";
import { rankParts } from "../../../src/report/figures/rankFigure.ts";
import { thinTrace } from "../../../src/report/figures/thinTrace.ts";
import { type TraceData, traceFigure, traceParts } from "../../../src/report/figures/traceFigure.ts";
import { formatCount, formatNumber } from "../../../src/report/format/formatNumber.ts";
import { document, readAxes, readMarks } from "../drawing.ts";
import { noise } from "../samples.ts";

const curve = (name: string, values: readonly number[]) => ({ name, steps: values.map((_, i) => i), values });
const draws = (name: string, chains: number, n: number, shift = 0): QuantityDraws => ({
  name,
  chains: Array.from({ length: chains }, (_, c) =>
    Float64Array.from({ length: n }, (_, i) => noise(i + 7919 * c) + (c === 0 ? shift : 0)),
  ),
});

describe("thinTrace", () => {
  test("keeps ends and extremes of a long trace, all of a short one", () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => noise(i));
    values[54_321] = 99;
    values[77_777] = Number.NaN;
    const kept = thinTrace(values, 50);
    expect([kept[0], kept.at(-1)]).toEqual([0, 99_999]);
    expect(kept.length).toBeLessThanOrEqual(102);
    expect([...kept]).toContain(54_321);
    expect([...kept]).toEqual([...kept].sort((a, b) => a - b));
    expect([...thinTrace([3, 1, 2])]).toEqual([0, 1, 2]);
    expect([...thinTrace(new Float64Array(500).fill(Number.NaN), 2)]).toEqual([0, 250, 499]);
  });
});

describe("traceFigure", () => {
  const falling = Array.from({ length: 200 }, (_, i) => 1 + 1000 * Math.exp(-i) + 0.1 * noise(i));

  test("the axis is made for the later run, and the caption says that the start is outside", () => {
    const parts = traceParts({ curves: [curve("loss", falling)] }, {}, document);
    const axes = readAxes(parts.panels[0]!.svg);
    const ticks = parts.panels[0]!.svg.querySelectorAll('text[y="0.32em"]').length;
    expect(ticks).toBeGreaterThan(2);
    expect(axes.y(0)).toBeLessThan(2);
    expect(parts.caption.join(" ")).toContain("such as its start, lie outside the figure");
    const even = traceParts({ curves: [curve("loss", falling.slice(30))] }, {}, document);
    expect(even.caption).toEqual([]);
  });

  test("on a logarithmic axis values stand at their logarithms", () => {
    const values = [1, 10, 1000, 100];
    const { svg } = traceParts({ curves: [curve("loss", values)] }, { log: true }, document).panels[0]!;
    const points = readMarks(svg, "mean", { x: (x) => x, y: (y) => y })[0]!;
    const unit = points[1]![1] - points[0]![1];
    expect((points[2]![1] - points[0]![1]) / unit).toBeCloseTo(3, 3);
    expect((points[3]![1] - points[0]![1]) / unit).toBeCloseTo(2, 3);
  });

  test("several runs have colours, dashes and their names; marks theirs", () => {
    const data: TraceData = {
      curves: [curve("one", [1, 2, 3]), curve("two", [3, 2, 1])],
      marks: [{ at: 1, name: "best epoch" }],
    };
    const svg = traceFigure(data, {}, document);
    expect(svg.querySelector("g.series-2")!.getAttribute("stroke-dasharray")).not.toBeNull();
    for (const name of ["one", "two", "best epoch"]) expect(svg.textContent).toContain(name);
    const long = traceParts(
      { curves: [curve("one", [1, 2]), curve("a very long name", [2, 1])] },
      {},
      document,
    );
    expect(long.shortened).toEqual(["a very long name"]);
    const many = Array.from({ length: 20 }, (_, i) => curve(`run ${i}`, [i, i + 1]));
    expect(traceParts({ curves: many }, {}, document).caption[0]).toMatch(/^20 runs, .* not told apart/);
  });

  test("gaps are counted, one point and equal values are drawn, 100,000 values thinned", () => {
    const gaps = traceParts(
      { curves: [curve("c", [1, Number.NaN, 3, Number.POSITIVE_INFINITY])] },
      {},
      document,
    );
    expect(gaps.caption.at(-1)).toContain("2 values are not finite");
    for (const values of [[5], [2, 2, 2], [0, 0]])
      expect(
        traceParts({ curves: [curve("c", values)] }, {}, document).panels[0]!.svg.outerHTML,
      ).not.toContain("NaN");
    const large = Array.from({ length: 100_000 }, (_, i) => noise(i));
    const parts = traceParts({ curves: [curve("c", large)] }, {}, document);
    expect(parts.caption.join(" ")).toContain("Of 100,000 values");
    expect(parts.panels[0]!.svg.outerHTML.length).toBeLessThan(30_000);
  });

  test("refuses nothing finite, steps that do not ascend, and what has no logarithm", () => {
    const draw =
      (data: TraceData, options = {}) =>
      () =>
        traceParts(data, options, document);
    expect(draw({ curves: [] })).toThrow(/finite value, got none/);
    expect(draw({ curves: [curve("c", [Number.NaN])] })).toThrow(/finite value, got none/);
    expect(draw({ curves: [{ name: "c", steps: [1, 1], values: [1, 2] }] })).toThrow(/step 1 of c/);
    expect(draw({ curves: [curve("c", [1, -1])] }, { log: true })).toThrow(
      /value 1 of c on a logarithmic axis/,
    );
    expect(draw({ curves: [{ name: "c", steps: [1], values: [1, 2] }] })).toThrow(/values of c/);
  });
});

describe("chainTraceFigure", () => {
  const data = [draws("level", 3, 2000), draws("slope", 3, 2000, 3)];
  const parts = chainTraceParts(data, {}, document);

  test("each panel has its name, R-hat, bulk effective sample size, and its chains by number", () => {
    parts.panels.forEach(({ svg }, i) => {
      const { name, chains } = data[i]!;
      expect(svg.querySelector(".heading")!.textContent).toBe(name);
      expect(svg.textContent).toContain(`R-hat ${formatNumber(rHat(chains))}`);
      expect(svg.textContent).toContain(`bulk ESS ${formatCount(essBulk(chains))}`);
      expect(Array.from(svg.querySelectorAll(".mark-name"), (text) => text.textContent).sort()).toEqual([
        "1",
        "2",
        "3",
      ]);
      for (const k of [1, 2, 3]) expect(svg.querySelector(`g.series-${k} path`)).not.toBeNull();
    });
    // The chain that lies apart is numbered above the others.
    const height = (svg: Element, k: string) =>
      Number(
        Array.from(svg.querySelectorAll(".mark-name"))
          .find((text) => text.textContent === k)!
          .getAttribute("y"),
      );
    expect(height(parts.panels[1]!.svg, "1")).toBeLessThan(height(parts.panels[1]!.svg, "2") - 40);
  });

  test("chains are thinned to a few hundred draws, and the caption says so", () => {
    expect(parts.caption.join(" ")).toContain("Of 2000 draws of each chain");
    for (const { svg } of parts.panels) expect(svg.outerHTML.length).toBeLessThan(20_000);
    expect(chainTraceParts([draws("a", 2, 300)], {}, document).caption.join(" ")).not.toContain("Of 300");
  });

  test("a constant quantity, a draw that is not finite and many chains have a documented picture", () => {
    const still = { name: "still", chains: [new Float64Array(50).fill(2), new Float64Array(50).fill(2)] };
    expect(chainTraceFigure([still], {}, document).textContent).toContain(
      "R-hat not given, bulk ESS not given",
    );
    const holes = draws("holes", 2, 50);
    holes.chains[0]![3] = Number.NaN;
    expect(chainTraceParts([holes], {}, document).caption.at(-1)).toMatch(/^1 draw is not finite/);
    expect(chainTraceParts([draws("many", 12, 50)], {}, document).caption[0]).toMatch(/^12 chains/);
  });

  test("refuses none, too many, unequal chains, and nothing finite", () => {
    const draw = (quantities: QuantityDraws[]) => () => chainTraceParts(quantities, {}, document);
    expect(draw([])).toThrow(/from 1 to 24 quantities, got 0/);
    expect(draw(Array.from({ length: 25 }, () => draws("a", 2, 4)))).toThrow(/got 25/);
    expect(draw([{ name: "a", chains: [new Float64Array(4), new Float64Array(5)] }])).toThrow(/draws of a/);
    expect(draw([draws("a", 2, 4), draws("b", 3, 4)])).toThrow(/chains of b/);
    expect(draw([{ name: "a", chains: [new Float64Array(4).fill(Number.NaN)] }])).toThrow(
      /a must have a finite draw/,
    );
  });
});

describe("rankFigure", () => {
  test("counts every draw once; each stretch of ranks holds its share of all draws", () => {
    const parts = rankParts([draws("a", 4, 500), draws("b", 4, 500, 1)], {}, document);
    const rows = parts.tables[0]!.rows.map((row) => row.slice(2) as number[]);
    for (const row of rows) expect(row.reduce((sum, count) => sum + count, 0)).toBe(500);
    for (const from of [0, 4])
      for (let bin = 0; bin < 20; bin++)
        expect([0, 1, 2, 3].reduce((sum, c) => sum + rows[from + c]![bin]!, 0)).toBe(100);
  });

  test("even chains keep to the band, a shifted one does not", () => {
    const outside = (shift: number) =>
      Number(
        /^(\d+) of 80 bars/.exec(
          rankParts([draws("a", 4, 500, shift)], {}, document).caption[1] as string,
        )![1],
      );
    expect(outside(0)).toBeLessThan(10);
    expect(outside(1)).toBeGreaterThan(20);
  });

  test("bars stand on the floor of their chain, at one scale", () => {
    const { svg } = rankParts([draws("a", 2, 50)], { bins: 2 }, document).panels[0]!;
    const bars = readMarks(svg, "histogram", { x: (x) => x, y: (y) => y });
    const heights = bars.map((corners) => corners[0]![1] - corners[2]![1]);
    expect(bars.length).toBe(4);
    // Both chains together have 50 draws in each half of the ranks.
    expect(heights[0]! + heights[2]!).toBeCloseTo(heights[1]! + heights[3]!, 6);
    expect(bars[2]![0]![1]).toBeGreaterThan(bars[0]![0]![1]);
  });

  test("equal draws share their ranks; one chain or NaN is refused", () => {
    const still = { name: "still", chains: [new Float64Array(100).fill(2), new Float64Array(100).fill(2)] };
    expect(rankParts([still], {}, document).caption[1]).toContain("20 of 20 bars lie outside");
    expect(() => rankParts([draws("a", 1, 50)], {}, document)).toThrow(
      /number of chains must be .* at least 2/,
    );
    const holes = draws("a", 2, 50);
    holes.chains[1]![7] = Number.NaN;
    expect(() => rankParts([holes], {}, document)).toThrow(/draws of a must be numbers, got NaN at 7/);
  });
});

describe("convergenceFigure", () => {
  const quantity = (i: number) => ({
    name: `w${i}`,
    rHat: 1 + 0.0001 * i,
    essBulk: 4000 - 10 * i,
    essTail: 3000 - 10 * i,
  });
  const few: ConvergenceData = { chains: 4, quantities: Array.from({ length: 12 }, (_, i) => quantity(i)) };

  test("a row for each of a few quantities, the worst first, with its values", () => {
    const parts = convergenceParts(few, {}, document);
    const { svg } = parts.panels[0]!;
    const names = Array.from(svg.querySelectorAll('text[y="0.32em"]'), (text) => text.textContent);
    expect(names).toEqual(few.quantities.map(({ name }) => name).reverse());
    const dots = readMarks(svg, "mean", { x: readAxes(svg).x, y: (y) => y }).map(([[x]]) => x!);
    dots.forEach((x, i) => {
      expect(x).toBeCloseTo(1 + 0.0001 * (11 - i), 4);
    });
    expect(parts.caption).toEqual([
      "R-hat is 1.01 or more for 0 of 12 quantities, and an effective sample size is below 400 (100 for each chain) for 0.",
    ]);
  });

  test("of 100,000 the worst 15 have rows, the others share one; bad ones are counted", () => {
    const quantities = Array.from({ length: 100_000 }, (_, i) => quantity(i % 200));
    quantities[777] = { name: "bad", rHat: 1.5, essBulk: 12, essTail: 9 };
    const parts = convergenceParts({ chains: 4, quantities }, {}, document);
    const names = Array.from(
      parts.panels[0]!.svg.querySelectorAll('text[y="0.32em"]'),
      (text) => text.textContent,
    );
    expect(names.length).toBe(16);
    expect([names[0], names.at(-1)]).toEqual(["bad", "other 99,985"]);
    expect(parts.caption.join(" ")).toContain("below 400 (100 for each chain) for 1.");
    expect(parts.panels[1]!.svg.outerHTML.length).toBeLessThan(20_000);
  });

  test("what cannot be given is worst, marked by a dash and counted", () => {
    const unknown = { name: "unknown", rHat: null, essBulk: null, essTail: null };
    const parts = convergenceParts({ ...few, quantities: [...few.quantities, unknown] }, {}, document);
    expect(parts.caption[1]).toContain("For 1 something cannot be given");
    for (const { svg } of parts.panels) {
      expect(svg.querySelector('text[y="0.32em"]')!.textContent).toBe("unknown");
      expect(svg.querySelector(".mark-name")!.textContent).toBe("—");
    }
    const alone = convergenceParts({ chains: 1, quantities: [unknown] }, {}, document);
    expect(alone.panels[0]!.svg.outerHTML).not.toContain("NaN");
  });

  test("refuses no quantity and what is no diagnostic", () => {
    expect(() => convergenceParts({ chains: 4, quantities: [] }, {}, document)).toThrow(
      /at least one quantity/,
    );
    const bad = { ...quantity(1), essTail: Number.NaN };
    expect(() => convergenceParts({ chains: 4, quantities: [bad] }, {}, document)).toThrow(
      /essTail of w1 must be/,
    );
  });
});

describe("energyFigure", () => {
  test("densities have area 1, and E-BFMI is that of each chain", () => {
    const chains = draws("energy", 3, 400).chains;
    const parts = energyParts({ chains }, {}, document);
    for (const column of [2, 3]) {
      const area = parts.tables[0]!.rows.reduce(
        (sum, row) => sum + (row[column] as number) * ((row[1] as number) - (row[0] as number)),
        0,
      );
      expect(area).toBeCloseTo(1, 10);
    }
    // Independent energies: the mean squared change is twice the variance.
    for (const [, fraction] of parts.tables[1]!.rows)
      expect(Math.abs((fraction as number) - 2)).toBeLessThan(0.4);
    expect(parts.caption[0]).toMatch(/^E-BFMI of the chains: .*; none is below 0.3\.$/);
  });

  test("a chain that walks through its energies is told; one that rests has no E-BFMI", () => {
    const walk = new Float64Array(500);
    for (let i = 1; i < 500; i++) walk[i] = walk[i - 1]! + 0.1 * noise(i);
    const parts = energyParts({ chains: [walk, new Float64Array(500)] }, {}, document);
    expect(parts.caption.join(" ")).toContain("1 of 1 is below 0.3: the momenta do not reach all energies.");
    expect(parts.caption.join(" ")).toContain("1 chain has one energy only, and no E-BFMI.");
    expect(
      energyParts({ chains: [new Float64Array(3)] }, {}, document).panels[0]!.svg.outerHTML,
    ).not.toContain("NaN");
  });

  test("100,000 iterations are binned; what is not finite or too short is refused", () => {
    const parts = energyParts(draws("energy", 1, 100_000), {}, document);
    expect(parts.panels[0]!.svg.outerHTML.length).toBeLessThan(20_000);
    expect(() => energyParts({ chains: [] }, {}, document)).toThrow(/number of chains/);
    expect(() => energyParts({ chains: [[1]] }, {}, document)).toThrow(/number of iterations/);
    expect(() => energyParts({ chains: [[1, Number.NaN]] }, {}, document)).toThrow(/chain 1/);
    expect(() => energyParts({ chains: [[1, 2], [1]] }, {}, document)).toThrow(/chain 2/);
  });
});

describe("densitiesFigure", () => {
  const grid = [0, 1, 2, 3];
  const data = [
    { name: "a", grid, posterior: [0, 2, 1, 0], prior: [0.5, 0.5, 0.5, 0.5], exact: [0, 1, 1, 0] },
  ];

  test("draws each density at its height, the prior dashed", () => {
    const { svg } = densitiesParts(data, {}, document).panels[0]!;
    const identity = { x: (x: number) => x, y: (y: number) => y };
    const floor = readMarks(svg, "mean", identity)[0]![0]![1];
    const above = (className: string) => readMarks(svg, className, identity)[0]!.map(([, y]) => floor - y);
    const unit = above("mean")[1]! / 2;
    expect(above("edge")[0]! / unit).toBeCloseTo(0.5, 6);
    expect(above("reference")[1]! / unit).toBeCloseTo(1, 6);
    expect(svg.querySelector("g.edge")!.getAttribute("stroke-dasharray")).not.toBeNull();
    expect(densitiesFigure(data, {}, document).textContent).toContain("exact posterior");
  });

  test("names only what is given", () => {
    const parts = densitiesParts([{ name: "a", grid, posterior: [0, 1, 1, 0] }], {}, document);
    expect(parts.key.map(({ label }) => label)).toEqual(["posterior"]);
    expect(parts.tables[0]!.columns).toEqual(["quantity", "value", "posterior"]);
  });

  test("refuses what is no density", () => {
    const draw = (changes: object) => () => densitiesParts([{ ...data[0]!, ...changes }], {}, document);
    expect(draw({ posterior: [0, -1, 0, 0] })).toThrow(/posterior\[1\] of a must be .* at least 0/);
    expect(draw({ posterior: [0, 0, 0, 0] })).toThrow(/must be above 0 somewhere/);
    expect(draw({ prior: [1] })).toThrow(/prior of a/);
    expect(draw({ grid: [0, 2, 1, 3] })).toThrow(/grid\[2\] of a/);
    expect(() => densitiesParts([], {}, document)).toThrow(/from 1 to 24/);
  });
});
