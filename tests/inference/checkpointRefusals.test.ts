import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import { ArgumentError, FormatError } from "../../src/errors/errors.ts";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import { map } from "../../src/inference/map/map.ts";
import type { InferenceMethod } from "../../src/inference/method.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import { createRng } from "../../src/random/rng.ts";
import { rejection } from "../support/rejection.ts";
import { hurry, interruptedAt } from "./interrupted.ts";
import { mlp, wave } from "./map/toys.ts";

beforeEach(hurry);
afterEach(() => {
  vi.restoreAllMocks();
});

const data = wave(20);
const METHODS = [
  map({ epochs: 3, batch: 7, earlyStopping: {} }),
  bayesByBackprop({ steps: 9, batch: 7, samples: 2, draws: 5 }),
];

interface Other {
  readonly method?: InferenceMethod;
  readonly seed?: string;
  readonly of?: Dataset;
  readonly hidden?: readonly number[];
  readonly variance?: number;
}

describe.each(METHODS)("a checkpoint of $name", (method) => {
  const train = (resume: Checkpoint | undefined, other: Other = {}) => {
    const of = other.of ?? data;
    const prior = { kind: "normal", variance: other.variance ?? 10 } as const;
    const model = mlp(of, { hidden: other.hidden ?? [3] }, { prior });
    return (run = {}) =>
      (other.method ?? method).fit(model, of, {
        rng: createRng(other.seed ?? "refusals"),
        checkpoints: { ...(resume !== undefined && { resume }), save: () => {} },
        ...run,
      });
  };
  const kept = async () => structuredClone(await interruptedAt(4, train(undefined)));
  const touched = (at: number, array: Float64Array) => array.map((v, i) => (i === at ? v + 1e-12 : v));

  test.each<[string, Other]>([
    ["another seed", { seed: "other" }],
    ["another method", { method: method.name === "map" ? bayesByBackprop() : map() }],
    ["another number of units", { hidden: [4] }],
    ["another prior", { variance: 9 }],
    ["a row less", { of: wave(19) }],
    ["other rows", { of: wave(20, "other") }],
    [
      "an input that is a little different",
      { of: { ...data, x: { ...data.x, data: touched(7, data.x.data) } } },
    ],
    [
      "a target that is a little different",
      { of: { ...data, y: { ...data.y, data: touched(19, data.y.data) } } },
    ],
    ["weights of rows", { of: { ...data, weights: new Float64Array(20).fill(1) } }],
  ])("is refused for %s", async (_, other) => {
    const error = await rejection(train(await kept(), other)());
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(
      /^resume: the checkpoint must be of the same method, options, model, seed and data/,
    );
  });

  test.each([1, 2])("is refused for other options (%i)", async (k) => {
    const others = [
      { ...method.options, schedule: "constant" },
      { ...method.options, batch: 8 },
    ];
    const options = others[k - 1] as object;
    const other = method.name === "map" ? map(options) : bayesByBackprop(options);
    expect(await rejection(train(await kept(), { method: other })())).toBeInstanceOf(ArgumentError);
  });

  const first = method.name === "map" ? "parameters" : "lambda";
  test.each<[string, (whole: Checkpoint) => unknown, RegExp]>([
    ["null", () => null, /must be of format "credence-checkpoint", version 1, got undefined/],
    ["another format", (whole) => ({ ...whole, format: "credence-posterior" }), /got "credence-posterior"/],
    ["a later version", (whole) => ({ ...whole, version: 2 }), /version 1/],
    ["a step before the first", (whole) => ({ ...whole, step: -1 }), /name a step from 0 to 9, got -1/],
    ["a step after the last", (whole) => ({ ...whole, step: 10 }), /name a step from 0 to 9, got 10/],
    ["half a step", (whole) => ({ ...whole, step: 3.5 }), /got 3.5/],
    ["no step", ({ step: _, ...rest }) => rest, /got undefined/],
    ["no arrays", ({ tensors: _, ...rest }) => rest, /must hold \d+ numbers/],
    ["arrays of null", (whole) => ({ ...whole, tensors: null }), /must hold \d+ numbers/],
    [
      "an array less",
      (whole) => without(whole, first),
      new RegExp(`must hold \\d+ numbers "${first}", got undefined`),
    ],
    ["a moment less", (whole) => without(whole, "secondMoment"), /"secondMoment"/],
    ["no trace", (whole) => without(whole, "trace"), /"trace"/],
    [
      "an array that is cut short",
      (whole) => changed(whole, first, new Float64Array(2)),
      /got an array of length 2/,
    ],
    ["a list in place of an array", (whole) => changed(whole, first, [1, 2]), /must hold/],
  ])("that has %s is refused as damaged", async (_, damage, message) => {
    const error = await rejection(train(damage(await kept()) as Checkpoint)());
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/Start anew without it\.$/);
  });

  if (method.name === "map") {
    test.each(["bestScore", "bestEpoch"])("that has no %s is refused as damaged", async (name) => {
      const whole = await kept();
      const { [name]: _, ...values } = whole.values;
      for (const damaged of [
        { ...whole, values },
        { ...whole, values: { ...values, [name]: "1" } },
      ]) {
        const error = await rejection(train(damaged as Checkpoint)());
        expect(error).toBeInstanceOf(FormatError);
        expect(error.message).toContain(`must hold a number "${name}"`);
      }
      const { values: __, ...none } = whole;
      expect(await rejection(train(none as Checkpoint)())).toBeInstanceOf(FormatError);
    });
  }
});

function without(whole: Checkpoint, name: string): Checkpoint {
  const { [name]: _, ...tensors } = whole.tensors;
  return { ...whole, tensors };
}

const changed = (whole: Checkpoint, name: string, values: unknown) => ({
  ...whole,
  tensors: { ...whole.tensors, [name]: { shape: [2], data: values } },
});
