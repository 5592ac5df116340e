import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDataset } from "../../src/data/datasetFromTable.ts";
import { splitDataset } from "../../src/data/split.ts";
import { multiSwag } from "../../src/inference/ensemble/multiSwag.ts";
import { coverage } from "../../src/metrics/coverage.ts";
import { meanLogScore } from "../../src/metrics/meanLogScore.ts";
import { defaultNetworkSpec } from "../../src/model/defaultNetworkSpec.ts";
import { createModel } from "../../src/model/model.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";

const SPLITS = 2;

test.each([
  ["yacht", "residuary_resistance"],
  ["energy", "heating_load"],
] as const)("%s: multi-SWAG as it comes beside its members", async (name, target) => {
  const path = new URL(`../../examples/data/${name}.csv`, import.meta.url);
  const data = readDataset(readFileSync(path, "utf8"), { target });
  for (let k = 0; k < SPLITS; k++) {
    const { train, test: held } = splitDataset(data, { test: 0.1 }, createRng("split").fork(k));
    const model = createModel(defaultNetworkSpec(train), train);
    const many = await multiSwag().fit(model, train, { rng: createRng("fit").fork(k) });
    const judge = (of: { predict(x: typeof held.x): unknown }) => {
      const predictive = of.predict(held.x) as RegressionPredictive;
      return {
        score: meanLogScore(predictive, held.y.data).value!,
        covered: coverage(predictive, held.y.data, 0.9).value!,
      };
    };
    const [whole, members] = [judge(many), many.members.map(judge)];
    console.log(name, k, "multi-SWAG", JSON.stringify(whole), "members", JSON.stringify(members));
    const average = (pick: "score" | "covered") =>
      members.reduce((sum, member) => sum + member[pick] / members.length, 0);
    // By Jensen's inequality the score is never below that of the average member; the margin is what different starts tell.
    expect(whole.score).toBeGreaterThan(average("score") + 0.1);
    expect(whole.covered).toBeGreaterThan(average("covered"));
  }
});
