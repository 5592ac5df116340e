import { describe, expect, test } from "vitest";
import { exact } from "../../../src/inference/exact/exact.ts";
import { exactExperiment } from "../../../src/inference/exact/experiment.ts";
import { createModel } from "../../../src/model/model.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import type { LinearModelSpec } from "../../../src/model/spec.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { evenJoints, solversFor, toyData } from "./models.ts";

const data = toyData();
const at = [[-0.3], [0.2], [0.61], [1.2]];
const NETWORKS: readonly [string, LinearNetworkSpec][] = [
  ["9 joints", evenJoints(9)],
  ["30 joints", evenJoints(30)],
];
const NOISES: readonly LinearModelSpec["likelihood"]["noiseVariance"][] = [0.1, { shape: 2, scale: 0.3 }];

const specOf = (
  network: LinearNetworkSpec,
  noiseVariance: (typeof NOISES)[number],
  variance: number,
): LinearModelSpec => ({
  network,
  prior: { kind: "normal", variance, biasVariance: 1.5 },
  likelihood: { kind: "normal", noiseVariance },
  standardise: "target",
});

describe.each(NETWORKS)("one fit under other variances, %s", (_, network) => {
  test.each(solversFor(network))(
    "%s: evidence, predictions and posteriors are those of refits",
    async (solver) => {
      for (const noise of NOISES) {
        const posterior = await exact({ solver }).fit(createModel(specOf(network, noise, 1), data), data);
        const experiment = exactExperiment(posterior);
        const predict = experiment.predict(at);
        const known = typeof noise === "number";
        for (const [variance, other] of [
          [0.01, 0.3],
          [1, 0.1],
          [50, 0.02],
        ] as const) {
          const used = known ? other : 1;
          const model = createModel(specOf(network, known ? other : noise, variance), data);
          const refit = await exact({ solver: "qr" }).fit(model, data);
          const point = experiment.evidence(variance, used);
          close(
            [point.logEvidence, point.effectiveParameters],
            [refit.logEvidence, refit.effectiveParameters()],
          );
          const [found, expected] = [predict(variance, used), refit.predict(at)];
          close(found.mean, expected.mean);
          close(found.epistemic, expected.epistemic);
          close(found.variance, expected.variance);
          close(found.quantile(0.1), expected.quantile(0.1));
          const whole = experiment.at(variance, used);
          close(whole.mean, refit.mean);
          close([whole.logEvidence, whole.priorVariance], [refit.logEvidence, variance]);
          expect(whole.solver).toBe(posterior.solver);
        }
      }
    },
  );
});

function close(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(largestMixedDifference(found, expected)).toBeLessThan(1e-8);
}
