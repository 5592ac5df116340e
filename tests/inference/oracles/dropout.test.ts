import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { checkDropoutOptions } from "../../../src/inference/dropout/dropoutOptions.ts";
import { dropoutPosterior } from "../../../src/inference/dropout/dropoutPosterior.ts";
import { foldMasks, maskCount } from "../../../src/inference/dropout/foldMasks.ts";
import { maskRates } from "../../../src/inference/dropout/maskRates.ts";
import { mcDropout } from "../../../src/inference/dropout/mcDropout.ts";
import { forwardBank } from "../../../src/inference/predictBank.ts";
import { type CompiledModel, compileModel } from "../../../src/model/compileModel.ts";
import { createModel } from "../../../src/model/model.ts";
import type { NetworkSpec } from "../../../src/model/networkSpec.ts";
import type { NormalPriorSpec } from "../../../src/model/priorSpec.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createMatrix, matrixFromRows, rowOf } from "../../../src/numeric/matrix.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply, transposed } from "../../support/denseAlgebra.ts";
import { readJson } from "../../support/readFixture.ts";
import { linearData } from "./linearProblem.ts";

interface Moments {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

interface Case extends Readonly<Record<"w1" | "b1" | "w2" | "x" | "deterministic_no_dropout", number[]>> {
  readonly name: string;
  readonly p_drop: number;
  readonly b2: number;
  readonly inverted_scaling: Moments & { readonly P_f_below_zero: readonly number[] };
  readonly no_scaling_in_training_pass: Moments;
}

const { cases } = readJson<{ readonly cases: readonly Case[] }>("references/mc_dropout_enumerated.json");
const NOISE = 0.04;

function compile(network: NetworkSpec, inputs: number): CompiledModel {
  const shape = createDataset({ x: [new Array<number>(inputs).fill(0)], y: [0] });
  const model = createModel(
    {
      network,
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: NOISE },
      standardise: "none",
    },
    shape,
  );
  return compileModel(model, { x: identityScaler(inputs), y: identityScaler(1) });
}

function posterior(compiled: CompiledModel, parameters: readonly number[], rate: number, draws: number) {
  return dropoutPosterior<"regression">({
    options: checkDropoutOptions({ rate, draws }),
    compiled,
    parameters: Float64Array.from(parameters),
    rate,
    rates: maskRates(compiled.form, rate, false),
    key: [17, 23],
    trace: new Float64Array(0),
    tried: [],
    gradients: 0,
    notes: [],
  });
}

/** Outputs [2^n, rows] under every mask of the units to which `on` gives a factor, and the probability of each mask. */
function enumerate(
  compiled: CompiledModel,
  parameters: readonly number[],
  x: number[][],
  p: number,
  on: number,
) {
  const { form } = compiled;
  const features = form.linear ? 0 : form.layers[0]!;
  const n = maskCount(form) - features;
  const bank = createMatrix(2 ** n, compiled.size);
  const probability = Array.from({ length: bank.rows }, (_, s) => {
    const bits = Array.from({ length: n }, (_, k) => Math.floor(s / 2 ** k) % 2);
    const masks = Float64Array.from([...new Array<number>(features).fill(1), ...bits.map((bit) => bit * on)]);
    rowOf(bank, s).set(parameters);
    foldMasks(form, masks, rowOf(bank, s));
    return bits.reduce((product, bit) => product * (bit === 1 ? 1 - p : p), 1);
  });
  const outputs = createMatrix(bank.rows, x.length);
  forwardBank(compiled, bank, matrixFromRows(x), outputs);
  const expected = (i: number, of: (f: number) => number) =>
    probability.reduce((sum, weight, s) => sum + weight * of(outputs.data[s * x.length + i]!), 0);
  return x.map((_, i) => {
    const mean = expected(i, (f) => f);
    const central = (power: number) => expected(i, (f) => (f - mean) ** power);
    return { mean, sd: Math.sqrt(central(2)), fourth: central(4), below: expected(i, (f) => Number(f < 0)) };
  });
}

describe.each(cases)("a network of one hidden layer, summed over all masks: $name", (one) => {
  const { w1, b1, w2, b2, p_drop: p } = one;
  const compiled = compile({ kind: "mlp", hidden: [w1.length] }, 1);
  const parameters = [...w1, ...b1, ...w2, b2];
  const x = one.x.map((value) => [value]);
  const exactly = enumerate(compiled, parameters, x, p, 1 / (1 - p));

  test("masks multiplied into the parameters give the exact moments", () => {
    exactly.forEach(({ mean, sd, below }, i) => {
      expect(mean).toBeCloseTo(one.inverted_scaling.mean[i]!, 10);
      expect(sd).toBeCloseTo(one.inverted_scaling.sd[i]!, 10);
      expect(below).toBeCloseTo(one.inverted_scaling.P_f_below_zero[i]!, 10);
    });
  });

  test("masks of 0 and 1 would give others", () => {
    enumerate(compiled, parameters, x, p, 1).forEach(({ mean, sd }, i) => {
      expect(mean).toBeCloseTo(one.no_scaling_in_training_pass.mean[i]!, 10);
      expect(sd).toBeCloseTo(one.no_scaling_in_training_pass.sd[i]!, 10);
    });
  });

  test("predictions are within Monte Carlo error, and the noise is that of the model", () => {
    const draws = 20_000;
    const found = posterior(compiled, parameters, p, draws).predict(x);
    exactly.forEach(({ mean, sd, fourth }, i) => {
      expect(Math.abs(found.mean[i]! - mean)).toBeLessThan((4 * sd) / Math.sqrt(draws));
      const variance = sd * sd;
      const error = Math.sqrt((fourth - variance * variance) / draws);
      expect(Math.abs(found.epistemic[i]! - variance)).toBeLessThan(4 * error);
      expect(found.aleatoric[i]).toBeCloseTo(NOISE, 12);
      // Broken twin: masks of 0 and 1.
      const broken = one.no_scaling_in_training_pass.sd[i]!;
      expect(Math.abs(found.epistemic[i]! - broken * broken)).toBeGreaterThan(4 * error);
    });
  });

  test("the weight-scaling rule is the network without masks: the exact mean, as the output is linear in the masks", () => {
    const scaled = posterior(compiled, parameters, p, 10).weightScaled().predict(x);
    exactly.forEach(({ mean }, i) => {
      expect(scaled.mean[i]).toBeCloseTo(one.deterministic_no_dropout[i]!, 10);
      expect(scaled.mean[i]).toBeCloseTo(mean, 10);
      expect(scaled.epistemic[i]).toBe(0);
    });
  });

  test("draws are smooth functions, as one mask serves all inputs", () => {
    const step = 1e-6;
    const near = one.x.flatMap((value) => [[value], [value + step]]);
    const slope = w1.reduce((sum, w, k) => sum + Math.abs(w * w2[k]!), 0) / (1 - p);
    const { data, rows } = posterior(compiled, parameters, p, 200).predict(near).functionDraws!(
      100,
      createRng("smooth"),
    );
    const jumps = (values: ArrayLike<number>) =>
      Array.from({ length: values.length / 2 }, (_, i) => Math.abs(values[2 * i + 1]! - values[2 * i]!));
    expect(rows).toBe(100);
    expect(Math.max(...jumps(data))).toBeLessThan(1.001 * slope * step);
    // Broken twin: a mask for every row.
    const rough = withWorkspace((workspace) => {
      const data = createDataset({ x: near, y: near.map(() => 0) });
      const target = createTarget(workspace, compiled, data, {
        format: "f64",
        batch: near.length,
        masks: "rows",
      });
      target.parameters.view.set(parameters);
      const rng = createRng("rough");
      target.network.arrays.masks.view.set(
        target.network.arrays.masks.view.map(() => (rng.uniform() < p ? 0 : 1 / (1 - p))),
      );
      target.network.forward(0, near.length);
      return target.network.arrays.outputs.view.slice();
    });
    expect(Math.max(...jumps(rough))).toBeGreaterThan(0.1);
  });
});

describe("an output that is linear in the features", () => {
  const p = 0.3;
  const w = [0.7, -1.2, 0.4];
  const bias = 0.25;
  const x = [
    [1, 2, -1],
    [0.5, -0.5, 3],
  ];
  const compiled = compile({ kind: "linear" }, 3);
  const mean = x.map((h) => h.reduce((sum, value, j) => sum + w[j]! * value, bias));
  const variance = x.map(
    (h) => (p / (1 - p)) * h.reduce((sum, value, j) => sum + w[j]! * w[j]! * value * value, 0),
  );

  test("has mean sum w_j h_j and variance p/(1-p) sum w_j^2 h_j^2", () => {
    enumerate(compiled, [...w, bias], x, p, 1 / (1 - p)).forEach((moments, i) => {
      expect(moments.mean).toBeCloseTo(mean[i]!, 12);
      expect(moments.sd * moments.sd).toBeCloseTo(variance[i]!, 12);
    });
  });

  test("so do predictions within Monte Carlo error; p in place of p/(1-p) would be seen", () => {
    const draws = 20_000;
    const found = posterior(compiled, [...w, bias], p, draws).predict(x);
    enumerate(compiled, [...w, bias], x, p, 1 / (1 - p)).forEach(({ fourth }, i) => {
      const v = variance[i]!;
      const error = Math.sqrt((fourth - v * v) / draws);
      expect(Math.abs(found.mean[i]! - mean[i]!)).toBeLessThan(4 * Math.sqrt(v / draws));
      expect(Math.abs(found.epistemic[i]! - v)).toBeLessThan(4 * error);
      expect(Math.abs(found.epistemic[i]! - (1 - p) * v)).toBeGreaterThan(4 * error);
    });
  });

  test("the weight-scaling rule is its mean", () => {
    const scaled = posterior(compiled, [...w, bias], p, 10)
      .weightScaled()
      .predict(x);
    mean.forEach((value, i) => {
      expect(scaled.mean[i]).toBeCloseTo(value, 12);
    });
  });
});

describe("training with dropout on fixed features", () => {
  const data = linearData();
  const N = data.x.rows;
  const p = 0.25;
  const noiseVariance = 0.36;
  const h = Array.from({ length: N }, (_, n) => [...data.x.data.subarray(3 * n, 3 * n + 3), 1]);
  const gram = multiply(transposed(h), h);
  const cross = multiply(
    transposed(h),
    Array.from(data.y.data, (value) => [value]),
  );

  /** (H'H + D)^-1 H'y with the given additions to the diagonal; the bias is not dropped. */
  const ridge = (weight: (j: number) => number, bias = 0) => {
    const regular = gram.map((row, i) =>
      row.map((value, j) => (i === j ? value + (i < 3 ? weight(i) : bias) : value)),
    );
    return multiply(invert(regular).inverse, cross).map(([value]) => value!);
  };
  const penalty = (factor: number) => (j: number) => factor * gram[j]![j]!;

  /** Mean over seeds, and its standard error. */
  async function train(prior: NormalPriorSpec) {
    const model = createModel(
      {
        network: { kind: "linear" },
        prior,
        likelihood: { kind: "normal", noiseVariance },
        standardise: "none",
      },
      data,
    );
    const method = mcDropout({ rate: p, optimiser: { kind: "sgd", rate: 0.004 }, batch: 30, epochs: 10_000 });
    const seeds = [1, 2, 3, 4, 5, 6];
    const runs: Float64Array[] = [];
    for (const seed of seeds) runs.push((await method.fit(model, data, { rng: createRng(seed) })).parameters);
    const average = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const mean = [0, 1, 2, 3].map((j) => average(runs.map((run) => run[j]!)));
    const error = mean.map((m, j) => {
      const squares = runs.map((run) => (run[j]! - m) * (run[j]! - m));
      return Math.sqrt(average(squares) / (seeds.length - 1));
    });
    /** Root mean square of the differences in standard errors. */
    const distance = (from: readonly number[]) =>
      Math.sqrt(average(from.map((value, j) => ((mean[j]! - value) / error[j]!) ** 2)));
    return { distance };
  }

  test("comes to ridge regression of weight p/(1-p) diag(H'H)", async () => {
    const { distance } = await train({ kind: "normal", variance: "flat", biasVariance: "flat" });
    expect(distance(ridge(penalty(p / (1 - p))))).toBeLessThan(3);
    // Broken twins: no dropout at all; p in place of p/(1-p); masks of 0 and 1, whose weights are 1/(1-p) as large.
    const scaled = ridge(penalty(p / (1 - p))).map((value, j) => (j < 3 ? value / (1 - p) : value));
    for (const wrong of [ridge(() => 0), ridge(penalty(p)), scaled]) {
      expect(distance(wrong)).toBeGreaterThan(10);
    }
  });

  test("and the prior adds (1-p) sigma^2/s^2, to the bias sigma^2/s^2", async () => {
    const variance = 0.02;
    const { distance } = await train({ kind: "normal", variance, biasVariance: variance });
    const own = noiseVariance / variance;
    const add = (factor: number) => (j: number) => penalty(p / (1 - p))(j) + factor * own;
    expect(distance(ridge(add(1 - p), own))).toBeLessThan(3);
    for (const wrong of [ridge(add(1), own), ridge(add(1 - p), (1 - p) * own), ridge(add(0), own)]) {
      expect(distance(wrong)).toBeGreaterThan(5);
    }
  });
});
