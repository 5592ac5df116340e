import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { deepEnsemble } from "../../src/inference/ensemble/deepEnsemble.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { map } from "../../src/inference/map/map.ts";
import { createMethod } from "../../src/inference/registry.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createModel } from "../../src/model/model.ts";
import type { ClassificationPredictive, RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { seedVariation } from "../../src/study/seedVariation.ts";
import { BRIEF } from "./briefMethods.ts";

const data = createDataset({ x: [-2, -1, 0, 1, 2], y: [1, 0, 3, 2, 5] });
const prior = { kind: "normal", variance: 1 } as const;
const likelihood = { kind: "normal", noiseVariance: 0.2 } as const;
const linear = createModel({ network: { kind: "linear" }, prior, likelihood }, data);
const network = createModel({ network: { kind: "mlp", hidden: [3] }, prior, likelihood }, data);
const run = () => ({ rng: createRng("seeds") });
const X = [-1.5, 0.5, 4];

describe("seedVariation", () => {
  test("is 0 for exact inference, which draws nothing", async () => {
    const found = await seedVariation(linear, data, exact(), X, run());
    expect(found).toMatchObject({ seeds: 5, meanVariation: 0, sdVariation: 0, note: { code: "seeds" } });
    const predictive = (await exact().fit(linear, data)).predict(X);
    expect(found.rows.map(({ mean }) => mean)).toEqual([...predictive.mean]);
  });

  test("is the standard deviation over fits with these seeds", async () => {
    const method = map({ epochs: 10 });
    const { rows, meanVariation } = await seedVariation(network, data, method, X, run(), { seeds: 3 });
    const fits = await Promise.all(
      [0, 1, 2].map((k) => method.fit(network, data, { rng: createRng("seeds").fork("seed").fork(k) })),
    );
    const predictives = fits.map((fit) => fit.predict(X) as RegressionPredictive);
    for (const [i, row] of rows.entries()) {
      const means = predictives.map(({ mean }) => mean[i]!);
      const average = means.reduce((sum, value) => sum + value, 0) / 3;
      const squares = means.reduce((sum, value) => sum + (value - average) * (value - average), 0);
      const sd = predictives.reduce((sum, { std }) => sum + std[i]!, 0) / 3;
      expect(row.mean!).toBeCloseTo(average, 12);
      expect(row.meanVariation!).toBeCloseTo(Math.sqrt(squares / 2) / sd, 12);
      expect(row.sdVariation!).toBeCloseTo(0, 12);
    }
    expect(meanVariation!).toBeGreaterThan(0.2);
  });

  test("is smaller for an ensemble than for its members", async () => {
    const member = { epochs: 30 };
    const one = await seedVariation(network, data, map(member), X, run(), { seeds: 6 });
    const many = await seedVariation(
      network,
      data,
      deepEnsemble({ members: 8, training: member }),
      X,
      run(),
      { seeds: 6 },
    );
    expect(one.note.code).toBe("seeds-differ");
    expect(many.meanVariation!).toBeLessThan(0.6 * one.meanVariation!);
  });

  test("is the same on an executor, and reports how far it is", async () => {
    const method = map({ epochs: 5 });
    const done: number[] = [];
    const onProgress = (progress: { readonly done: number }) => done.push(progress.done);
    const here = await seedVariation(network, data, method, X, { ...run(), onProgress });
    expect(await seedVariation(network, data, method, X, { ...run(), executor: inlineExecutor })).toEqual(
      here,
    );
    expect(done.at(-1)).toBe(5);
  });

  test.each(["bayes-by-backprop", "mc-dropout", "laplace", "baoab"])("knows %s", async (name) => {
    const method = createMethod({ name, options: BRIEF[name]! });
    const found = await seedVariation(network, data, method, X, run(), { seeds: 2 });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found.rows).toHaveLength(3);
    expect(found.meanVariation!).toBeGreaterThanOrEqual(0);
  });

  test("of classes is that of their probabilities", async () => {
    const classes = createDataset({ x: [-2, -1, 0, 1, 2], y: [0, 1, 2, 1, 0], classes: ["a", "b", "c"] });
    const model = createModel(
      { network: { kind: "mlp", hidden: [3] }, prior, likelihood: { kind: "categorical" } },
      classes,
    );
    const method = map({ epochs: 5 });
    const { rows } = await seedVariation(model, classes, method, [0.5], run(), { seeds: 2 });
    const fits = [0, 1].map((k) =>
      method.fit(model, classes, { rng: createRng("seeds").fork("seed").fork(k) }),
    );
    const [p, q] = (await Promise.all(fits)).map(
      (fit) => (fit.predict([0.5]) as ClassificationPredictive).probabilities.data[1]!,
    );
    expect(rows.map(({ name }) => name)).toEqual(["P(a | x[0])", "P(b | x[0])", "P(c | x[0])"]);
    const sd = 0.5 * (Math.sqrt(p! * (1 - p!)) + Math.sqrt(q! * (1 - q!)));
    expect(rows[1]!.meanVariation!).toBeCloseTo(Math.abs(p! - q!) / Math.SQRT2 / sd, 12);
  });

  test("refuses one seed, unknown options and other columns", async () => {
    const refused = (x: number[] | number[][], options: object) =>
      expect(seedVariation(linear, data, exact(), x, run(), options)).rejects;
    await refused(X, { seeds: 1 }).toThrow(ArgumentError);
    await refused(X, { seed: 3 }).toThrow(ArgumentError);
    await refused([[1, 2]], {}).toThrow(ShapeError);
    const controller = AbortSignal.abort(new Error("enough"));
    await expect(seedVariation(linear, data, exact(), X, { ...run(), signal: controller })).rejects.toThrow(
      "enough",
    );
  });
});
