import { beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { ChainsPosterior } from "../../src/inference/chains/chainsPosterior.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../src/inference/exact/exactPosterior.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { chainsFloor } from "../../src/study/compareWithChains.ts";
import { compareWithExact } from "../../src/study/compareWithExact.ts";
import { compareWithTruth } from "../../src/study/compareWithTruth.ts";
import { findTruth } from "../../src/study/findTruth.ts";

const rng = createRng("truth");
const x = Float64Array.from({ length: 30 }, (_, i) => i / 10);
const data = createDataset({ x, y: x.map((v) => Math.sin(v) + 0.3 * rng.normal()) });
const common = { likelihood: { kind: "normal", noiseVariance: 0.2 }, standardise: "both" } as const;
const linear = createModel(
  {
    network: { kind: "shallow-relu", joints: { count: 4 } },
    prior: { kind: "normal", variance: 2 },
    ...common,
  } satisfies ModelSpec,
  data,
);
const network = createModel(
  {
    network: { kind: "mlp", hidden: [3], activation: "tanh" },
    prior: { kind: "normal", variance: 2 },
    ...common,
  } satisfies ModelSpec,
  data,
);
const grid = Float64Array.from([-0.5, 0.5, 1.5, 2.5, 3.5]);
const run = (name: string) => ({ rng: createRng(name) });

/** The posterior with its band wider by a factor and its mean moved by standard deviations. */
function changed(posterior: ExactPosterior, factor: number, shift: number): Posterior<"regression"> {
  return {
    ...posterior,
    predict: (at) => {
      const { mean, epistemic, aleatoric } = posterior.predict(at);
      return normalPredictive({
        mean: mean.map((value, i) => value + shift * Math.sqrt(epistemic[i]!)),
        epistemic: epistemic.map((value) => factor * factor * value),
        aleatoric,
      });
    },
  };
}

describe("chains in place of a closed form", () => {
  let closed: ExactPosterior;
  let chains: ChainsPosterior<"regression">;
  beforeAll(async () => {
    closed = await exact().fit(linear, data);
    chains = await nuts({ warmUp: 200, draws: 4000 }).fit(linear, data, run("long"));
  });

  test("the exact posterior differs from them by their Monte Carlo error, and no more than their halves do", () => {
    const found = compareWithExact(chains, closed, grid, rng);
    expect(found.ratioError).toBeGreaterThan(0.002);
    expect(found.ratioError).toBeLessThan(0.03);
    expect(Math.abs(found.ratio - 1)).toBeLessThan(4 * found.ratioError!);
    const floor = chainsFloor(chains, grid);
    expect(found.bias).toBeLessThan(2 * floor.bias);
    expect(found.totalVariation).toBeLessThan(2 * floor.totalVariation);
    expect(found.distance).toBeLessThan(2 * floor.distance);
    expect(found.held).toBeGreaterThan(0.94);
    expect(found.held).toBeLessThan(0.97);
  });

  test("a band a tenth too wide is seen", () => {
    const wide = changed(closed, 1.1, 0);
    const found = compareWithExact(chains, wide, grid, rng);
    expect(found.ratio - 1).toBeGreaterThan(4 * found.ratioError!);
  });

  test("a mean a fifth of a standard deviation off is seen", () => {
    const off = changed(closed, 1, 0.2);
    const found = compareWithExact(chains, off, grid, rng);
    expect(Math.abs(found.bias - 0.2)).toBeLessThan(4 * found.biasError!);
    expect(found.bias).toBeGreaterThan(4 * found.biasError!);
  });

  test("errors against the closed form are those of the chains, and cover what is left", () => {
    const found = compareWithExact(closed, chains, grid, rng);
    expect(Math.abs(found.ratio - 1)).toBeLessThan(4 * found.ratioError!);
    expect(compareWithExact(closed, closed, grid, rng).ratioError).toBeUndefined();
  });
});

describe("the truth of a model", () => {
  test("is the closed form where there is one", async () => {
    const truth = await findTruth(linear, data, grid, run("closed"));
    expect(truth.method).toBe("exact");
  });

  test("is long chains elsewhere, which say how far they agree", async () => {
    const options = { warmUp: 200, draws: 2000, maxDepth: 5 };
    const truth = await findTruth(network, data, grid, { rng: createRng("chains").fork("truth") }, options);
    expect(truth.method).toBe("nuts");
    expect(truth.notes.at(-1)).toMatchObject({
      code: "settled",
      message: expect.stringMatching(
        /^The chains stand for the truth: R-hat up to 1\.00\d \(.*\), at least \d+ effective draws of 2000/,
      ),
    });
  });

  test("is no chains that do not agree", async () => {
    await expect(
      findTruth(network, data, grid, run("few"), { warmUp: 20, draws: 40, maxDepth: 3 }),
    ).rejects.toThrow(/must agree to an R-hat below 1.01, got R-hat up to .* Ask for more draws, such as 80/);
  });
});

describe("a study of methods by regions", () => {
  const plan = {
    regions: { inside: grid.subarray(1, 4), outside: Float64Array.of(-0.5, 3.5) },
    methods: { MAP: { name: "map" }, Laplace: { name: "laplace" } },
    truth: { warmUp: 200, draws: 2000, maxDepth: 5 },
  };

  test("compares every method in every region, and tells how far it is", async () => {
    const done: number[] = [];
    const study = await compareWithTruth(network, data, plan, {
      ...run("chains"),
      onProgress: (progress) => done.push(progress.done),
    });
    expect(study.regions.map(({ name }) => name)).toEqual(["inside", "outside"]);
    expect(study.methods.map(({ name }) => name)).toEqual(["MAP", "Laplace"]);
    const [map, laplace] = study.methods;
    expect(map!.comparisons.map(({ ratio }) => ratio)).toEqual([0, 0]);
    for (const { ratio, ratioError, gradients } of laplace!.comparisons) {
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
      expect(ratioError).toBeGreaterThan(0);
      expect(gradients).toBeGreaterThan(0);
    }
    expect(done.at(-1)).toBe(3);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  test("refuses a model with a closed form, and an empty plan", async () => {
    await expect(compareWithTruth(linear, data, plan, run("refused"))).rejects.toThrow(/closed form/);
    await expect(compareWithTruth(network, data, { ...plan, methods: {} }, run("refused"))).rejects.toThrow(
      /a region and a method/,
    );
  });
});
