import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { swag } from "../../../src/inference/swag/swag.ts";
import type { SwagOptions } from "../../../src/inference/swag/swagOptions.ts";

// Options may come from a file, so each may be anything that JSON can say.
describe("absurd options are refused when the method is made", () => {
  test.each<[options: unknown, message: RegExp]>([
    [null, /swag: options must be an object, got null/],
    [{ steps: 5 }, /unknown option "steps"\. Known options: predictive, epochs/],
    [{ predictive: "mean" }, /predictive must be one of "gaussian", "average", got "mean"/],
    [{ epochs: 1 }, /epochs must be a whole number at least 2, got 1/],
    [{ rank: 1 }, /rank must be a whole number at least 2, got 1/],
    [{ epochs: 10, rank: 11 }, /rank must be at most the number of epochs, 10, got 11/],
    [{ rate: 0 }, /rate must be a finite number above 0/],
    [{ momentum: 1 }, /momentum must be .* below 1, got 1/],
    [{ batch: 0 }, /batch must be a whole number at least 1/],
    [{ training: { epochs: 0 } }, /swag: training: epochs must be/],
    [{ training: { anchored: true } }, /the mode must be that of the model and all rows, got anchored/],
    [{ draws: 0 }, /draws must be a whole number at least 1/],
  ])("%j", (options, message) => {
    const make = () => swag(options as SwagOptions);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});

test("defaults are filled in, the rate later", () => {
  const rest = { predictive: "gaussian", momentum: 0, batch: 32, training: {}, draws: 500 };
  expect(swag().options).toEqual({ ...rest, epochs: 100, rank: 20 });
  expect(swag({ epochs: 7, rate: 0.1 }).options).toEqual({ ...rest, epochs: 7, rank: 7, rate: 0.1 });
});
