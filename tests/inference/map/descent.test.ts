import { describe, expect, test } from "vitest";
import { NumericError } from "../../../src/errors/errors.ts";
import { map } from "../../../src/inference/map/map.ts";
import type { MapOptions } from "../../../src/inference/map/mapOptions.ts";
import { initialise } from "../../../src/inference/parts/initialise.ts";
import { prepare } from "../../../src/inference/prepare.ts";
import type { Model } from "../../../src/model/model.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestDifference } from "../../support/differences.ts";
import { rejection } from "../../support/rejection.ts";
import { mlp, wave } from "./toys.ts";

const data = wave(20);
const model = mlp(data);
const { compiled } = prepare("test", model, data);
const start = initialise(compiled, createRng(1).fork("initialise"), new Float64Array(compiled.size));

const train = (options: MapOptions, of: Model<"regression"> = model) =>
  map({ schedule: "constant", ...options }).fit(of, data, { rng: createRng(1) });

const length = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));

/** U and its gradient at parameters. */
function potentialAt(parameters: Float64Array) {
  return withWorkspace((workspace) => {
    const target = createTarget(workspace, compiled, data, { format: "f64" });
    target.parameters.view.set(parameters);
    return { value: target.potential(), gradient: Float64Array.from(target.gradient.view) };
  });
}

describe("one step over all rows", () => {
  const { value, gradient } = potentialAt(start);
  const step = async (options: MapOptions) => {
    const optimiser = { kind: "sgd", rate: 1e-4, momentum: 0 } as const;
    const posterior = await train({ optimiser, epochs: 1, batch: 20, ...options });
    return { posterior, move: posterior.parameters.map((p, j) => p - start[j]!) };
  };

  test("goes against the gradient of the mean loss, and traces U", async () => {
    const { posterior, move } = await step({});
    expect(
      largestDifference(
        move,
        gradient.map((g) => (-1e-4 * g) / 20),
      ),
    ).toBeLessThan(1e-14);
    expect(posterior.trace[0]! / value).toBeCloseTo(1, 12);
    expect(posterior.gradients).toBe(1);
    expect(posterior.logPosterior).toBeCloseTo(-potentialAt(posterior.parameters).value, 10);
  });

  test.each([1, 0.1, 1e-3])("is no longer than rate times clip, %d", async (clip) => {
    const { move } = await step({ clip });
    expect(length(gradient) / 20).toBeGreaterThan(clip);
    expect(length(move) / (1e-4 * clip)).toBeCloseTo(1, 9);
    const along = move.map((m) => m / length(move));
    expect(
      largestDifference(
        along,
        gradient.map((g) => -g / length(gradient)),
      ),
    ).toBeLessThan(1e-9);
  });

  test("is left as it is by a limit above it", async () => {
    const { move } = await step({ clip: 1e9 });
    expect(move).toEqual((await step({})).move);
  });
});

describe("decay beside the prior", () => {
  const [decay, rate] = [0.05, 0.01];
  const flat = mlp(data, {}, { prior: { kind: "normal", variance: "flat", biasVariance: "flat" } });
  // The prior whose U, divided by the number of rows, has the slope decay x weight.
  const prior = {
    kind: "normal",
    by: "parameter",
    variance: 1 / (20 * decay),
    biasVariance: "flat",
  } as const;
  const shrunk = mlp(data, {}, { prior });
  const rest = { epochs: 20, batch: 20 };
  type Optimiser = NonNullable<MapOptions["optimiser"]>;
  const trained = async (optimiser: Optimiser, of: Model<"regression">) =>
    (await train({ optimiser, ...rest }, of)).parameters;

  test("is that of a normal prior for plain descent", async () => {
    const sgd = { kind: "sgd", rate: 1e-4, momentum: 0 } as const;
    const penalised = await trained(sgd, shrunk);
    const decoupled = await trained({ ...sgd, decay }, flat);
    const none = await trained(sgd, flat);
    expect(largestDifference(decoupled, penalised)).toBeLessThan(1e-12);
    expect(largestDifference(decoupled, none)).toBeGreaterThan(1e-6);
  });

  test("is another thing for Adam, which divides a penalty by the size of the gradient", async () => {
    const adam = { kind: "adam", rate } as const;
    const penalised = await trained(adam, shrunk);
    const decoupled = await trained({ ...adam, kind: "adamw", decay }, flat);
    const none = await trained(adam, flat);
    expect(largestDifference(decoupled, penalised)).toBeGreaterThan(1e-3);
    expect(largestDifference(decoupled, none)).toBeGreaterThan(1e-3);
    expect(await trained({ ...adam, decay }, flat)).toEqual(decoupled);
  });
});

describe("training that leaves the finite numbers", () => {
  test.each<[string, MapOptions, "f64" | "f32"]>([
    ["descent, all rows a step", { optimiser: { kind: "sgd", rate: 1e20 }, batch: 20 }, "f64"],
    ["descent, batches", { optimiser: { kind: "sgd", rate: 1e3 }, batch: 6 }, "f64"],
    ["Adam", { optimiser: { kind: "adam", rate: 1e120 }, batch: 20 }, "f64"],
    ["Adam, batches", { optimiser: { kind: "adam", rate: 1e160 }, batch: 7 }, "f64"],
    ["descent in f32", { optimiser: { kind: "sgd", rate: 1e12 }, batch: 20 }, "f32"],
    ["clipped", { optimiser: { kind: "sgd", rate: 1e160 }, clip: 1, batch: 20 }, "f64"],
    [
      "with early stopping",
      { optimiser: { kind: "sgd", rate: 1e20 }, batch: 20, earlyStopping: { score: "rmse" } },
      "f64",
    ],
  ])("stops and says where: %s", async (_, options, precision) => {
    // A relu grows without bounds, a tanh does not.
    const of = mlp(data, { activation: "relu" }, { precision });
    const error = await rejection(train({ epochs: 400, ...options }, of));
    expect(error).toBeInstanceOf(NumericError);
    const { step, rate, parameterNorm, parameters } = error.details as {
      step: number;
      rate: number;
      parameterNorm: number;
      parameters: Float64Array;
    };
    expect(error.message).toContain(`at step ${step + 1} with learning rate`);
    expect(error.message).toContain(`have norm ${parameterNorm.toPrecision(3)}`);
    expect(rate).toBe((options.optimiser as { rate: number }).rate);
    expect(parameters).toHaveLength(compiled.size);
    expect(parameters.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(parameterNorm)).toBe(true);
    expect(parameterNorm / length(parameters)).toBeCloseTo(1, 10);
    expect(Number.isFinite(potentialAt(parameters).value)).toBe(true);
  });

  const stop = { earlyStopping: { score: "rmse" } } as const;
  test.each([{}, stop])("is noticed after the last step, too: %j", async (more) => {
    const of = mlp(data, { activation: "relu" });
    const sgd = { kind: "sgd", rate: 1e200 } as const;
    const error = await rejection(train({ optimiser: sgd, epochs: 1, batch: 20, ...more }, of));
    expect(error).toBeInstanceOf(NumericError);
    expect(error.message).toMatch(/at step 1 with learning rate 1\.00e\+200/);
    expect(error.details).toMatchObject({ step: 0, rate: 1e200 });
    const { parameters } = error.details as { parameters: Float64Array };
    expect(Number.isFinite(potentialAt(parameters).value)).toBe(true);
  });

  test("already where L-BFGS begins", async () => {
    const far = { ...data, y: { ...data.y, data: data.y.data.map((y) => 1e200 * y) } };
    const error = await rejection(map({ optimiser: "lbfgs" }).fit(mlp(far), far, { rng: createRng(1) }));
    expect(error).toBeInstanceOf(NumericError);
    expect(error.message).toMatch(
      /finite before the first step, it is (NaN|Infinity); the parameters have norm/,
    );
    const { parameterNorm, parameters } = error.details as {
      parameterNorm: number;
      parameters: Float64Array;
    };
    expect(parameterNorm / length(parameters)).toBeCloseTo(1, 12);
  });
});
