import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readDataset } from "../../../src/data/datasetFromTable.ts";
import { splitDataset } from "../../../src/data/split.ts";
import { laplace } from "../../../src/inference/laplace/laplace.ts";
import type { LaplaceOptions } from "../../../src/inference/laplace/laplaceOptions.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { priorVarianceCandidates, selectByEvidence } from "../../../src/study/selectByEvidence.ts";

/** What a problem is: the rows kept out, the network, and how it is trained. */
interface Problem {
  readonly file: string;
  readonly target: string;
  readonly test: number;
  readonly hidden: number;
  readonly activation: "tanh" | "relu";
  readonly options: LaplaceOptions;
}

const PROBLEMS: Readonly<Record<string, Problem>> = {
  in_between: {
    file: "in_between_train.csv",
    target: "y",
    test: 0.3,
    hidden: 50,
    activation: "tanh",
    options: {},
  },
  concrete: {
    file: "concrete.csv",
    target: "compressive_strength",
    test: 0.2,
    hidden: 25,
    activation: "relu",
    options: { training: { epochs: 150 }, polish: 300 },
  },
};
const GRID = [0.01, 0.1, 1, 10, 100];

describe.each(Object.entries(PROBLEMS))(
  "%s",
  (name, { file, target, test: share, hidden, activation, options }) => {
    test("the Laplace evidence picks a prior variance that predicts as well as the best", {
      timeout: 120_000,
    }, async () => {
      const rng = createRng(`evidence ${name}`);
      const all = readDataset(readFileSync(`examples/data/${file}`, "utf8"), { target });
      const { train, test: heldOut } = splitDataset(all, { test: share }, rng.fork("split"));
      const spec: ModelSpec = {
        network: { kind: "mlp", hidden: [hidden], activation },
        prior: { kind: "normal", variance: 1 },
        likelihood: { kind: "normal", noiseVariance: "learned" },
        standardise: "both",
      };
      const specs = priorVarianceCandidates(spec, GRID);
      const method = laplace(options);
      const { best, candidates } = await selectByEvidence(specs, train, { rng: rng.fork("fit") }, method);
      const scores: Float64Array[] = [];
      for (const [k, of] of specs.entries()) {
        const run = { rng: rng.fork("fit").fork("candidate").fork(k) };
        const posterior = await method.fit(createModel(of, train), train, run);
        expect(posterior.logEvidence).toBe(candidates[k]!.logEvidence);
        scores.push(posterior.predict(heldOut.x).logProb(heldOut.y.data));
      }
      const chosen = best.predict(heldOut.x).logProb(heldOut.y.data);
      const highest = scores.reduce((a, b) => (meanOf(b) > meanOf(a) ? b : a));
      const lowest = scores.reduce((a, b) => (meanOf(b) < meanOf(a) ? b : a));
      expect(isWorse(chosen, highest)).toBe(false);
      // The grid is worth choosing from: its worst prior is not as good as its best.
      expect(isWorse(lowest, highest)).toBe(true);
    });
  },
);

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Whether scores are worse than others of the same rows by more than one standard error of their difference. */
function isWorse(scores: Float64Array, others: Float64Array): boolean {
  const gaps = scores.map((score, i) => score - others[i]!);
  const mean = meanOf(gaps);
  const variance = meanOf(gaps.map((gap) => (gap - mean) * (gap - mean))) / (gaps.length - 1);
  return mean < -Math.sqrt(variance);
}
