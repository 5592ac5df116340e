import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { CredenceError, ShapeError } from "../../src/errors/errors.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { InferenceMethod, Posterior, Progress } from "../../src/inference/method.ts";
import { loadPosterior } from "../../src/inference/registry.ts";
import { createModel, type Model } from "../../src/model/model.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { predictiveContract } from "./predictive.ts";

/** How near a method comes to the exact posterior where there is one. */
export interface Agreement {
  /** Largest difference of the means of f(x), in standard deviations of the exact f(x). */
  readonly means: number;
  /** Largest |log| of the ratio of the standard deviations of f(x). */
  readonly spreads: number;
}

export interface MethodContract {
  readonly agreement: Agreement;
  /** Data on which a fit takes several steps; default the few rows on which everything else is tried. */
  readonly long?: Dataset;
  /** Options of all fits that do not have to be brief; default none. */
  readonly usual?: Readonly<Record<string, unknown>>;
  /** Options of a fit with few steps, for tests in which every step ends a turn. */
  readonly brief?: Readonly<Record<string, unknown>>;
}

/** Forty rows of a smooth function, with gaps. */
function fewRows(): Dataset {
  const rng = createRng("method contract");
  const x = Array.from({ length: 40 }, (_, i) => [(i < 20 ? -2 : 0.5) + 0.06 * i]);
  return createDataset({ x, y: x.map(([v]) => 3 + 2 * Math.sin(2 * v!) + 0.2 * rng.normal()) });
}

function linearModel(data: Dataset): Model {
  return createModel(
    {
      network: { kind: "shallow-relu", joints: [-2, -1.2, -0.5, 0.5, 1.5, 2.2] },
      prior: { kind: "normal", variance: 4 },
      likelihood: { kind: "normal", noiseVariance: 0.05 },
      standardise: "target",
    },
    data,
  );
}

const AT = [[-3], [-1.7], [0], [0.9], [2], [4]];

/**
 * What every method of inference must do. `await` it inside a test file, once per method: the posterior that the tests
 * share is fitted first.
 */
export async function methodContract(
  name: string,
  create: (options?: MethodContract["brief"]) => InferenceMethod,
  { agreement, usual, brief, long = fewRows() }: MethodContract,
): Promise<void> {
  const makeMethod = (options = usual) => create(options);
  const data = fewRows();
  const model = linearModel(data);
  const fitWith = async (seed: string, at: Dataset = data, options?: MethodContract["brief"]) =>
    asRegression(await makeMethod(options).fit(linearModel(at), at, { rng: createRng(seed) }));
  const shared = await fitWith("shared");

  describe(`method contract: ${name}`, () => {
    afterEach(() => {
      vi.restoreAllMocks();
    });

    test("has its name, frozen options and a posterior of the right size", () => {
      const method = makeMethod();
      expect(method.name).toBe(name);
      expect(Object.isFrozen(method.options)).toBe(true);
      expect(shared.method).toBe(name);
      expect(shared.size).toBe(7);
      expect(shared.sample(createRng(1))).toHaveLength(shared.size);
      expect(shared.model.spec).toEqual(model.spec);
    });

    test("gives the same bytes for the same seed, whatever runs beside it", async () => {
      const [a, , b] = await Promise.all([fitWith("seed"), fitWith("other"), fitWith("seed")]);
      expectSame(a, b);
      const method = makeMethod();
      const run = async () => asRegression(await method.fit(model, data, { rng: createRng("seed") }));
      expectSame(await run(), await run());
    });

    test("leaves data and model as they are", async () => {
      const before = structuredClone(data);
      const spec = structuredClone(model.spec);
      await makeMethod().fit(model, data, { rng: createRng("unchanged") });
      expect(data).toEqual(before);
      expect(model.spec).toEqual(spec);
    });

    test("does nothing when aborted before it starts", async () => {
      const reason = new Error("not now");
      const onProgress = vi.fn();
      const run = { rng: createRng("abort"), signal: AbortSignal.abort(reason), onProgress };
      await expect(makeMethod().fit(model, data, run)).rejects.toBe(reason);
      expect(onProgress).not.toHaveBeenCalled();
    });

    test("stops midway when aborted, and says nothing more", async () => {
      hurry();
      const controller = new AbortController();
      const reason = new Error("enough");
      const onProgress = vi.fn(() => controller.abort(reason));
      const run = { rng: createRng("abort"), signal: controller.signal, onProgress };
      await expect(makeMethod().fit(linearModel(long), long, run)).rejects.toBe(reason);
      expect(onProgress).toHaveBeenCalledTimes(1);
    });

    test("tells its progress, never backwards, to the end", async () => {
      hurry();
      const seen: Progress[] = [];
      const onProgress = (progress: Progress) => seen.push(progress);
      await makeMethod(brief).fit(linearModel(long), long, { rng: createRng("progress"), onProgress });
      expect(seen.length).toBeGreaterThan(1);
      seen.forEach(({ message, done, total }, i) => {
        expect(message).not.toBe("");
        expect(done).toBeGreaterThan(i === 0 || seen[i - 1]!.total !== total ? -1 : seen[i - 1]!.done - 1);
        expect(done).toBeLessThanOrEqual(total);
      });
      expect(seen.at(-1)!.done).toBe(seen.at(-1)!.total);
    });

    test("gives the same result however often others get their turn", async () => {
      const calm = await fitWith("turns", long, brief);
      hurry();
      expectSame(await fitWith("turns", long, brief), calm);
    });

    test("predicts deterministically, for any number of rows, and refuses other inputs", () => {
      const [a, b] = [shared.predict(AT), shared.predict(AT)];
      expect(a.mean).toEqual(b.mean);
      expect(a.variance).toEqual(b.variance);
      expect(shared.predict([]).size).toBe(0);
      AT.forEach((row, i) => {
        expect(shared.predict([row]).mean[0]).toBe(a.mean[i]);
      });
      expect(() => shared.predict([[1, 2]])).toThrow(ShapeError);
      expect(() => shared.predict([[Number.NaN]])).toThrow(CredenceError);
    });

    test("can be saved and loaded, to the last bit", () => {
      const loaded = asRegression(loadPosterior(structuredClone(shared.save())));
      expectSame(loaded, shared);
      expect(loaded.method).toBe(name);
      expect(loaded.notes).toEqual(shared.notes);
    });

    test("agrees with the exact posterior of a model that has one", async () => {
      const reference = (await exact({ solver: "qr" }).fit(model, data)).predict(AT);
      const found = shared.predict(AT);
      const { means, spreads } = distance(found, reference);
      expect(means).toBeLessThanOrEqual(agreement.means);
      expect(spreads).toBeLessThanOrEqual(agreement.spreads);
      found.aleatoric.forEach((value, i) => {
        expect(value / reference.aleatoric[i]!).toBeCloseTo(1, 12);
      });
    });

    test("refuses data that are not the model's with a typed error", async () => {
      const wide = createDataset({
        x: [
          [1, 2],
          [3, 4],
        ],
        y: [1, 2],
      });
      const broken = { ...data, y: { ...data.y, data: data.y.data.map(() => Number.NaN) } };
      for (const bad of [wide, broken]) {
        const attempt = makeMethod().fit(model, bad, { rng: createRng("bad") });
        await expect(attempt).rejects.toBeInstanceOf(CredenceError);
      }
    });
  });

  predictiveContract(`predictions of ${name}`, fc.constant(shared.predict(AT)), { runs: 1 });
}

/** Lets the clock run so fast that every step of a fit ends a turn. */
function hurry(): void {
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
}

function expectSame(a: Posterior<"regression">, b: Posterior<"regression">): void {
  const [p, q] = [a.predict(AT), b.predict(AT)];
  for (const quantity of ["mean", "variance", "epistemic", "aleatoric"] as const) {
    expect(p[quantity]).toEqual(q[quantity]);
  }
  expect(p.sample(2, createRng("same"))).toEqual(q.sample(2, createRng("same")));
  expect(a.sample(createRng("same"))).toEqual(b.sample(createRng("same")));
}

/** Largest differences of the distributions of f(x), as {@link Agreement} counts them. */
export function distance(found: RegressionPredictive, exactly: RegressionPredictive): Agreement {
  const sd = exactly.epistemic.map(Math.sqrt);
  const largest = (values: Float64Array) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return {
    means: largest(found.mean.map((value, i) => (value - exactly.mean[i]!) / sd[i]!)),
    spreads: largest(found.epistemic.map((value, i) => 0.5 * Math.log(value / exactly.epistemic[i]!))),
  };
}
