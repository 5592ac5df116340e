import { describe, expect, test } from "vitest";
import type { Dataset } from "../../../src/data/dataset.ts";
import { takeDatasetRows } from "../../../src/data/takeDatasetRows.ts";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { map } from "../../../src/inference/map/map.ts";
import type { MapOptions } from "../../../src/inference/map/mapOptions.ts";
import type { MapPosterior } from "../../../src/inference/map/mapPosterior.ts";
import { type ValidationScoreName, validationScore } from "../../../src/inference/parts/validationScore.ts";
import { prepare } from "../../../src/inference/prepare.ts";
import type { Model } from "../../../src/model/model.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";
import { mlp, wave } from "./toys.ts";

const ROWS = 40;
const SHARE = 0.25;
const SEED = "stop";
const data = wave(ROWS);
// Few rows, many units and hardly a prior: it fits noise sooner or later.
const model = mlp(data, { hidden: [40] }, { prior: { kind: "normal", variance: 1e4 } });
const options = {
  optimiser: { kind: "adam", rate: 0.03 },
  schedule: "constant",
  epochs: 60,
  batch: 8,
} satisfies MapOptions;

const train = (more: MapOptions, of: Model<"regression"> = model) =>
  map({ ...options, ...more }).fit(of, data, { rng: createRng(SEED) });

/** The score of parameters on the rows that a run keeps out. */
function judge(name: ValidationScoreName, { parameters }: MapPosterior, rows: Dataset): number {
  const { compiled, data: scaled } = prepare("test", model, rows);
  const kept = createRng(SEED)
    .fork("validation")
    .permutation(ROWS)
    .subarray(0, Math.round(SHARE * ROWS));
  return withWorkspace((workspace) => {
    const target = createTarget(workspace, compiled, takeDatasetRows(scaled, kept), { format: "f64" });
    return validationScore(name, target, parameters);
  });
}

const largest = (values: Float64Array) =>
  values.reduce((most, v) => Math.max(most, v), Number.NEGATIVE_INFINITY);

describe("early stopping", () => {
  test.each(["logScore", "rmse"] as const)("keeps the parameters of the best %s", async (score) => {
    const posterior = await train({ earlyStopping: { share: SHARE, score } });
    expect(posterior.scores).toHaveLength(60);
    expect(posterior.trace).toHaveLength(60);
    expect(judge(score, posterior, data)).toBe(largest(posterior.scores));
    const best = posterior.scores.indexOf(largest(posterior.scores));
    expect(best).toBeLessThan(59);
    expect(posterior.notes.at(-1)!.message).toContain(`kept the parameters of epoch ${best + 1}.`);
    // The last parameters would not have done.
    expect(posterior.scores.at(-1)).toBeLessThan(largest(posterior.scores));
  });

  test("ends after so many epochs without a better score", async () => {
    const whole = await train({ earlyStopping: { share: SHARE } });
    for (const patience of [1, 3, 7]) {
      const posterior = await train({ earlyStopping: { share: SHARE, patience } });
      const { scores } = posterior;
      const best = scores.indexOf(largest(scores));
      expect(scores.length).toBeLessThan(60);
      expect(scores.length).toBe(best + 1 + patience);
      expect(scores).toEqual(whole.scores.subarray(0, scores.length));
      expect(posterior.trace).toEqual(whole.trace.subarray(0, scores.length));
      // One gradient of all rows that are trained on for every epoch.
      expect(posterior.gradients).toBe(scores.length);
      expect(judge("logScore", posterior, data)).toBe(largest(scores));
    }
  });

  test("does not look at the rows it is judged by", async () => {
    const kept = createRng(SEED)
      .fork("validation")
      .permutation(ROWS)
      .subarray(0, Math.round(SHARE * ROWS));
    const y = data.y.data.slice();
    for (const row of kept) y[row] = 1e6;
    const other = { ...data, y: { ...data.y, data: y } };
    const run = (of: Dataset) =>
      map({ ...options, earlyStopping: { share: SHARE } }).fit(model, of, { rng: createRng(SEED) });
    const [clean, spoilt] = [await run(data), await run(other)];
    expect(spoilt.trace).toEqual(clean.trace);
    expect(largest(spoilt.scores)).toBeLessThan(-1e10);
  });

  test("trains on all rows, without scores, where it is not asked for", async () => {
    const posterior = await train({});
    expect(posterior.scores).toHaveLength(0);
    expect(posterior.trace).toHaveLength(60);
  });

  test("needs a score that fits the likelihood", async () => {
    await expect(train({ earlyStopping: { score: "accuracy" } })).rejects.toThrow(ArgumentError);
    await expect(train({ earlyStopping: { score: "accuracy" } })).rejects.toThrow(
      /"accuracy" does not fit a normal/,
    );
  });
});
