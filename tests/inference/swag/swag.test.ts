import { afterEach, describe, expect, test, vi } from "vitest";
import { NumericError } from "../../../src/errors/errors.ts";
import { map } from "../../../src/inference/map/map.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import { swag } from "../../../src/inference/swag/swag.ts";
import type { SwagOptions } from "../../../src/inference/swag/swagOptions.ts";
import { createRng } from "../../../src/random/rng.ts";
import { worstMoment } from "../../support/drawMoments.ts";
import { rejection } from "../../support/rejection.ts";
import { hurry, inPieces } from "../interrupted.ts";
import { mlp, wave } from "../map/toys.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const data = wave(25);
const AT = [[-1.5], [0.2], [1.9]];
const BRIEF = { training: { epochs: 40 }, epochs: 30, rank: 10, batch: 7, draws: 40 } as const;
const LEARNED = { likelihood: { kind: "normal", noiseVariance: "learned" } } as const;

const collected = (
  options: SwagOptions = {},
  ...rest: [Parameters<typeof mlp>[1]?, Parameters<typeof mlp>[2]?]
) => swag({ ...BRIEF, ...options }).fit(mlp(data, ...rest), data, { rng: createRng("swag") });

describe("iterates of SGD around the mode", () => {
  test("have a mean near it and a spread that grows with the rate", async () => {
    const mode = await map(BRIEF.training).fit(mlp(data), data, { rng: createRng("swag").fork("map") });
    const slow = await collected({ rate: 1e-7 });
    const far = Math.max(...slow.mean.map((value, j) => Math.abs(value - mode.parameters[j]!)));
    expect(far).toBeGreaterThan(0);
    expect(far).toBeLessThan(1e-2);
    const trace = ({ covariance }: typeof slow) => {
      const { data: flat, cols } = covariance();
      return Array.from({ length: cols }, (_, j) => flat[j * cols + j]!).reduce(
        (sum, value) => sum + value,
        0,
      );
    };
    const fast = await collected({ rate: 1e-5 });
    expect(trace(fast)).toBeGreaterThan(10 * trace(slow));
    expect(slow.trace).toHaveLength(30);
    expect(slow.gradients).toBe(40 + 1 + 30);
  });

  test("draws of the posterior have its moments", async () => {
    const posterior = await collected({}, { hidden: [2] }, LEARNED);
    const rng = createRng("draws");
    const draws = Array.from({ length: 4000 }, () => posterior.sample(rng));
    const { data: covariance } = posterior.covariance();
    expect(worstMoment(draws, { mean: posterior.mean, covariance })).toBeLessThan(4.5);
  });

  test("averaged, they are one parameter vector", async () => {
    const posterior = await collected({ predictive: "average" });
    expect(posterior.mean).toEqual((await collected()).mean);
    expect(posterior.sample(createRng(1))).toEqual(posterior.mean);
    expect(Math.max(...posterior.predict(AT).epistemic)).toBe(0);
    expect(Math.max(...posterior.covariance().data)).toBe(0);
    expect(posterior.notes[0]!.message).toMatch(/iterates of 30 epochs, averaged/);
  });
});

describe("the rate", () => {
  test("is chosen so that steps do not grow, and named", async () => {
    const posterior = await collected();
    expect(posterior.rate).toBeLessThanOrEqual(0.01);
    expect(posterior.notes[0]!.message).toMatch(
      /^SGD with constant rate .* from the mode, batches of 7; iterates of 30/,
    );
    expect(posterior.notes.map(({ code }) => code)).toEqual(["settings"]);
    // Features a hundred times as wide have a curvature ten thousand times as large.
    const steep = { ...data, x: { ...data.x, data: data.x.data.map((value) => 100 * value) } };
    const linear = await swag({ epochs: 5 }).fit(mlp(steep, { hidden: [] }), steep, { rng: createRng(1) });
    const gentle = await swag({ epochs: 5 }).fit(mlp(data, { hidden: [] }), data, { rng: createRng(1) });
    expect(linear.rate).toBeLessThan(gentle.rate / 1000);
  });

  test("too large a rate is told: by a note, or by an error of this method", async () => {
    const { notes } = await collected(
      { rate: 5e-3, training: { epochs: 400 } },
      { hidden: [10], activation: "relu" },
    );
    expect(notes.map(({ code }) => code)).toContain("loss-high");
    const error = await rejection(collected({ rate: 100 }, { hidden: [] }));
    expect(error).toBeInstanceOf(NumericError);
    expect(error.message).toMatch(/^swag: the loss must stay finite.*smaller rate/);
  });
});

describe("saved and loaded, it predicts the same bytes", () => {
  test.each<[string, SwagOptions]>([
    ["gaussian", {}],
    ["average", { predictive: "average" }],
  ])("%s", async (_name, options) => {
    const posterior = await collected(options, { hidden: [4] }, LEARNED);
    const loaded = loadPosterior(structuredClone(posterior.save())) as typeof posterior;
    expect(loaded.predict(AT).mean).toEqual(posterior.predict(AT).mean);
    expect(loaded.predict(AT).variance).toEqual(posterior.predict(AT).variance);
    expect(loaded.sample(createRng(1))).toEqual(posterior.sample(createRng(1)));
    expect(loaded.save()).toEqual(posterior.save());
  });

  test("what is damaged is refused", async () => {
    const saved = structuredClone((await collected({}, { hidden: [2] })).save());
    saved.tensors["variances"]!.data[0] = -1;
    expect(() => loadPosterior(saved)).toThrow(/tensors\.variances must be at least 0, got -1/);
  });
});

test("an interrupted run continues to the same bytes, in both stages", async () => {
  const method = swag({ training: { epochs: 3, batch: 7 }, epochs: 3, batch: 7, draws: 5 });
  const train = (run: object) =>
    method.fit(mlp(data, { hidden: [3] }, LEARNED), data, { rng: createRng("pieces"), ...run });
  const whole = await train({});
  hurry();
  for (const reports of [2, 5]) {
    const { result, runs } = await inPieces(reports, train);
    expect(runs).toBeGreaterThan(2);
    expect(result.save()).toEqual(whole.save());
  }
});
