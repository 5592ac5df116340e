import { expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { logLikelihoods, logPriors } from "../../src/inference/logJoint.ts";
import { predictBank } from "../../src/inference/predictBank.ts";
import { prepare } from "../../src/inference/prepare.ts";
import { samplePrior } from "../../src/model/compileModel.ts";
import type { LikelihoodSpec } from "../../src/model/likelihoodSpec.ts";
import { createModel } from "../../src/model/model.ts";
import { createTarget } from "../../src/model/target.ts";
import { withWorkspace } from "../../src/numeric/kernels/workspace.ts";
import { createMatrix, rowOf } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";

test.each<[string, LikelihoodSpec]>([
  ["normal", { kind: "normal", noiseVariance: 0.3 }],
  ["normal, learned noise", { kind: "normal", noiseVariance: "learned" }],
  ["student-t", { kind: "student-t", df: 4, scale: "learned" }],
  ["heteroscedastic", { kind: "heteroscedastic" }],
  ["poisson", { kind: "poisson" }],
  ["bernoulli", { kind: "bernoulli" }],
  ["categorical", { kind: "categorical" }],
])(
  "%s: the likelihood is that of the predictive distribution, and both are the potential",
  (_, likelihood) => {
    const classes = { bernoulli: ["no", "yes"], categorical: ["a", "b", "c"] }[likelihood.kind as string];
    const data = createDataset({ x: [-1, 0, 1, 2], y: [0, 1, 0, 1], ...(classes && { classes }) });
    const model = createModel(
      {
        network: { kind: "mlp", hidden: [3] },
        prior: { kind: "laplace", scale: 0.7 },
        likelihood,
        standardise: "inputs",
      },
      data,
    );
    const { compiled, data: scaled } = prepare("test", model, data);
    const bank = createMatrix(5, compiled.size);
    for (let s = 0; s < 5; s++) samplePrior(compiled, createRng("bank").fork(s), rowOf(bank, s));
    const likelihoods = logLikelihoods(compiled, bank, scaled);
    const priors = logPriors(compiled, bank);
    for (let s = 0; s < 5; s++) {
      const one = createMatrix(1, compiled.size, rowOf(bank, s));
      const expected = predictBank(compiled, one, data.x)
        .logProb(data.y.data)
        .reduce((sum, v) => sum + v, 0);
      expect(Math.abs(likelihoods[s]! - expected)).toBeLessThan(1e-10 * Math.max(1, Math.abs(expected)));
      const potential = withWorkspace((workspace) => {
        const target = createTarget(workspace, compiled, scaled, { format: "f64" });
        target.parameters.view.set(one.data);
        return target.potential();
      });
      expect(Math.abs(likelihoods[s]! + priors[s]! + potential)).toBeLessThan(
        1e-10 * Math.max(1, Math.abs(potential)),
      );
    }
  },
);
