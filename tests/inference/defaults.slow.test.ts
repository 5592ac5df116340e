import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDataset } from "../../src/data/datasetFromTable.ts";
import { splitDataset } from "../../src/data/split.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import type { MethodSpec } from "../../src/inference/fitResult.ts";
import { createMethod } from "../../src/inference/registry.ts";
import { coverage } from "../../src/metrics/coverage.ts";
import { meanLogScore } from "../../src/metrics/meanLogScore.ts";
import { defaultNetworkSpec } from "../../src/model/defaultNetworkSpec.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";

const SPLITS = 3;
const METHODS: readonly MethodSpec[] = [
  { name: "map", options: { earlyStopping: {} } },
  { name: "deep-ensemble" },
  { name: "deep-ensemble", options: { members: 20, calibration: "out-of-bag" } },
  { name: "mc-dropout" },
];

test.each([
  ["yacht", "residuary_resistance", true],
  // Where there is nearly no noise even rare masks cost more than they tell.
  ["energy", "heating_load", false],
  ["concrete", "compressive_strength", true],
] as const)(
  "%s: methods as they come beside one network, early stopped",
  async (name, target, dropoutGains) => {
    const path = new URL(`../../examples/data/${name}.csv`, import.meta.url);
    const data = readDataset(readFileSync(path, "utf8"), { target });
    const found: { readonly score: number; readonly covered: number }[] = [];
    for (const method of METHODS) {
      let [score, covered] = [0, 0];
      for (let k = 0; k < SPLITS; k++) {
        const { train, test: held } = splitDataset(data, { test: 0.1 }, createRng("split").fork(k));
        const model = createModel(defaultNetworkSpec(train), train);
        const posterior = await createMethod(method).fit(model, train, { rng: createRng("fit").fork(k) });
        const predictive = asRegression(posterior).predict(held.x);
        score += meanLogScore(predictive, held.y.data).value! / SPLITS;
        covered += coverage(predictive, held.y.data, 0.9).value! / SPLITS;
      }
      console.log(`${name} ${JSON.stringify(method)}: log score ${score}, covered ${covered}`);
      found.push({ score, covered });
    }
    const [single, plain, calibrated, dropout] = found;
    expect(plain!.score).toBeGreaterThan(single!.score);
    expect(calibrated!.score).toBeGreaterThan(single!.score);
    if (dropoutGains) expect(dropout!.score).toBeGreaterThan(single!.score);
    for (const { covered } of [plain!, calibrated!, dropout!]) expect(covered).toBeGreaterThan(0.84);
  },
);
