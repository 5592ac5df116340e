import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { ArgumentError, ShapeError } from "../../../src/errors/errors.ts";
import { checkDropoutOptions, type DropoutOptions } from "../../../src/inference/dropout/dropoutOptions.ts";
import { mcDropout } from "../../../src/inference/dropout/mcDropout.ts";
import { createModel } from "../../../src/model/model.ts";
import type { MlpSpec } from "../../../src/model/networkSpec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { rejection } from "../../support/rejection.ts";

describe("the options of dropout", () => {
  test("have defaults, and stay as they are when checked again", () => {
    const checked = checkDropoutOptions({});
    expect(checked).toMatchObject({
      rate: "validated",
      inputDropout: false,
      noise: "validated",
      validation: 0.2,
      draws: 500,
      batch: 32,
      optimiser: { kind: "adam", rate: 0.01 },
      schedule: { kind: "cosine" },
    });
    expect(checkDropoutOptions(checked)).toEqual(checked);
    const given: DropoutOptions = {
      rate: 0.2,
      inputDropout: 0.1,
      noise: [-1],
      epochs: 7,
      clip: 2,
      optimiser: "sgd",
    };
    expect(checkDropoutOptions(checkDropoutOptions(given))).toEqual(checkDropoutOptions(given));
  });

  test.each<[unknown, RegExp]>([
    [{ rates: 0.1 }, /mcDropout.*"rates"/s],
    [{ rate: 1 }, /rate.*below 1, got 1/],
    [{ rate: "high" }, /rate \(or "validated"\).*"high"/],
    [{ inputDropout: -0.1 }, /inputDropout/],
    [{ inputDropout: "yes" }, /inputDropout/],
    [{ noise: "learned" }, /noise \(or its logarithms\).*"trained"/],
    [{ noise: [Number.NaN] }, /noise must be finite/],
    [{ validation: 0 }, /validation/],
    [{ draws: 0 }, /draws/],
    [{ optimiser: "lbfgs" }, /mcDropout.*"lbfgs"/s],
    [{ optimiser: { kind: "sgd", speed: 1 } }, /mcDropout.*"speed"/s],
    [{ batch: 0.5 }, /mcDropout.*batch/s],
    [{ inputNoise: 1 }, /"inputNoise"/],
    [{ earlyStopping: {} }, /"earlyStopping"/],
  ])("%j is refused when the method is made", (options, message) => {
    expect(() => mcDropout(options as DropoutOptions)).toThrow(ArgumentError);
    expect(() => mcDropout(options as DropoutOptions)).toThrow(message);
  });
});

describe("what a model cannot do is refused when it is fitted", () => {
  const data = createDataset({
    x: Array.from({ length: 20 }, (_, i) => [i, i % 3]),
    y: Array.from({ length: 20 }, (_, i) => i),
  });
  const refused = (network: MlpSpec | { readonly kind: "linear" }, options: DropoutOptions) => {
    const model = createModel(
      {
        network,
        prior: { kind: "normal", variance: 1 },
        likelihood: { kind: "normal", noiseVariance: "learned" },
      },
      data,
    );
    return rejection(mcDropout({ epochs: 1, ...options }).fit(model, data, { rng: createRng(1) }));
  };

  test("inputs where there are features only", async () => {
    const error = await refused({ kind: "linear" }, { rate: 0.1, inputDropout: 0.1 });
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(/inputDropout needs an mlp with hidden layers/);
  });

  test("masks that residual connections pass by, where no parameter vector stands for them", async () => {
    const residual = { kind: "mlp", hidden: [4, 4], residual: true } as const;
    const error = await refused({ ...residual, activation: "tanh" }, { rate: 0.1 });
    expect(error.message).toMatch(/needs activation "relu", got "tanh"/);
    const wide = await refused({ ...residual, hidden: [2] }, { rate: 0.1, inputDropout: true });
    expect(wide.message).toMatch(/inputDropout needs a first layer without a residual connection/);
  });

  test("another number of noises than the likelihood has", async () => {
    const error = await refused({ kind: "linear" }, { rate: 0.1, noise: [-1, -1] });
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toMatch(/noise must have length 1/);
  });
});
