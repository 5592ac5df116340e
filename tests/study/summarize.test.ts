import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { fitScaler } from "../../src/data/scaler.ts";
import { functionDiagnostics } from "../../src/diagnostics/functionDiagnostics.ts";
import { summarizeDraws } from "../../src/diagnostics/summarizeDraws.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { chainsPosterior } from "../../src/inference/chains/chainsPosterior.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { createMethod, listMethods } from "../../src/inference/registry.ts";
import { compileModel } from "../../src/model/compileModel.ts";
import type { LikelihoodSpec } from "../../src/model/likelihoodSpec.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createMatrix, type Matrix, rowOf } from "../../src/numeric/matrix.ts";
import { tanh } from "../../src/numeric/special.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { type PosteriorSummary, summarize } from "../../src/study/summarize.ts";
import { BRIEF } from "./briefMethods.ts";

const X = [-2, -1, -0.5, 0, 0.5, 1, 1.5, 2];
const prior = { kind: "normal", variance: 1 } as const;
const hidden: ModelSpec["network"] = { kind: "mlp", hidden: [3], activation: "tanh" };

const LIKELIHOODS: readonly [string, LikelihoodSpec, (readonly string[])?][] = [
  ["normal", { kind: "normal", noiseVariance: "learned" }],
  ["student-t", { kind: "student-t", df: 4, scale: "learned" }],
  ["heteroscedastic", { kind: "heteroscedastic" }],
  ["poisson", { kind: "poisson" }],
  ["bernoulli", { kind: "bernoulli" }, ["no", "yes"]],
  ["categorical", { kind: "categorical" }, ["a", "b", "c"]],
];

function dataOf(classes?: readonly string[]) {
  const y = X.map((_, i) => i % (classes?.length ?? 4));
  return createDataset({ x: X, y, ...(classes && { classes }) });
}

function fitted(name: string, likelihood: LikelihoodSpec, classes?: readonly string[]): Promise<Posterior> {
  const data = dataOf(classes);
  const network = name === "exact" ? ({ kind: "linear" } as const) : hidden;
  const model = createModel({ network, prior, likelihood }, data);
  return createMethod({ name, options: BRIEF[name]! }).fit(model, data, { rng: createRng(name) });
}

/** f(z) of the three hidden units, written out. */
function networkOfThree(row: Float64Array, z: number): number {
  return [0, 1, 2].reduce((sum, u) => sum + row[6 + u]! * tanh(row[u]! * z + row[3 + u]!), row[9]!);
}

const BASES: Readonly<Record<string, PosteriorSummary["basis"]>> = {
  exact: "normal",
  map: "point",
  "bayes-by-backprop": "normal",
  laplace: "normal",
  swag: "draws",
  "multi-swag": "draws",
  "mc-dropout": "draws",
  "deep-ensemble": "members",
};

describe.each(listMethods().map(({ name }) => name))("a summary of %s", (name) => {
  // Exact inference knows one likelihood; all samplers make the same posterior.
  const one = new Set(["exact", "sgld", "psgld", "sghmc", "hmc"]).has(name);
  const likelihoods = one ? LIKELIHOODS.slice(0, 1) : LIKELIHOODS;

  test.each(likelihoods)("with a %s likelihood", async (kind, likelihood, classes) => {
    const posterior = await fitted(name, likelihood, classes);
    const found = summarize(posterior, { at: [-1.7, 0.2], draws: 50 });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found.basis).toBe(BASES[name] ?? "chains");
    expect(found.parameters).toHaveLength(posterior.size);
    expect(new Set(found.parameters.map((row) => row.name)).size).toBe(posterior.size);
    expect(found.functions).toHaveLength(kind === "categorical" ? 6 : 2);
    for (const row of [...found.parameters, ...found.functions!]) {
      expect(row.mean).not.toBeNull();
      const missing = Object.values(row).includes(null);
      expect(row.reason === undefined).toBe(!missing);
    }
    const predictive = posterior.predict([-1.7, 0.2]);
    const means = found.functions!.map(({ mean }) => mean!);
    if (predictive.kind === "regression") {
      for (const [i, mean] of predictive.mean.entries())
        expect(Math.abs(means[i]! - mean)).toBeLessThan(1e-9);
      if (name !== "exact")
        for (const [i, { sd }] of found.functions!.entries()) {
          // Of S equally probable draws a predictive variance has divisor S, and that of a table S - 1.
          const factor = found.sampler ? Math.sqrt(40 / 39) : 1;
          expect(Math.abs(sd! - factor * Math.sqrt(predictive.epistemic[i]!))).toBeLessThan(1e-7);
        }
    } else if (found.basis !== "draws" && name !== "bayes-by-backprop") {
      const { data, cols } = predictive.probabilities;
      const shown = cols === 2 ? [data[1]!, data[3]!] : [...data];
      for (const [i, mean] of means.entries()) expect(Math.abs(mean - shown[i]!)).toBeLessThan(1e-9);
    }
    expect(found.functions![0]!.name).toBe(
      { bernoulli: "P(yes | x[0])", categorical: "P(a | x[0])" }[kind] ?? "f(x[0])",
    );
  });
});

describe("summarize", () => {
  const data = dataOf();
  const linear = createModel(
    { network: { kind: "linear" }, prior, likelihood: { kind: "normal", noiseVariance: 0.3 } },
    data,
  );

  test("an exact posterior: its own moments and normal quantiles", async () => {
    const posterior = await exact().fit(linear, data);
    const { parameters, functions, notes } = summarize(posterior, { at: [0.5] });
    const sd = posterior.variances().map(Math.sqrt);
    for (const [j, row] of parameters.entries()) {
      expect(row.mean).toBe(posterior.mean[j]);
      expect(row.sd).toBe(sd[j]);
      expect(row.q95!).toBeCloseTo(posterior.mean[j]! + 1.6448536269514722 * sd[j]!, 12);
      expect(row).toMatchObject({ rHat: null, mcseMean: null, reason: expect.stringContaining("known") });
    }
    const predictive = posterior.predict([0.5]);
    expect(functions![0]!.q5).toBe(predictive.quantile(0.05, "function")[0]);
    expect(notes).toEqual(posterior.notes);
  });

  test("an exact posterior whose noise is integrated out is no normal one: independent draws, with their error", async () => {
    const model = createModel(
      { ...linear.spec, likelihood: { kind: "normal", noiseVariance: { shape: 3, scale: 1 } } },
      data,
    );
    const posterior = await exact().fit(model, data);
    const { basis, parameters } = summarize(posterior, { draws: 4000, rng: createRng("t") });
    expect(basis).toBe("draws");
    for (const [j, { mean, sd, mcseMean }] of parameters.entries()) {
      expect(mcseMean).toBeCloseTo(sd! / Math.sqrt(4000), 12);
      expect(Math.abs(mean! - posterior.mean[j]!)).toBeLessThan(4 * mcseMean!);
    }
  });

  test("chains: the diagnostics of every parameter and of the function, with how the sampler ran", async () => {
    const model = createModel(
      { network: hidden, prior, likelihood: { kind: "normal", noiseVariance: 0.3 } },
      data,
    );
    const posterior = await nuts({ chains: 2, warmUp: 60, draws: 200 }).fit(model, data, {
      rng: createRng(5),
    });
    const { parameters, functions, sampler } = summarize(posterior, { at: [0, 1] });
    const { draws } = posterior;
    expect(parameters).toEqual(posterior.parameterDiagnostics());
    expect(parameters.map(({ rHat }) => rHat)).toEqual(
      summarizeDraws({ chains: 2, draws: 100, size: draws.cols, data: draws.data }).map(({ rHat }) => rHat),
    );
    // The slow twin: f of every draw by itself.
    const { x: ofX, y: ofY } = posterior.scaler;
    const values = createMatrix(200, 2);
    for (let s = 0; s < 200; s++)
      for (const x of [0, 1]) {
        const f = networkOfThree(rowOf(draws, s), (x - ofX.shift[0]!) / ofX.scale[0]!);
        values.data[2 * s + x] = ofY.shift[0]! + ofY.scale[0]! * f;
      }
    for (const [i, row] of functionDiagnostics(values, 2).entries()) {
      expect(functions![i]!.mean!).toBeCloseTo(row.mean!, 10);
      // The two draws beside the median are equally far from it, up to rounding: their folded ranks may change places.
      expect(functions![i]!.rHat!).toBeCloseTo(row.rHat!, 3);
      expect(functions![i]!.essTail!).toBeCloseTo(row.essTail!, 1);
    }
    expect(sampler).toMatchObject({
      chains: 2,
      draws: 200,
      iterations: 200,
      divergences: posterior.divergences,
    });
    expect(sampler!.energyFractions).toEqual([...posterior.energyFractions]);
    const predictive = posterior.predict([0, 1]) as RegressionPredictive;
    expect(functions![0]!.mean!).toBeCloseTo(predictive.mean[0]!, 10);
  });

  test("notes that hidden units have changed places where only the parameters disagree", () => {
    const model = createModel(
      { network: hidden, prior, likelihood: { kind: "normal", noiseVariance: 0.3 } },
      data,
    );
    const compiled = compileModel(model, fitScaler("both", data));
    const centre = [2, -1, 0.5, 0, 1, -1, 1, -1, 0.5, 0];
    const rng = createRng("exchange");
    const bank = createMatrix(
      2000,
      10,
      Float64Array.from({ length: 20_000 }, (_, i) => centre[i % 10]! + 0.1 * rng.normal()),
    );
    const summaryOf = (draws: Matrix, at: readonly number[]) =>
      summarize(
        chainsPosterior({
          method: "nuts",
          options: {},
          compiled,
          bank: draws,
          notes: [],
          chains: 2,
          gradients: 1,
        }),
        { at },
      );
    const plain = summaryOf(bank, [-1, 1]);
    expect(plain.notes).toEqual([]);
    // In the second chain units 0 and 1 have changed places.
    const exchanged = createMatrix(2000, 10, bank.data.slice());
    for (let s = 1000; s < 2000; s++) {
      const row = rowOf(exchanged, s);
      for (const first of [0, 3, 6]) [row[first], row[first + 1]] = [row[first + 1]!, row[first]!];
    }
    const found = summaryOf(exchanged, [-1, 1]);
    expect(found.notes.map(({ code }) => code)).toEqual(["exchangeable"]);
    expect(Math.max(...found.parameters.map(({ rHat }) => rHat!))).toBeGreaterThan(1.5);
    for (const [i, { rHat, essBulk }] of found.functions!.entries()) {
      expect(rHat!).toBeCloseTo(plain.functions![i]!.rHat!, 9);
      expect(essBulk!).toBeCloseTo(plain.functions![i]!.essBulk!, 4);
    }
  });

  test("refuses other columns and unknown options", async () => {
    const posterior = await exact().fit(linear, data);
    expect(() => summarize(posterior, { at: [[1, 2]] })).toThrow(ShapeError);
    expect(() => summarize(posterior, { draws: 1 })).toThrow(ArgumentError);
    expect(() => summarize(posterior, { seed: 1 } as object)).toThrow(ArgumentError);
  });
});
