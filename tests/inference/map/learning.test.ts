import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { map } from "../../../src/inference/map/map.ts";
import type { MapOptions } from "../../../src/inference/map/mapOptions.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { curve, mlp, NOISE, wave } from "./toys.ts";

const AT = Array.from({ length: 41 }, (_, i) => [-1.8 + 0.09 * i]);
const rms = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0) / values.length);

const run = (seed = "learn") => ({ rng: createRng(seed) });

describe("a network of two hidden layers learns a curve", () => {
  const data = wave(200);
  const spread = { network: { hidden: [16, 16] } };

  test.each<[string, MapOptions, "f64" | "f32"]>([
    ["Adam", { epochs: 150 }, "f64"],
    ["Adam in f32", { epochs: 150 }, "f32"],
    ["Adam, clipped, one-cycle", { epochs: 150, clip: 5, schedule: "one-cycle" }, "f64"],
    ["descent with momentum", { optimiser: { kind: "sgd", rate: 1e-3 }, epochs: 300 }, "f64"],
    ["AdamW", { optimiser: "adamw", epochs: 150, schedule: { kind: "cosine", end: 0.01 } }, "f64"],
    ["L-BFGS", { optimiser: { kind: "lbfgs", iterations: 400 } }, "f64"],
  ])("by %s, down to the noise", async (_, options, precision) => {
    const model = mlp(data, spread.network, { precision });
    const posterior = await map(options).fit(model, data, run());
    const residuals = posterior.predict(data.x).mean.map((f, n) => f - data.y.data[n]!);
    // The root mean square of 200 normal residuals is within 10 % of their standard deviation, and fitting takes some off.
    expect(rms(residuals)).toBeGreaterThan(0.8 * NOISE);
    expect(rms(residuals)).toBeLessThan(1.1 * NOISE);
    expect(rms(posterior.predict(AT).mean.map((f, i) => f - curve(AT[i]![0]!)))).toBeLessThan(0.6 * NOISE);
    expect(posterior.trace.at(-1)).toBeLessThan(0.1 * posterior.trace[0]!);
  });

  test("an untrained one is far from it, so is a straight line", async () => {
    const barely = await map({ epochs: 1, optimiser: { kind: "adam", rate: 1e-6 } }).fit(
      mlp(data),
      data,
      run(),
    );
    const line = await map().fit(mlp(data, { hidden: [] }), data, run());
    for (const posterior of [barely, line]) {
      const residuals = posterior.predict(data.x).mean.map((f, n) => f - data.y.data[n]!);
      expect(rms(residuals)).toBeGreaterThan(3 * NOISE);
    }
  });

  test("and finds the noise where it is to learn it, with any likelihood of real targets", async () => {
    for (const [likelihood, low, high] of [
      [{ kind: "normal", noiseVariance: "learned" }, 0.8, 1.15],
      [{ kind: "normal", noiseVariance: { shape: 2, scale: 0.02 } }, 0.8, 1.15],
      [{ kind: "heteroscedastic", beta: 0.5, floor: 1e-4 }, 0.7, 1.2],
      // The scale of a t distribution of 5 degrees that looks most like a normal one is a little below its deviation.
      [{ kind: "student-t", df: 5, scale: "learned" }, 0.8, 1.25],
    ] as const) {
      const model = mlp(data, { hidden: [16, 16] }, { likelihood });
      const posterior = await map({ epochs: 300 }).fit(model, data, run());
      const { aleatoric } = posterior.predict(AT);
      const found = Math.sqrt(aleatoric.reduce((sum, v) => sum + v, 0) / aleatoric.length) / NOISE;
      expect(found, likelihood.kind).toBeGreaterThan(low);
      expect(found, likelihood.kind).toBeLessThan(high);
    }
  });
});

describe("classes and counts", () => {
  const rng = createRng("classes");
  const x = Array.from({ length: 300 }, () => [rng.normal(), rng.normal()]);
  const network = { kind: "mlp", hidden: [12], activation: "tanh" } as const;
  const prior = { kind: "normal", variance: 10 } as const;

  test.each([
    ["bernoulli", undefined],
    ["categorical", undefined],
    ["categorical", { share: 0.1, over: "others" }],
  ] as const)("a %s head learns what no straight line tells apart, smoothing %j", async (kind, smoothing) => {
    // Whether the signs differ: exclusive or.
    const y = x.map(([a, b]) => Number(a! * b! > 0));
    const data = createDataset({ x, y, classes: ["differ", "agree"] });
    const likelihood =
      kind === "bernoulli" ? ({ kind } as const) : ({ kind, ...(smoothing && { smoothing }) } as const);
    const right = async (hidden: readonly number[]) => {
      const model = createModel({ network: { ...network, hidden }, prior, likelihood }, data);
      const { mode } = (await map({ epochs: 100 }).fit(model, data, run())).predict(x);
      return y.filter((k, n) => mode[n] === k).length / y.length;
    };
    expect(await right([12])).toBeGreaterThan(0.95);
    expect(await right([])).toBeLessThan(0.7);
  });

  test("a Poisson head learns rates", async () => {
    const rate = ([a]: readonly number[]) => Math.exp(1 + Math.sin(2 * a!));
    const draw = (mean: number) => {
      let count = 0;
      for (let left = Math.exp(-mean), u = rng.uniform(); u > left; u *= rng.uniform()) count += 1;
      return count;
    };
    const data = createDataset({ x, y: x.map((row) => draw(rate(row))) });
    const likelihood = { kind: "poisson" } as const;
    const model = createModel({ network, prior: { kind: "normal", variance: 1 }, likelihood }, data);
    const { mean } = (await map({ epochs: 60 }).fit(model, data, run())).predict(x);
    const errors = x.map((row, n) => Math.log(mean[n]! / rate(row)));
    // A constant rate is off by 0.7 on average.
    expect(rms(errors)).toBeLessThan(0.3);
    expect(rms(x.map((row) => Math.log(rate(row)) - 1))).toBeGreaterThan(0.6);
  });
});

test("noise on the inputs flattens what is learned", async () => {
  const data = wave(100);
  const steepness = async (inputNoise: number) => {
    const { mean } = (await map({ epochs: 150, inputNoise }).fit(mlp(data), data, run())).predict(AT);
    return rms(mean.slice(1).map((f, i) => f - mean[i]!));
  };
  const clean = await steepness(0);
  // Noise of deviation s multiplies the amplitude of sin(2x) by exp(-2 s^2): 0.61 for s = 0.5.
  expect((await steepness(0.5)) / clean).toBeGreaterThan(0.45);
  expect((await steepness(0.5)) / clean).toBeLessThan(0.75);
});

test("f32 trains to nearly the same function as f64", async () => {
  const data = wave(100);
  const options = { epochs: 20, optimiser: { kind: "adam", rate: 1e-3 } } as const;
  const [wide, narrow] = await Promise.all(
    (["f64", "f32"] as const).map((precision) => map(options).fit(mlp(data, {}, { precision }), data, run())),
  );
  const [a, b] = [wide!.predict(AT).mean, narrow!.predict(AT).mean];
  expect(rms(a.map((f, i) => f - b[i]!))).toBeLessThan(1e-4);
  expect(narrow!.parameters.every((p) => p === Math.fround(p))).toBe(true);
  expect(wide!.parameters.every((p) => p === Math.fround(p))).toBe(false);
});
