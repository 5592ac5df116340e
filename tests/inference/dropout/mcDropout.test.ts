import { afterEach, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { splitDataset } from "../../../src/data/split.ts";
import { FormatError } from "../../../src/errors/errors.ts";
import type { Checkpoint } from "../../../src/inference/checkpoint.ts";
import type { DropoutOptions } from "../../../src/inference/dropout/dropoutOptions.ts";
import type { DropoutPosterior } from "../../../src/inference/dropout/dropoutPosterior.ts";
import { mcDropout } from "../../../src/inference/dropout/mcDropout.ts";
import { map } from "../../../src/inference/map/map.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { rejection } from "../../support/rejection.ts";
import { hurry, inPieces } from "../interrupted.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const rng = createRng("mc dropout");
const x = Array.from({ length: 60 }, () => [2 * rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => 10 + 3 * Math.sin(a!) + b! + 0.4 * rng.normal()) });
const spec = {
  network: { kind: "mlp", hidden: [12, 6] },
  prior: { kind: "normal", variance: 4 },
  likelihood: { kind: "normal", noiseVariance: "learned" },
} as const satisfies ModelSpec;
const model = createModel(spec, data);
const AT = [
  [0, 0],
  [1, -1],
  [-3, 0.5],
  [7, 7],
];

const bytes = (posterior: DropoutPosterior) => JSON.stringify([posterior.save(), posterior.predict(AT)]);

describe("an interrupted run continues to the same bytes", () => {
  test.each<[string, DropoutOptions]>([
    ["one training", { rate: 0.1, noise: "trained", inputDropout: true }],
    ["one rate and its noise", { rate: 0.1 }],
    ["all rates", { inputDropout: 0.05 }],
  ])("%s", async (_name, more) => {
    const options: DropoutOptions = { epochs: 12, batch: 16, draws: 20, ...more };
    const whole = await mcDropout(options).fit(model, data, { rng: createRng("pieces") });
    hurry();
    const { result, runs } = await inPieces(17, (run) =>
      mcDropout(options).fit(model, data, { rng: createRng("pieces"), ...run }),
    );
    expect(runs).toBeGreaterThan(2);
    expect(bytes(result)).toBe(bytes(whole));
  });
});

test("a checkpoint without its stage is refused", async () => {
  const options: DropoutOptions = { rate: 0.1, epochs: 2 };
  let kept: Checkpoint | undefined;
  const checkpoints = {
    save: (checkpoint: Checkpoint) => {
      kept = checkpoint;
    },
  };
  await mcDropout(options).fit(model, data, { rng: createRng("kept"), checkpoints });
  for (const stage of ["", "{}", "null", '{"stage":1}', "1"]) {
    const resume = { ...kept!, values: { ...kept!.values, stage } };
    const again = mcDropout(options).fit(model, data, {
      rng: createRng("kept"),
      checkpoints: { ...checkpoints, resume },
    });
    expect(await rejection(again)).toBeInstanceOf(FormatError);
  }
});

describe("the posterior", async () => {
  const posterior = await mcDropout({ epochs: 100, inputDropout: true }).fit(model, data, {
    rng: createRng(5),
  });

  test("tells what was chosen", () => {
    expect(posterior.tried.map(({ rate }) => rate)).toEqual([0.005, 0.01, 0.05, 0.1]);
    const best = posterior.tried.reduce((a, b) => (b.score > a.score ? b : a));
    expect(posterior.rate).toBe(best.rate);
    expect(posterior.notes.map(({ code }) => code)).toEqual(["settings", "validated"]);
    expect(posterior.notes[0]!.message).toContain(`rate ${best.rate} (features ${best.rate})`);
    expect(posterior.notes[1]!.message).toMatch(
      /On 20 % of the rows, kept out, rate 0\.\d+ and noise \d\.\d+ had/,
    );
    expect(posterior.trace).toHaveLength(100);
    expect(posterior.trace.at(-1)).toBeLessThan(posterior.trace[0]!);
  });

  test("draws are the parameters with a mask multiplied in", () => {
    const [keep, size] = [1 / (1 - posterior.rate), posterior.size];
    const draw = posterior.sample(createRng("draw"));
    expect(draw).toHaveLength(size);
    const factors = Array.from(draw, (value, j) =>
      posterior.parameters[j] === 0 ? 1 : value / posterior.parameters[j]!,
    );
    for (const factor of factors) {
      expect([0, 1, keep].some((one) => Math.abs(factor - one) < 1e-12)).toBe(true);
    }
    // The biases and the noise are nobody's weights.
    expect(draw.subarray(24, 36)).toEqual(posterior.parameters.subarray(24, 36));
    expect(draw.at(-1)).toBe(posterior.parameters.at(-1));
  });

  test("without masks is saved and loaded like any other", () => {
    const scaled = posterior.weightScaled();
    const loaded = loadPosterior(structuredClone(scaled.save())) as DropoutPosterior;
    expect(bytes(loaded)).toBe(bytes(scaled));
    const predictive = (loaded as DropoutPosterior<"regression">).predict(AT);
    expect(Array.from(predictive.epistemic)).toEqual([0, 0, 0, 0]);
    expect(scaled.sample(createRng(1))).toEqual(posterior.parameters);
    expect(bytes(scaled.weightScaled())).toBe(bytes(scaled));
  });

  test("that was saved with parts that do not fit is refused", () => {
    const saved = posterior.save();
    for (const values of [{ unitRate: 1 }, { key0: 2 ** 33 }, { tried: "none" }]) {
      expect(() => loadPosterior({ ...saved, values: { ...saved.values, ...values } })).toThrow(FormatError);
    }
    const tanh = {
      ...spec,
      network: { ...spec.network, hidden: [6, 6], activation: "tanh", residual: true } as const,
    };
    const parameters = { shape: [68], data: new Float64Array(68) };
    const other = { ...saved, model: { ...saved.model, ...tanh }, tensors: { ...saved.tensors, parameters } };
    expect(() => loadPosterior(other)).toThrow(/"relu"/);
  });
});

test("nothing dropped is maximum a posteriori, to the last bit", async () => {
  const training = { epochs: 30, optimiser: "adam", batch: 16 } as const;
  const run = () => ({ rng: createRng("none") });
  const none = await mcDropout({ ...training, rate: 0, noise: "trained" }).fit(model, data, run());
  const { parameters } = await map(training).fit(model, data, run());
  expect(none.parameters).toEqual(parameters);
  const some = await mcDropout({ ...training, rate: 0.01, noise: "trained" }).fit(model, data, run());
  expect(some.parameters).not.toEqual(parameters);
});

describe("the noise that is chosen", () => {
  /** The score by hand: log of the mean density over the draws, on the rows kept out. */
  test("has the best log score of the mixture on the rows kept out", async () => {
    const seed = "noise";
    const options: DropoutOptions = { rate: 0.1, epochs: 60, draws: 200 };
    const posterior = await mcDropout(options).fit(model, data, { rng: createRng(seed) });
    const { train, test: kept } = splitDataset(data, { test: 0.2 }, createRng(seed).fork("validation"));
    const candidate = await mcDropout({ ...options, noise: "trained" }).fit(model, train, {
      rng: createRng(seed).fork("candidate"),
    });
    const draws = candidate.predict(kept.x).functionDraws!(3000, createRng("same"));
    const score = (sd: number) => {
      let sum = 0;
      for (let n = 0; n < draws.cols; n++) {
        let density = 0;
        for (let s = 0; s < draws.rows; s++) {
          const z = (kept.y.data[n]! - draws.data[s * draws.cols + n]!) / sd;
          density += Math.exp(-0.5 * z * z) / (sd * Math.sqrt(2 * Math.PI) * draws.rows);
        }
        sum += Math.log(density) / draws.cols;
      }
      return sum;
    };
    const sd = Math.exp(posterior.parameters.at(-1)!) * posterior.scaler.y.scale[0]!;
    expect(posterior.tried).toHaveLength(1);
    expect(score(sd)).toBeCloseTo(posterior.tried[0]!.score, 1);
    for (const other of [0.8, 1.25]) expect(score(other * sd)).toBeLessThan(score(sd));
    const trained = Math.exp(candidate.parameters.at(-1)!) * candidate.scaler.y.scale[0]!;
    expect(sd).not.toBeCloseTo(trained, 3);
    const { aleatoric } = posterior.predict(AT);
    for (const value of aleatoric) expect(value).toBeCloseTo(sd * sd, 10);
  });

  test("can be given, and stays as it is", async () => {
    const two = createDataset({ x, y: x.map(([a, b]) => [a!, 3 * b!]) });
    const trained = (noise: DropoutOptions["noise"]) =>
      mcDropout({ rate: 0.1, epochs: 20, noise: noise! }).fit(createModel(spec, two), two, {
        rng: createRng(1),
      });
    const given = await trained([-1.5, -0.25]);
    expect(Array.from(given.parameters.subarray(-2))).toEqual([-1.5, -0.25]);
    const chosen = await trained("validated");
    expect(chosen.notes[1]!.message).toMatch(/noise \d\.\d+, \d\.\d+ had the best log score/);
    const { aleatoric } = chosen.predict([[0, 0]]);
    chosen.parameters.subarray(-2).forEach((value, k) => {
      const scale = chosen.scaler.y.scale[k]!;
      expect(aleatoric[k]).toBeCloseTo(Math.exp(2 * value) * scale * scale, 10);
    });
  });
});

describe("other likelihoods and numbers", () => {
  const counts = createDataset({ x, y: x.map(([a]) => Math.round(Math.exp(0.5 * Math.sin(a!) + 1))) });
  const classes = createDataset({ x, y: x.map(([a, b]) => Number(a! * b! > 0)), classes: ["no", "yes"] });
  test.each<[string, Partial<ModelSpec>, typeof data]>([
    ["heteroscedastic", { likelihood: { kind: "heteroscedastic" } }, data],
    ["student-t", { likelihood: { kind: "student-t", df: 4, scale: "learned" } }, data],
    ["poisson", { likelihood: { kind: "poisson" } }, counts],
    ["bernoulli", { likelihood: { kind: "bernoulli" } }, classes],
    ["categorical", { likelihood: { kind: "categorical" } }, classes],
    ["f32", { precision: "f32" }, data],
    ["a laplace prior", { prior: { kind: "laplace", scale: 1 } }, data],
  ])("%s", async (_name, more, of) => {
    const fitted = createModel({ ...spec, ...more }, of);
    const posterior = await mcDropout({ epochs: 30, draws: 50 }).fit(fitted, of, { rng: createRng(2) });
    expect(posterior.tried).toHaveLength(4);
    for (const { score } of posterior.tried) expect(score).toBeGreaterThan(-20);
    expect(bytes(loadPosterior(structuredClone(posterior.save())) as DropoutPosterior)).toBe(
      bytes(posterior),
    );
    expect(posterior.trace.at(-1)).toBeLessThan(posterior.trace[0]!);
  });
});
