import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { whitening } from "../../../src/inference/parts/whitening.ts";
import type { ElboEstimator } from "../../../src/inference/variational/estimator.ts";
import { factorisedFamily } from "../../../src/inference/variational/factorisedFamily.ts";
import { flipoutLayer } from "../../../src/inference/variational/flipoutLayer.ts";
import { layerwiseEstimator } from "../../../src/inference/variational/layerwiseEstimator.ts";
import { localLayer } from "../../../src/inference/variational/localLayer.ts";
import type { LayerMoments, NoisyLayer } from "../../../src/inference/variational/noisyLayer.ts";
import { closedCost } from "../../../src/inference/variational/optimiseElbo.ts";
import { plainEstimator } from "../../../src/inference/variational/plainEstimator.ts";
import { compileModel } from "../../../src/model/compileModel.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";

const rng = createRng("estimators");
const rows = Array.from({ length: 20 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x: rows, y: rows.map(([a, b]) => Math.sin(a!) - b! + 0.2 * rng.normal()) });

const base: ModelSpec = {
  network: { kind: "mlp", hidden: [4, 4], activation: "tanh", residual: true },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: "learned" },
  standardise: "none",
};

/** Loss and gradients of `draws` draws at a fixed q, with moments of each entry. */
interface Moments {
  readonly value: { readonly mean: number; readonly error: number };
  readonly mean: Float64Array;
  readonly error: Float64Array;
  /** Sum of the variances of all entries of the gradient, in ten groups of draws. */
  readonly totals: readonly number[];
}

type Maker = "plain" | ((moments: LayerMoments) => NoisyLayer);

const DRAWS = 6000;
const GROUPS = 10;

function moments(make: Maker, spec = base): Moments {
  return withWorkspace((workspace) => {
    const model = createModel(spec, data);
    const compiled = compileModel(model, { x: identityScaler(2), y: identityScaler(1) });
    const target = createTarget(workspace, compiled, data, { format: "f64" });
    const family = factorisedFamily(compiled.size);
    const white = whitening("test", compiled);
    const lambda = new Float64Array(family.count);
    const start = createRng("mean").fillNormal(new Float64Array(compiled.size));
    family.initialise(
      start.map((value) => 0.5 * value),
      0.3,
      lambda,
    );
    family.use(lambda);
    const estimator: ElboEstimator =
      make === "plain"
        ? plainEstimator(target, family, white)
        : layerwiseEstimator(target, family, white, lambda, data.x.rows, make);
    const noise = new Float64Array(estimator.noise);
    const stream = createRng("draws");
    const values = new Float64Array(DRAWS);
    const gradients = Array.from({ length: DRAWS }, (_, s) => {
      const gradient = new Float64Array(family.count);
      values[s] = estimator.draw(stream.fillNormal(noise), 0, data.x.rows, 1, gradient);
      return gradient;
    });
    const size = DRAWS / GROUPS;
    const each = (of: readonly Float64Array[]) => {
      const mean = of[0]!.map((_, j) => of.reduce((sum, g) => sum + g[j]!, 0) / of.length);
      const variance = mean.map((m, j) => of.reduce((s, g) => s + (g[j]! - m) * (g[j]! - m), 0) / of.length);
      return { mean, variance };
    };
    const { mean, variance } = each(gradients);
    const average = values.reduce((sum, v) => sum + v, 0) / DRAWS;
    const spread = values.reduce((sum, v) => sum + (v - average) * (v - average), 0) / DRAWS;
    return {
      value: { mean: average, error: Math.sqrt(spread / DRAWS) },
      mean,
      error: variance.map((v) => Math.sqrt(v / DRAWS)),
      totals: Array.from({ length: GROUPS }, (_, g) =>
        each(gradients.slice(g * size, (g + 1) * size)).variance.reduce((sum, v) => sum + v, 0),
      ),
    };
  });
}

/** The largest difference of two means in standard errors, over all entries of the gradient and the loss. */
function largestScore(a: Moments, b: Moments): number {
  const score = (x: number, y: number, e: number, f: number) =>
    e + f === 0 ? 0 : Math.abs(x - y) / Math.sqrt(e * e + f * f);
  const entries = Array.from(a.mean, (m, j) => score(m, b.mean[j]!, a.error[j]!, b.error[j]!));
  return Math.max(score(a.value.mean, b.value.mean, a.value.error, b.value.error), ...entries);
}

/** Mean and standard error of the ratio of total variances, over the groups. */
function ratio(a: Moments, b: Moments): { readonly mean: number; readonly error: number } {
  const ratios = a.totals.map((value, g) => value / b.totals[g]!);
  const mean = ratios.reduce((sum, r) => sum + r, 0) / GROUPS;
  const squares = ratios.reduce((sum, r) => sum + (r - mean) * (r - mean), 0);
  return { mean, error: Math.sqrt(squares / (GROUPS - 1) / GROUPS) };
}

const plain = moments("plain");
// About 80 entries are compared: the largest of so many is below 4.5 standard errors in all but 5 cases of 10,000.
const LARGEST = 4.5;

describe.each([
  ["local reparameterisation", localLayer],
  ["flipout", flipoutLayer],
] as const)("%s", (_name, layer) => {
  const found = moments(layer);

  test("has the loss and the gradient of the plain estimator on average", () => {
    expect(largestScore(found, plain)).toBeLessThan(LARGEST);
  });

  test("and a smaller variance", () => {
    const { mean, error } = ratio(found, plain);
    expect(mean + 4 * error).toBeLessThan(1);
  });

  test("also where the prior's expectation has no closed form", () => {
    const spec: ModelSpec = { ...base, prior: { kind: "laplace", scale: 1 } };
    expect(largestScore(moments(layer, spec), moments("plain", spec))).toBeLessThan(LARGEST);
  });
});

describe("broken estimators are caught", () => {
  test("a variance in place of a standard deviation", () => {
    const broken = (of: LayerMoments) => {
      const wrong = { ...of, weightSd: of.weightSd.slice() };
      const layer = localLayer(wrong);
      return {
        ...layer,
        forward(rows: number, x: Float64Array, noise: Float64Array) {
          wrong.weightSd.set(of.weightSd.map((sd) => sd * sd));
          return layer.forward(rows, x, noise);
        },
      };
    };
    expect(largestScore(moments(broken), plain)).toBeGreaterThan(3 * LARGEST);
  });

  test("half of the gradient by the standard deviations", () => {
    const broken = (of: LayerMoments) => {
      const layer = flipoutLayer(of);
      return {
        ...layer,
        backward: (d: Float64Array) => {
          const gradients = layer.backward(d);
          return { ...gradients, weightSd: gradients.weightSd.map((value) => 0.5 * value) };
        },
      };
    };
    expect(largestScore(moments(broken), plain)).toBeGreaterThan(2 * LARGEST);
  });
});

describe("the bound by Monte Carlo", () => {
  test("agrees with its closed form on a linear model, and stays below the evidence", () => {
    // See variational.test.ts for the closed form; here the same q is averaged over draws.
    withWorkspace((workspace) => {
      const spec: ModelSpec = {
        ...base,
        network: { kind: "linear" },
        likelihood: { kind: "normal", noiseVariance: 0.3 },
      };
      const compiled = compileModel(createModel(spec, data), { x: identityScaler(2), y: identityScaler(1) });
      const target = createTarget(workspace, compiled, data, { format: "f64" });
      const family = factorisedFamily(compiled.size);
      const white = whitening("test", compiled);
      const lambda = new Float64Array(family.count);
      family.initialise(Float64Array.of(0.3, -0.5, 0.1), 0.2, lambda);
      family.use(lambda);
      const estimator = plainEstimator(target, family, white);
      const stream = createRng("bound");
      const noise = new Float64Array(estimator.noise);
      const ignored = new Float64Array(family.count);
      const losses = Array.from({ length: 4000 }, () =>
        estimator.draw(stream.fillNormal(noise), 0, data.x.rows, 0, ignored),
      );
      const mean = losses.reduce((sum, v) => sum + v, 0) / losses.length;
      const squares = losses.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
      const error = Math.sqrt(squares) / losses.length;
      // E[loss] by hand: sums of squares at the mean and of the spread around it.
      let expected = 0;
      for (let n = 0; n < data.x.rows; n++) {
        const h = [data.x.data[2 * n]!, data.x.data[2 * n + 1]!, 1];
        const f = h.reduce((s, v, j) => s + v * white.scale[j]! * lambda[j]!, 0);
        const variance = h.reduce((s, v, j) => s + v * v * white.scale[j]! * white.scale[j]! * 0.04, 0);
        const residual = data.y.data[n]! - f;
        expected += 0.5 * (Math.log(2 * Math.PI * 0.3) + (residual * residual + variance) / 0.3);
      }
      expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
      // KL of the whitened normals by its formula.
      const kl = [0.3, -0.5, 0.1].reduce((s, m) => s + 0.5 * (m * m + 0.04 - 1 - Math.log(0.04)), 0);
      expect(closedCost(family, white, 1, ignored)).toBeCloseTo(kl, 10);
    });
  });
});
