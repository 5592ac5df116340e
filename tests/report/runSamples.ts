import type { FigureSpec } from "../../src/report/page/figureSpec.ts";
import { noise } from "./noise.ts";
import type { UserNames } from "./samples.ts";

/** Figures of how inference ran and of what its prior does. */
export function runFigures(names: UserNames): FigureSpec[] {
  const [variances, noises] = [logGrid(-2, 4, 25), logGrid(-3, 1, 21)];
  const grid = Float64Array.from({ length: 41 }, (_, i) => -2 + i / 10);
  return [
    {
      kind: "heat-map",
      data: {
        x: variances,
        y: noises,
        values: sampleSurface(
          variances.map(Math.log10),
          noises.map(Math.log10),
          (a, b) => -20 - 8 * (a - 1.2) ** 2 - 60 * (b + 1 + 0.2 * a) ** 2 - 9 ** (-b - 1),
        ),
      },
      options: {
        xName: names.input,
        yName: names.target,
        valueName: names.score,
        logX: true,
        logY: true,
      },
    },
    {
      kind: "probability-surface",
      data: {
        x: grid,
        y: grid,
        values: sampleSurface(grid, grid, (a, b) => 1 / (1 + Math.exp(-3 * (a + b * b - 1)))),
        classes: [0, 1].map((side) => {
          const rows = Array.from({ length: 60 }, (_, i) => [2 * noise(i), 2 * noise(i + 500)]);
          const own = rows.filter(([a, b]) => a! + b! * b! + 0.6 * noise(a! * 1e3) > 1 === (side === 1));
          return {
            name: side === 0 ? names.category : names.method,
            x: own.map(([a]) => a!),
            y: own.map(([, b]) => b!),
          };
        }),
      },
      options: { xName: names.input, yName: names.target, valueName: names.score },
    },
    {
      kind: "trace",
      data: {
        curves: [sampleTrace("loss", 2000, 1)],
        marks: [
          { at: 1500, name: names.method },
          { at: 1530, name: names.category },
        ],
      },
      options: { yName: names.score },
    },
    {
      kind: "trace",
      data: {
        curves: ["one", "two", names.method].map((name, i) => sampleTrace(name, 300, 1 + i / 3)),
      },
      options: { xName: names.input, yName: names.score, log: true },
    },
    {
      kind: "chain-trace",
      data: [sampleChains(names.input, 500, 0), sampleChains("slope", 500, 0.6)],
    },
    {
      kind: "rank",
      data: [sampleChains(names.input, 500, 0), sampleChains("slope", 500, 0.6)],
    },
    {
      kind: "convergence",
      data: { chains: 4, quantities: sampleConvergence(8, names.input) },
    },
    {
      kind: "convergence",
      data: { chains: 4, quantities: sampleConvergence(400, names.input) },
    },
    { kind: "energy", data: { chains: sampleChains("energy", 500, 0).chains } },
    {
      kind: "densities",
      data: [names.input, "slope", "noise"].map((name, i) => sampleDensities(name, 0.3 + 0.4 * i)),
    },
  ];
}

/** Normal densities: of a wide prior, of a posterior, and of the exact one. */
function sampleDensities(name: string, sd: number) {
  const grid = Float64Array.from({ length: 121 }, (_, i) => -3 + i / 20);
  const normal = (mean: number, width: number) =>
    grid.map((at) => Math.exp(-0.5 * ((at - mean) / width) ** 2) / (width * Math.sqrt(2 * Math.PI)));
  return { name, grid, posterior: normal(0.4, sd), prior: normal(0, 2), exact: normal(0.5, 1.1 * sd) };
}

/** Diagnostics of many quantities; the first has none. */
function sampleConvergence(count: number, name: string) {
  return Array.from({ length: count }, (_, i) => ({
    name: i === 1 ? name : `weight[${i}]`,
    rHat: i === 0 ? null : 1 + 0.012 * Math.abs(noise(i)) ** 2,
    essBulk: i === 0 ? null : 3000 * Math.exp(3 * noise(i + 9)),
    essTail: i === 0 ? null : 2000 * Math.exp(2.5 * noise(i + 99)),
  }));
}

/** A loss that falls from far above, with noise. */
function sampleTrace(name: string, n: number, level: number) {
  const steps = Float64Array.from({ length: n }, (_, i) => i);
  const values = steps.map((i) => level * (1 + 300 * Math.exp(-i / 20) + 0.12 * noise(i + 7 * level)));
  return { name, steps, values };
}

/** Draws of four chains that wander, the last one shifted. */
function sampleChains(name: string, n: number, shift: number) {
  const chains = Array.from({ length: 4 }, (_, c) => {
    const chain = new Float64Array(n);
    for (let i = 1; i < n; i++) chain[i] = 0.5 * chain[i - 1]! + 2 * noise(i + 1e4 * c + shift);
    return chain.map((draw) => (c === 3 ? draw + shift : draw));
  });
  return { name, chains };
}

function logGrid(first: number, last: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => 10 ** (first + ((last - first) * i) / (count - 1)));
}

function sampleSurface(x: ArrayLike<number>, y: ArrayLike<number>, f: (x: number, y: number) => number) {
  const data = new Float64Array(x.length * y.length);
  for (let i = 0; i < y.length; i++)
    for (let j = 0; j < x.length; j++) data[i * x.length + j] = f(x[j]!, y[i]!);
  return { rows: y.length, cols: x.length, data };
}
