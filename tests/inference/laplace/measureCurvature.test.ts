import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import type { LaplaceStructure } from "../../../src/inference/laplace/laplaceOptions.ts";
import { layerInputs } from "../../../src/inference/laplace/layerInputs.ts";
import { measureCurvature, varyingFrom } from "../../../src/inference/laplace/measureCurvature.ts";
import { prepare } from "../../../src/inference/prepare.ts";
import type { CompiledModel } from "../../../src/model/compileModel.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createModel } from "../../../src/model/model.ts";
import type { MlpSpec } from "../../../src/model/networkSpec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { outputsOf, slowRows } from "./slowCurvature.ts";

const rng = createRng("curvature");
const x = Array.from({ length: 9 }, () => [rng.normal(), rng.normal()]);
const y = x.map(([a, b]) => Math.round(Math.abs(2 * a! + b!)) % 3);
const weights = x.map((_, n) => 0.5 + 0.25 * n);

function problem(likelihood: LikelihoodSpec, network: Partial<MlpSpec> = {}, weighted = false) {
  const isClass = likelihood.kind === "categorical" || likelihood.kind === "bernoulli";
  const classes = likelihood.kind === "bernoulli" ? ["a", "b"] : ["a", "b", "c"];
  const data: Dataset = createDataset({
    x,
    y: likelihood.kind === "bernoulli" ? y.map((value) => Math.min(value, 1)) : y,
    ...(isClass && { classes }),
    ...(weighted && { weights }),
  });
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [4, 4], activation: "tanh", ...network },
      prior: {
        kind: "normal",
        variance: [2, 3, 0.5].slice(0, (network.hidden?.length ?? 2) + 1),
        biasVariance: 0.7,
      },
      likelihood,
      standardise: "none",
    },
    data,
  );
  const prepared = prepare("test", model, data);
  const parameters = Float64Array.from({ length: prepared.compiled.size }, () => 0.6 * rng.normal());
  return { ...prepared, parameters };
}

/** z'(H + T) z for whitened z by the rows R'J of the slow twin. */
function slowSquare(
  compiled: CompiledModel,
  rows: number[][],
  z: Float64Array,
  from: number,
  factor: number,
) {
  const scale = (j: number) => 1 / Math.sqrt(compiled.prior.precision![from + j]!);
  const squares = rows.map((row) => z.reduce((sum, value, j) => sum + row[from + j]! * scale(j) * value, 0));
  const data = squares.reduce((sum, value) => sum + value * value, 0);
  return z.reduce((sum, value) => sum + factor * value * value, 2 * data);
}

const LIKELIHOODS: readonly LikelihoodSpec[] = [
  { kind: "normal", noiseVariance: 0.2 },
  { kind: "normal", noiseVariance: "learned" },
  { kind: "heteroscedastic" },
  { kind: "student-t", df: 4, scale: 0.5 },
  { kind: "poisson" },
  { kind: "bernoulli" },
  { kind: "categorical" },
];

describe.each(LIKELIHOODS)(
  "the Gauss-Newton matrix of $kind beside a slow twin by differences",
  (likelihood) => {
    test.each<[LaplaceStructure, boolean]>([
      ["full", false],
      ["full", true],
      ["last-layer", true],
    ])("%s, weighted: %s", async (structure, weighted) => {
      const { compiled, data, parameters } = problem(likelihood, {}, weighted);
      const curvature = await measureCurvature(compiled, structure, parameters, data, {});
      const from = varyingFrom(compiled, structure);
      const size = compiled.form.size - from;
      expect(size).toBe(structure === "full" ? compiled.form.size : 5 * compiled.likelihood.outputs);
      const root = curvature.root(2, new Float64Array(size).fill(3));
      const rows = slowRows(compiled, parameters, data.x, data.weights);
      for (let trial = 0; trial < 3; trial++) {
        const z = rng.fillNormal(new Float64Array(size));
        expect(root.squareLength(z) / slowSquare(compiled, rows, z, from, 3)).toBeCloseTo(1, 7);
      }
    });

    test("diagonal", async () => {
      const { compiled, data, parameters } = problem(likelihood);
      const { size } = compiled.form;
      const curvature = await measureCurvature(compiled, "diagonal", parameters, data, {});
      const variances = curvature.root(2, new Float64Array(size).fill(3)).variances();
      const rows = slowRows(compiled, parameters, data.x);
      for (let j = 0; j < size; j++) {
        const unit = new Float64Array(size);
        unit[j] = 1;
        expect(variances[j]! * slowSquare(compiled, rows, unit, 0, 3)).toBeCloseTo(1, 7);
      }
    });
  },
);

/** z'z' of the Kronecker approximation, layer by layer, from its definition. */
function slowKronecker(
  { form, prior, likelihood }: CompiledModel,
  rows: number[][],
  entering: (l: number, n: number) => number[],
  z: Float64Array,
  prior3: number,
): number {
  const N = rows.length / likelihood.outputs;
  let [sum, from] = [0, 0];
  for (let l = 0; l + 1 < form.layers.length; l++) {
    const [m, n] = [form.layers[l]! + 1, form.layers[l + 1]!];
    const w = (i: number, j: number) => z[from + i * n + j]! / Math.sqrt(prior.precision![from + i * n + j]!);
    const start = from;
    // w'(A (x) G) w / N = sum over data p and rows q of (a_p' W g_q)^2 / N.
    for (let p = 0; p < N; p++) {
      const a = entering(l, p);
      for (const row of rows) {
        let value = 0;
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) value += a[i]! * w(i, j) * row[start + (m - 1) * n + j]!;
        }
        sum += (2 * value * value) / N;
      }
    }
    from += m * n;
  }
  return z.reduce((total, value) => total + prior3 * value * value, sum);
}

describe("the Kronecker factors beside their definition", () => {
  test.each<[LikelihoodSpec, Partial<MlpSpec>]>([
    [{ kind: "normal", noiseVariance: 0.2 }, {}],
    [{ kind: "categorical" }, { residual: true, activation: ["gelu", "sin"] }],
    [{ kind: "heteroscedastic" }, { hidden: [3], activation: "softplus" }],
  ])("%j, %j", async (likelihood, network) => {
    const { compiled, data, parameters } = problem(likelihood, network);
    const { form } = compiled;
    const curvature = await measureCurvature(compiled, "kronecker", parameters, data, {});
    const root = curvature.root(2, new Float64Array(form.size).fill(3));
    const rows = slowRows(compiled, parameters, data.x);
    const forward = layerInputs(form, parameters);
    const entering = Array.from(x, (_, n) => {
      const inputs = form.layers.slice(0, -1).map((fanIn) => new Float64Array(fanIn + 1));
      forward(data.x.data, 2 * n, inputs);
      return inputs;
    });
    const z = rng.fillNormal(new Float64Array(form.size));
    const wanted = slowKronecker(compiled, rows, (l, n) => [...entering[n]![l]!], z, 3);
    expect(root.squareLength(z) / wanted).toBeCloseTo(1, 7);
    // The values that enter the last layer, times its weights, are the outputs.
    const [m, n] = [form.layers.at(-2)! + 1, form.layers.at(-1)!];
    const outputs = outputsOf(compiled, parameters, data.x);
    entering.forEach((inputs, row) => {
      const sum = inputs
        .at(-1)!
        .reduce((s, value, i) => s + value * parameters[form.size - m * n + i * n]!, 0);
      expect(sum).toBeCloseTo(outputs[row * n]!, 10);
    });
  });
});

describe.each<LaplaceStructure>(["full", "diagonal", "kronecker", "last-layer"])(
  "the root of %s",
  (structure) => {
    test("has draws, variances, projections and determinant that agree with each other", async () => {
      const { compiled, data, parameters } = problem({ kind: "normal", noiseVariance: 0.2 });
      const curvature = await measureCurvature(compiled, structure, parameters, data, {});
      const size = compiled.form.size - varyingFrom(compiled, structure);
      const root = curvature.root(1.5, new Float64Array(size).fill(0.8));
      expect(root.size).toBe(size);
      // The columns R e_k: the covariance is the sum of their squares, and R'h are the products with them.
      const columns = Array.from({ length: size }, (_, k) => {
        const unit = new Float64Array(size);
        unit[k] = 1;
        const column = new Float64Array(size);
        root.draw(unit, column);
        return column;
      });
      root.variances().forEach((value, j) => {
        expect(columns.reduce((sum, column) => sum + column[j]! * column[j]!, 0) / value).toBeCloseTo(1, 9);
      });
      const rows = rng.fillNormal(new Float64Array(2 * size));
      const projected = rows.slice();
      root.project(2, projected);
      columns.forEach((column, k) => {
        const along = column.reduce((sum, value, j) => sum + value * rows[size + j]!, 0);
        expect(projected[size + k]!).toBeCloseTo(along, 9);
        // (R e_k)' precision (R e_k) = 1.
        expect(root.squareLength(column)).toBeCloseTo(1, 9);
      });
      // d log det / d log of all factors = size.
      const twice = curvature.root(3, new Float64Array(size).fill(1.6));
      expect(twice.logDeterminant - root.logDeterminant).toBeCloseTo(size * Math.LN2, 9);
    });
  },
);
