import { expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { essSd } from "../../../src/diagnostics/essSd.ts";
import { mcseMean } from "../../../src/diagnostics/mcseMean.ts";
import { hmc } from "../../../src/inference/hamiltonian/hmc.ts";
import { nuts } from "../../../src/inference/hamiltonian/nuts.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import nes from "../../fixtures/posteriordb/nes_logit_data.json" with { type: "json" };
import references from "../../fixtures/posteriordb/references.json" with { type: "json" };

const data = createDataset({ x: nes.income.map((income) => [income]), y: nes.vote, classes: ["no", "yes"] });
const model = createModel(
  {
    network: { kind: "linear" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "bernoulli" },
    standardise: "none",
  },
  data,
);
const { alpha, "beta[1]": beta } = references.nes_logit_N01.values;

test.each([nuts({ draws: 8000, warmUp: 300 }), hmc({ draws: 8000, warmUp: 300 })])(
  "a logistic regression has the posterior that quadrature gives: $name",
  async (method) => {
    const { draws, chains } = await method.fit(model, data, { rng: createRng("logistic") });
    const perChain = draws.rows / chains;
    // The weight, then the bias.
    [beta, alpha].forEach((expected, j) => {
      const found = Array.from({ length: chains }, (_, c) =>
        Float64Array.from({ length: perChain }, (_, i) => draws.data[2 * (c * perChain + i) + j]!),
      );
      const all = found.flatMap((chain) => [...chain]);
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1);
      expect(Math.abs(mean - expected.mean)).toBeLessThan(4 * mcseMean(found));
      // A kurtosis of 3: this posterior is nearly normal.
      const tolerance = Math.min(0.1, 4 * Math.sqrt(0.5 / essSd(found)));
      expect(Math.abs(Math.log(Math.sqrt(variance) / expected.sd))).toBeLessThan(tolerance);
    });
  },
);
