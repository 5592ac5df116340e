import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { bayesByBackprop } from "../../../src/inference/variational/bayesByBackprop.ts";
import type { VariationalOptions } from "../../../src/inference/variational/variationalOptions.ts";
import { createRng } from "../../../src/random/rng.ts";
import { rejection } from "../../support/rejection.ts";
import { mlp, wave } from "../map/toys.ts";

// Options may come from a file, so each may be anything that JSON can say.
describe("absurd options are refused when the method is made", () => {
  test.each<[options: unknown, message: RegExp]>([
    [null, /bayesByBackprop: options must be an object, got null/],
    [{ epochs: 5 }, /unknown option "epochs"\. Known options: family, estimator, samples/],
    [{ family: "diagonal" }, /family: kind must be one of "factorised", "low-rank", "full", got "diagonal"/],
    [{ family: 5 }, /family: kind must be one of/],
    [{ family: { kind: "full", rank: 3 } }, /family: unknown option "rank"/],
    [{ family: { kind: "low-rank", rank: 0 } }, /rank must be a whole number at least 1 .*got 0/],
    [{ family: { kind: "low-rank", rank: 101 } }, /rank must be .*at most 100, got 101/],
    [
      { estimator: "score" },
      /estimator must be one of "reparameterisation", "local", "flipout", got "score"/,
    ],
    [{ estimator: "local", family: "full" }, /"local" needs the factorised family, got "full"/],
    [{ estimator: "flipout", family: "low-rank" }, /"flipout" needs the factorised family/],
    [{ samples: 0 }, /samples must be a whole number at least 1, got 0/],
    [{ samples: 2.5 }, /samples must be a whole number/],
    [{ antithetic: "yes" }, /antithetic must be true or false, got "yes"/],
    [{ steps: 0 }, /steps must be a whole number at least 1/],
    [{ steps: Number.POSITIVE_INFINITY }, /steps must be .*got Infinity/],
    [{ rate: 0 }, /rate must be a finite number above 0, got 0/],
    [{ rate: "fast" }, /rate must be .*got "fast"/],
    [{ schedule: "linear" }, /schedule: kind must be one of/],
    [{ batch: -1 }, /batch must be a whole number at least 1, got -1/],
    [{ initialSpread: 0 }, /initialSpread must be a finite number above 0, got 0/],
    [{ temperature: -1 }, /temperature must be a finite number above 0, got -1/],
    [{ temperature: Number.NaN }, /temperature must be .*got NaN/],
    [{ draws: 0 }, /draws must be a whole number at least 1/],
  ])("%j", (options, message) => {
    const make = () => bayesByBackprop(options as VariationalOptions);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});

test("defaults are filled in, those that depend on the data later", () => {
  const common = { estimator: "reparameterisation", samples: 8, antithetic: true, rate: 0.01, draws: 500 };
  const rest = { schedule: { kind: "cosine" }, initialSpread: 0.15, temperature: 1 };
  expect(bayesByBackprop().options).toEqual({
    ...common,
    ...rest,
    family: { kind: "factorised" },
    steps: 8000,
  });
  const low = bayesByBackprop({ family: "low-rank" }).options;
  expect(low).toEqual({ ...common, ...rest, family: { kind: "low-rank", rank: 10 }, steps: 30_000 });
});

describe("the notes tell what was chosen", () => {
  const notesOf = async (options: VariationalOptions, rows = 20) => {
    const data = wave(rows);
    const { notes } = await bayesByBackprop({ steps: 2, ...options }).fit(mlp(data), data, {
      rng: createRng(1),
    });
    return notes.map(({ message }) => message);
  };

  test("family, spread, steps, rate, rows and draws", async () => {
    expect(await notesOf({})).toEqual([
      "Normal approximation (factorised), from 0.15 of the prior's spread: 2 steps of Adam with rate 0.01 (cosine) on all rows, 8 draws each (reparameterisation).",
    ]);
    const [low] = await notesOf({ family: { kind: "low-rank", rank: 3 }, batch: 7, initialSpread: 0.5 });
    expect(low).toMatch(/^Normal approximation \(low-rank \(3\)\), from 0\.5 of .* on batches of 7,/);
    const [local] = await notesOf({ estimator: "local", samples: 3, schedule: "constant" });
    // Pairs of draws with opposite noise are whole pairs.
    expect(local).toMatch(/rate 0\.01 \(constant\) .*, 4 draws each \(local\)\.$/);
    expect((await notesOf({ samples: 3, antithetic: false }))[0]).toMatch(/, 3 draws each/);
  });

  test("batches where there are more than 512 rows", async () => {
    expect((await notesOf({ samples: 2 }, 512))[0]).toMatch(/on all rows,/);
    expect((await notesOf({ samples: 2 }, 513))[0]).toMatch(/on batches of 128,/);
  });

  test("that a tempered posterior is none of the model", async () => {
    const notes = await notesOf({ temperature: 0.5 });
    expect(notes[1]).toMatch(/^Likelihood and prior were raised to the power 1\/0\.5: this is no posterior/);
  });
});

describe("what does not fit the model is refused by the fit", () => {
  const data = wave(10);
  const refusal = (options: VariationalOptions, ...of: Parameters<typeof mlp>) =>
    rejection(bayesByBackprop(options).fit(mlp(...of), of[0], { rng: createRng(1) }));

  test("a flat prior", async () => {
    const prior = { kind: "normal", variance: 1, biasVariance: "flat" } as const;
    const error = await refusal({}, data, {}, { prior });
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(/every parameter must have a proper prior.*use exact or map/);
  });

  test("a full covariance of more than 5,000 parameters", async () => {
    const error = await refusal({ family: "full" }, data, { hidden: [70, 70] });
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(/up to 5000 parameters, the model has 5181\. Use family "low-rank"/);
  });

  test("a family that no memory holds, with the figure", async () => {
    const wide = createDataset({ x: [[1], [2]], y: [1, 2] });
    const family = { kind: "low-rank", rank: 100 } as const;
    const error = await refusal({ family }, wide, { hidden: [800, 800] });
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(
      /a low-rank family of 643201 parameters needs about 3\.09 GB of memory, at most 3\.00 GB can be used\. Use a smaller network or rank/,
    );
  });
});
