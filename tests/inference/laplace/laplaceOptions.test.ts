import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { laplace } from "../../../src/inference/laplace/laplace.ts";
import type { LaplaceOptions } from "../../../src/inference/laplace/laplaceOptions.ts";
import { createRng } from "../../../src/random/rng.ts";
import { rejection } from "../../support/rejection.ts";
import { mlp, wave } from "../map/toys.ts";

// Options may come from a file, so each may be anything that JSON can say.
describe("absurd options are refused when the method is made", () => {
  test.each<[options: unknown, message: RegExp]>([
    [null, /laplace: options must be an object, got null/],
    [{ epochs: 5 }, /unknown option "epochs"\. Known options: structure, predictive/],
    [
      { structure: "block" },
      /structure must be one of "full", "diagonal", "kronecker", "last-layer", got "block"/,
    ],
    [{ predictive: "probit" }, /predictive must be one of "linearised", "sampled", got "probit"/],
    [{ priorPrecision: 3 }, /priorPrecision must be one of "given", "evidence", "evidence-by-layer", got 3/],
    [{ noise: "given" }, /noise must be one of "trained", "evidence"/],
    [{ tuning: "never" }, /tuning must be one of "after", "online"/],
    [{ rounds: 3 }, /rounds are for tuning "online", got tuning "after"/],
    [{ tuning: "online", rounds: 0 }, /rounds must be a whole number at least 1, got 0/],
    [{ tuning: "online", priorPrecision: "evidence-by-layer" }, /for one factor of the prior precision/],
    [{ tuning: "online", noise: "trained" }, /needs something to choose/],
    [{ tuning: "online", structure: "last-layer" }, /for the evidence of all layers/],
    [{ training: { epochs: 0 } }, /laplace: training: epochs must be a whole number at least 1, got 0/],
    [
      { training: { bagging: true } },
      /laplace: training: the mode must be that of the model and all rows, got bagging/,
    ],
    [{ training: { anchored: true } }, /got anchored/],
    [{ training: 5 }, /laplace: training: options must be an object, got 5/],
    [{ polish: -1 }, /polish must be a whole number at least 0, got -1/],
    [{ draws: 0.5 }, /draws must be a whole number at least 1/],
  ])("%j", (options, message) => {
    const make = () => laplace(options as LaplaceOptions);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});

test("defaults are filled in, the structure later", () => {
  expect(laplace().options).toEqual({
    predictive: "linearised",
    priorPrecision: "given",
    noise: "evidence",
    tuning: "after",
    training: {},
    polish: 2000,
    draws: 500,
  });
  expect(laplace({ tuning: "online", priorPrecision: "evidence" }).options.rounds).toBe(4);
});

describe("what does not fit the model is refused by the fit", () => {
  const data = wave(10);
  const refusal = (options: LaplaceOptions, ...of: Parameters<typeof mlp>) =>
    rejection(laplace(options).fit(mlp(...of), of[0], { rng: createRng(1) }));

  test.each([
    { kind: "normal", variance: 1, biasVariance: "flat" },
    { kind: "laplace", scale: 1 },
  ] as const)("a prior that is flat or not normal: $kind", async (prior) => {
    const error = await refusal({}, data, {}, { prior });
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(/every parameter must have a normal prior that is not flat/);
  });

  test("a matrix that no memory holds", async () => {
    const error = await refusal({ structure: "full" }, data, { hidden: [200, 100] });
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(
      /a full curvature of \d+ parameters needs about \d+(\.\d+)? GB.*"kronecker"/,
    );
  });
});

describe("structure and notes", () => {
  const data = wave(12);
  const brief = { epochs: 2 };
  const noted = async (options: LaplaceOptions, of: Parameters<typeof mlp>[1] = { hidden: [4] }) => {
    const posterior = await laplace({ training: brief, ...options }).fit(mlp(data, of), data, {
      rng: createRng(1),
    });
    return {
      posterior,
      notes: Object.fromEntries(posterior.notes.map(({ code, message }) => [code, message])),
    };
  };

  test("full up to 3,000 parameters, beyond that Kronecker", async () => {
    expect((await noted({ polish: 0 }, { hidden: [53, 52] })).posterior).toMatchObject({
      size: 2967,
      structure: "full",
    });
    expect((await noted({ polish: 0 }, { hidden: [60, 60] })).posterior).toMatchObject({
      structure: "kronecker",
    });
  }, 60_000);

  test("the settings name structure, predictions and training", async () => {
    const { notes } = await noted({});
    expect(notes["settings"]).toMatch(
      /^Laplace approximation \(full\) at the mode, linearised predictions\. The mode: Trained by adam .*2 epochs/,
    );
  });

  test("the evidence is that of one mode, of log(2^H H!) nats less", async () => {
    const { notes } = await noted({}, { hidden: [50], activation: "tanh" });
    expect(notes["one-mode"]).toMatch(/signs flipped.* add 183\.1 nats/);
    const relu = await noted({}, { hidden: [4], activation: "relu" });
    expect(relu.notes["one-mode"]).toMatch(/exchanged without .* add 3\.2 nats/);
    expect((await noted({}, { hidden: [] })).notes["one-mode"]).toBeUndefined();
    expect((await noted({ structure: "last-layer" })).notes).toHaveProperty("last-layer");
  });

  test("sampled predictions come with a warning", async () => {
    expect((await noted({ predictive: "sampled" })).notes["sampled"]).toMatch(/usually much too wide/);
  });

  test("a place that is no mode is told, and L-BFGS goes to one", async () => {
    const far = /ended away from a mode: .* by \d+(\.\d+)? standard deviations/;
    expect((await noted({ polish: 0 })).notes["not-a-mode"]).toMatch(far);
    const stopped = await noted({ training: { ...brief, earlyStopping: { share: 0.2 } } });
    expect(stopped.notes["not-a-mode"]).toMatch(far);
    const polished = await noted({});
    expect(polished.notes["not-a-mode"]).toBeUndefined();
    expect(polished.notes["settings"]).toMatch(/2 epochs .* Then L-BFGS over all rows/);
    expect(polished.posterior.gradients).toBeGreaterThan(10);
  });
});
