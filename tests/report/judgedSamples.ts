import { reliabilityCurve } from "../../src/metrics/reliabilityCurve.ts";
import type { FigureSpec } from "../../src/report/page/figureSpec.ts";
import { noise } from "./noise.ts";
import type { UserNames } from "./samples.ts";

/** Uncertainty that grows towards the ends, in two parts. */
function splitOf(x: Float64Array): { epistemic: Float64Array; aleatoric: Float64Array } {
  return { epistemic: x.map((v) => 0.01 + (v - 0.5) * (v - 0.5)), aleatoric: x.map((v) => 0.06 + 0.08 * v) };
}

/** Four methods, two with names of the user. */
const methodNames = (names: UserNames): string[] => [names.method, names.category, "ensemble", "last layer"];

/** Figures that compare methods row by row. */
function rowFigures(names: UserNames, values: Float64Array): FigureSpec[] {
  const methods = methodNames(names);
  return [
    {
      kind: "sharpness",
      data: {
        groups: methods.map((name, i) => ({ name, values: values.map((v) => 0.5 + 0.2 * i + v) })),
        reference: 1.6,
      },
      options: { xName: names.target },
    },
    {
      kind: "score-dots",
      data: {
        score: names.score,
        better: "higher",
        methods: methods.map((name, i) => ({
          name,
          score: { value: -1.2 - 0.11 * i, standardError: 0.08 },
          ...(i === 0 ? {} : { difference: { value: -0.11 * i, standardError: 0.05 } }),
        })),
      },
    },
    {
      kind: "critical-difference",
      data: { names: methods, meanRanks: [2.4, 1.3, 3.6, 2.7], difference: 1.25 },
      options: {},
    },
  ];
}

/** One figure of every kind by which predictions are judged. */
export function judgedFigures(names: UserNames, n: number): FigureSpec[] {
  const values = Float64Array.from({ length: n }, (_, i) => (noise(i) + 1) / 2);
  const grid = Float64Array.from({ length: 81 }, (_, i) => i / 80);
  const nominal = Float64Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
  return [
    { kind: "pit-difference", data: { values } },
    {
      kind: "reliability",
      data: reliabilityCurve(
        values.map((v) => 0.4 + 0.6 * v),
        values.map((v, i) => (noise(i + 77) < v ? 1 : 0)),
        { bins: 10 },
      ),
      options: { xName: names.category },
    },
    {
      kind: "coverage",
      data: {
        levels: nominal,
        methods: methodNames(names).map((name, i) => ({
          name,
          observed: nominal.map((p) => p + (i - 1.5) * 0.22 * p * (1 - p)),
        })),
        count: n,
      },
    },
    {
      kind: "split",
      data: { x: grid, ...splitOf(grid), kind: "variance" },
      options: { xName: names.input, yName: names.target },
    },
    { kind: "split", data: { ...splitOf(values), kind: "entropy" }, options: { yName: names.target } },
    ...rowFigures(names, values),
  ];
}
