import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { map } from "../../../src/inference/map/map.ts";
import type { MapOptions } from "../../../src/inference/map/mapOptions.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { rejection } from "../../support/rejection.ts";
import { mlp, wave } from "./toys.ts";

// Options may come from a file, so each may be anything that JSON can say.
describe("absurd options are refused when the method is made", () => {
  test.each<[options: unknown, message: RegExp]>([
    [null, /map: options must be an object, got null/],
    [{ rate: 0.1 }, /unknown option "rate"\. Known options: optimiser, schedule, epochs/],
    [{ epochs: 0 }, /epochs must be a whole number at least 1, got 0/],
    [{ epochs: 1.5 }, /epochs must be a whole number/],
    [{ epochs: Number.POSITIVE_INFINITY }, /epochs must be .*got Infinity/],
    [{ epochs: "many" }, /epochs must be .*got "many"/],
    [{ epochs: null }, /epochs must be .*got null/],
    [{ batch: 0 }, /batch must be a whole number at least 1, got 0/],
    [{ batch: -32 }, /batch must be/],
    [{ clip: 0 }, /clip must be a finite number above 0, got 0/],
    [{ clip: Number.NaN }, /clip must be .*got NaN/],
    [{ inputNoise: -1 }, /inputNoise must be a finite number at least 0, got -1/],
    [{ schedule: "linear" }, /schedule: kind must be one of .*got "linear"/],
    [{ schedule: { kind: "cosine", end: 2 } }, /schedule: end must be/],
    [{ optimiser: "newton" }, /kind must be one of "sgd", "adam", "adamw", "lbfgs", got "newton"/],
    [{ optimiser: null }, /optimiser: kind must be one of/],
    [{ optimiser: 5 }, /optimiser: kind must be one of/],
    [{ optimiser: { kind: "adam", rate: -1 } }, /optimiser: rate must be .*got -1/],
    [{ optimiser: { kind: "adam", momentum: 0.9 } }, /optimiser: unknown option "momentum"/],
    [{ optimiser: { kind: "sgd", momentum: 1 } }, /optimiser: momentum must be/],
    [{ optimiser: { kind: "sgd", nesterov: 1 } }, /optimiser: nesterov must be true or false, got 1/],
    [{ optimiser: { kind: "lbfgs", rate: 1 } }, /optimiser: unknown option "rate"/],
    [{ optimiser: { kind: "lbfgs", iterations: 0 } }, /optimiser: iterations must be/],
    [{ optimiser: { kind: "lbfgs", memory: 0.5 } }, /optimiser: memory must be/],
    [{ optimiser: { kind: "lbfgs", tolerance: 0 } }, /optimiser: tolerance must be/],
    [{ adversarial: 2 }, /adversarial must be/],
    [{ bagging: "yes" }, /bagging must be true or false, got "yes"/],
    [{ anchored: "loosely" }, /anchored \(or "without-jitter"\) must be true or false, got "loosely"/],
    [{ anchored: true, bagging: true }, /an anchored fit must reach its minimum over all rows, got bagging/],
    [{ anchored: true, earlyStopping: {} }, /got earlyStopping too/],
    [{ earlyStopping: null }, /earlyStopping: options must be an object, got null/],
    [{ earlyStopping: true }, /earlyStopping: options must be an object, got true/],
    [{ earlyStopping: { share: 0 } }, /earlyStopping: share must be .*above 0 and below 1, got 0/],
    [{ earlyStopping: { share: 1 } }, /earlyStopping: share must be/],
    [{ earlyStopping: { patience: 0 } }, /earlyStopping: patience must be a whole number at least 1/],
    [{ earlyStopping: { score: "loss" } }, /earlyStopping: score must be one of .*got "loss"/],
    [{ earlyStopping: { wait: 3 } }, /earlyStopping: unknown option "wait"/],
  ])("%j", (options, message) => {
    const make = () => map(options as MapOptions);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});

test("defaults are filled in, those that depend on the data later", () => {
  expect(map().options).toEqual({
    schedule: { kind: "cosine" },
    batch: 32,
    inputNoise: 0,
    adversarial: 0,
    bagging: false,
    anchored: false,
  });
  expect(map({ earlyStopping: {} }).options.earlyStopping).toEqual({ share: 0.1, score: "logScore" });
  expect(map({ optimiser: "lbfgs" }).options.optimiser).toEqual({
    kind: "lbfgs",
    iterations: 2000,
    memory: 30,
    tolerance: 1e-9,
  });
});

describe("the notes tell what was chosen", () => {
  const data = wave(20);
  const notesOf = async (options: MapOptions, of: Parameters<typeof mlp>[1] = {}) =>
    (await map(options).fit(mlp(data, of), data, { rng: createRng(1) })).notes.map(({ message }) => message);

  test("L-BFGS for a linear network, Adam for others, at least 200 epochs and 4,000 steps", async () => {
    expect(await notesOf({}, { hidden: [] })).toEqual(["Minimised by L-BFGS over all rows."]);
    expect(await notesOf({ batch: 20 }, { hidden: [2] })).toEqual([
      "Trained by adam with learning rate 0.01 (cosine), 4000 epochs of batches of 20.",
    ]);
    expect(await notesOf({ batch: 1 }, { hidden: [2] })).toEqual([
      "Trained by adam with learning rate 0.01 (cosine), 200 epochs of batches of 1.",
    ]);
  });

  test("momentum, decay, and what an early end is judged by", async () => {
    const epochs = 3;
    expect(await notesOf({ optimiser: "sgd", epochs })).toEqual([
      "Trained by sgd with learning rate 0.1 (cosine), momentum 0.9, 3 epochs of batches of 32.",
    ]);
    const [note] = await notesOf({ optimiser: "adamw", epochs, earlyStopping: {} });
    expect(note).toMatch(
      /^Trained by adamw with learning rate 0\.01 \(cosine\), weight decay 0\.01, 3 epochs of batches of 32; judged by logScore on 0\.1 of the rows, kept the parameters of epoch [123]\.$/,
    );
  });

  test("L-BFGS that was cut short says so", async () => {
    const optimiser = { kind: "lbfgs", iterations: 2 } as const;
    const notes = await notesOf({ optimiser });
    expect(notes[0]).toMatch(/^L-BFGS stopped after 2 iterations before its gradient was small/);
  });
});

describe("what does not fit the model is refused by the fit", () => {
  const data = wave(10);
  const run = { rng: createRng(1) };

  test.each<[string, MapOptions, RegExp]>([
    [
      "noise on inputs with L-BFGS",
      { inputNoise: 0.1, optimiser: "lbfgs" },
      /inputNoise needs an mlp and mini-batches/,
    ],
    [
      "noise on inputs of a linear mlp by default",
      { inputNoise: 0.1 },
      /inputNoise needs an mlp .* got a mlp network and lbfgs/,
    ],
  ])("%s", async (_, options, message) => {
    const error = await rejection(map(options).fit(mlp(data, { hidden: [] }), data, run));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(message);
  });

  test("noise on inputs of features", async () => {
    const model = createModel(
      {
        network: { kind: "linear" },
        prior: { kind: "normal", variance: 1 },
        likelihood: { kind: "normal", noiseVariance: 1 },
      },
      data,
    );
    const error = await rejection(map({ inputNoise: 0.1, optimiser: "adam" }).fit(model, data, run));
    expect(error.message).toMatch(/got a linear network and adam/);
  });
});
