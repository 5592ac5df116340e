import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { LangevinOptions } from "../../../src/inference/langevin/langevinOptions.ts";
import { sghmc } from "../../../src/inference/langevin/sghmc.ts";
import { sgld } from "../../../src/inference/langevin/sgld.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply, type Rows } from "../../support/denseAlgebra.ts";
import {
  added,
  blocks,
  identity,
  scaledBy,
  stationaryCovariance,
  worstDeviation,
} from "../langevin/stationary.ts";

/**
 * Eight rows and two parameters, so that all 28 batches of two can be counted: the steps are then random linear maps whose
 * stationary covariance is known exactly. Prior variance 1: parameters are whitened as they are.
 */
const X = [[-1.5], [-0.9], [-0.4], [0.1], [0.3], [0.9], [1.4], [2]];
const Y = [-1.2, -1.1, 0.6, -0.1, 0.4, 0.2, 1.9, 1.3];
const [N, B, noiseVariance] = [8, 2, 0.5];
const rows = X.map(([x]) => [x!, 1]);
const data = createDataset({ x: X, y: Y });
const model = createModel(
  {
    network: { kind: "linear" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance },
    standardise: "none",
  },
  data,
);
const I = identity(2);
const O = identity(2, 0);
const outer = (v: readonly number[]): number[][] => v.map((a) => v.map((b) => a * b));

const batches = rows.flatMap((_, i) => rows.slice(i + 1).map((_row, k) => [i, i + 1 + k]));
const average = (list: readonly Rows[]): number[][] =>
  scaledBy(
    list.reduce((sum, a) => added(sum, a), O),
    1 / list.length,
  );

/** H_b = (N/B) sum x x'/sigma2 + I, the Hessian that a batch shows. */
const hessian = (batch: readonly number[], factor: number): number[][] =>
  batch.reduce((sum, i) => added(sum, scaledBy(outer(rows[i]!), factor / noiseVariance)), I);
const hessians = batches.map((batch) => hessian(batch, N / B));
const H = hessian([...rows.keys()], 1);
const covariance = invert(H).inverse;
const mean = multiply(
  covariance,
  [0, 1].map((j) => [rows.reduce((sum, row, i) => sum + (row[j]! * Y[i]!) / noiseVariance, 0)]),
).map(([value]) => value!);

/** The gradient at the mode that a batch shows. */
const slope = (batch: readonly number[]): number[] =>
  mean.map((m, j) =>
    batch.reduce((sum, i) => {
      const residual = rows[i]!.reduce((f, x, k) => f + x * mean[k]!, 0) - Y[i]!;
      return sum + ((N / B) * residual * rows[i]![j]!) / noiseVariance;
    }, m),
  );
const slopes = batches.map(slope);
const slopeCovariance = average(slopes.map(outer));

const LONG = { batch: B, chains: 4, draws: 12_000, steps: 60_000 } as const;
const WITHIN = 4.5;
const CAUGHT = 8;
const fitted = (options: LangevinOptions) =>
  sgld({ ...LONG, ...options }).fit(model, data, { rng: createRng("batches") });

test("the gradients of batches at the mode have covariance (N^2/B)(1 - B/N) S", () => {
  const own = rows.map((row, i) => {
    const residual = row.reduce((f, x, k) => f + x * mean[k]!, 0) - Y[i]!;
    return row.map((x) => (residual * x) / noiseVariance);
  });
  const centre = [0, 1].map((j) => own.reduce((sum, g) => sum + g[j]!, 0) / N);
  const S = scaledBy(
    own.map((g) => outer(g.map((v, j) => v - centre[j]!))).reduce((sum, a) => added(sum, a)),
    1 / (N - 1),
  );
  const claimed = scaledBy(S, ((N * N) / B) * (1 - B / N));
  for (const [i, row] of claimed.entries())
    for (const [j, value] of row.entries()) expect(slopeCovariance[i]![j]).toBeCloseTo(value, 10);
});

describe("SGLD with batches: V = E[A_b V A_b'] + eps I + (eps^2/4) E[g_b g_b']", () => {
  const eps = 0.045;
  const maps = hessians.map((h) => added(I, scaledBy(h, -eps / 2)));
  const injected = added(identity(2, eps), scaledBy(slopeCovariance, (eps * eps) / 4));
  const V = stationaryCovariance(maps, injected);

  test("is what the chain has", async () => {
    const found = await fitted({ stepSize: eps });
    expect(worstDeviation(found, mean, V)).toBeLessThan(WITHIN);
    // Batches counted as if they only added noise to a fixed map.
    const fixed = stationaryCovariance([added(I, scaledBy(H, -eps / 2))], injected);
    expect(worstDeviation(found, mean, fixed)).toBeGreaterThan(CAUGHT);
    // Noise of batches forgotten altogether, and batches taken with replacement of the correction 1 - B/N.
    expect(worstDeviation(found, mean, stationaryCovariance(maps, identity(2, eps)))).toBeGreaterThan(CAUGHT);
    expect(worstDeviation(found, mean, covariance)).toBeGreaterThan(CAUGHT);
  });

  test("at a temperature only the injected noise changes", async () => {
    const found = await fitted({ stepSize: eps, temperature: 0.5 });
    const tempered = added(identity(2, eps / 2), scaledBy(slopeCovariance, (eps * eps) / 4));
    expect(worstDeviation(found, mean, stationaryCovariance(maps, tempered))).toBeLessThan(WITHIN);
    expect(worstDeviation(found, mean, scaledBy(V, 0.5))).toBeGreaterThan(CAUGHT);
  });

  test("a dropped N/B is another map, and is caught", async () => {
    const found = await fitted({ stepSize: eps });
    const dropped = batches.map((batch) => added(I, scaledBy(hessian(batch, 1), -eps / 2)));
    const twin = stationaryCovariance(dropped, identity(2, eps));
    expect(worstDeviation(found, mean, twin)).toBeGreaterThan(CAUGHT);
  });

  test("with control variates the additive noise is gone: V = E[A_b V A_b'] + eps I", async () => {
    const found = await fitted({ stepSize: eps, controlVariates: true });
    const controlled = stationaryCovariance(maps, identity(2, eps));
    expect(worstDeviation(found, mean, controlled)).toBeLessThan(WITHIN);
    expect(worstDeviation(found, mean, V)).toBeGreaterThan(CAUGHT);
    const fixed = stationaryCovariance([added(I, scaledBy(H, -eps / 2))], identity(2, eps));
    expect(worstDeviation(found, mean, fixed)).toBeGreaterThan(CAUGHT);
  });
});

test("SGHMC with batches has the covariance of its random linear map", async () => {
  const [eps, eta] = [0.012, 0.2];
  const found = await sghmc({ ...LONG, stepSize: eps, friction: eta }).fit(model, data, {
    rng: createRng("batches"),
  });
  const map = (h: Rows) => [
    [added(I, scaledBy(h, -eps)), identity(2, 1 - eta)],
    [scaledBy(h, -eps), identity(2, 1 - eta)],
  ];
  const kick = added(identity(2, 2 * eta * eps), scaledBy(slopeCovariance, eps * eps));
  const noise = blocks([
    [kick, kick],
    [kick, kick],
  ]);
  const positions = (V: Rows): number[][] => V.slice(0, 2).map((row) => row.slice(0, 2));
  const V = stationaryCovariance(
    hessians.map((h) => blocks(map(h))),
    noise,
  );
  expect(worstDeviation(found, mean, positions(V))).toBeLessThan(WITHIN);
  const fixed = stationaryCovariance([blocks(map(H))], noise);
  expect(worstDeviation(found, mean, positions(fixed))).toBeGreaterThan(CAUGHT);
});
